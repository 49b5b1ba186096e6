package io.partsmith.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.NamedCodec;
import org.jspecify.annotations.Nullable;

/** Reads how a key carries time. */
final class CodecReader {

	private static final String SNOWFLAKE = "snowflake";

	/** Where the first snowflake ids begin, those of Twitter. */
	private static final Instant TWITTER = Instant.parse("2010-11-04T01:42:54.657Z");

	private static final Map<String, KeyCodec> BUILT_IN = Map.of("timestamp", KeyCodec.TIMESTAMP, "uuidv7",
			KeyCodec.UUIDV7, "ulid", KeyCodec.ULID, "epoch-seconds", KeyCodec.EPOCH_SECONDS, "epoch-milliseconds",
			KeyCodec.EPOCH_MILLISECONDS, "epoch-microseconds", KeyCodec.EPOCH_MICROSECONDS);

	private final NamedBeans beans;

	CodecReader(NamedBeans beans) {
		this.beans = beans;
	}

	KeyCodec read(@Nullable Setting<String> codec, @Nullable Setting<Instant> epoch) {
		String name = (codec != null) ? codec.value().toLowerCase(Locale.ROOT).replace('_', '-') : "";
		if (name.equals(SNOWFLAKE)) {
			return KeyCodec.snowflake((epoch != null) ? epoch.value() : TWITTER);
		}
		if (epoch != null) {
			throw epoch.refused("only the ids of codec snowflake count from an epoch of their own",
					"Take 'epoch' out, or write codec: snowflake.");
		}
		if (codec == null) {
			return KeyCodec.TIMESTAMP;
		}
		KeyCodec builtIn = BUILT_IN.get(name);
		return (builtIn != null) ? builtIn : bean(codec);
	}

	private KeyCodec bean(Setting<String> name) {
		List<String> known = this.beans.of(KeyCodec.class);
		if (!known.contains(name.value())) {
			throw name.refused("this is no codec, and no KeyCodec bean has this name",
					"Write timestamp, uuidv7, ulid, snowflake, epoch-seconds, epoch-milliseconds, epoch-microseconds"
							+ (known.isEmpty() ? "" : ", or one of your beans: " + String.join(", ", known)) + ".");
		}
		return new NamedCodec(name.value(), this.beans.named(name, KeyCodec.class));
	}

}

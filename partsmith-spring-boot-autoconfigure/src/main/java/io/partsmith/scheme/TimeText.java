package io.partsmith.scheme;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as PostgreSQL writes them under {@code DateStyle = ISO}. An instant is sent with
 * its offset, so that no session time zone can shift it.
 */
final class TimeText {

	private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
		.appendValue(ChronoField.YEAR, 4, 6, SignStyle.NOT_NEGATIVE)
		.appendPattern("-MM-dd")
		.toFormatter(Locale.ROOT);

	private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder().append(DATE)
		.appendPattern(" HH:mm:ss")
		.toFormatter(Locale.ROOT);

	private static final DateTimeFormatter READ = new DateTimeFormatterBuilder().append(DATE)
		.optionalStart()
		.append(DateTimeFormatter.ofPattern(" HH:mm:ss", Locale.ROOT))
		.optionalStart()
		.appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, true)
		.optionalEnd()
		.optionalStart()
		.appendOffset("+HH:mm:ss", "Z")
		.optionalEnd()
		.optionalEnd()
		.parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
		.toFormatter(Locale.ROOT)
		.withChronology(IsoChronology.INSTANCE)
		.withResolverStyle(ResolverStyle.STRICT);

	private TimeText() {
	}

	static String write(Instant instant, KeyType type) {
		LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
		return switch (type) {
			case DATE -> DATE.format(utc);
			case TIMESTAMP -> TIMESTAMP.format(utc);
			default -> TIMESTAMP.format(utc) + "+00";
		};
	}

	/** A time without an offset is taken as it stands, as if it were in UTC. */
	static Optional<Instant> read(String text) {
		try {
			TemporalAccessor parsed = READ.parse(text);
			ZoneOffset offset = parsed.query(TemporalQueries.offset());
			return Optional.of(LocalDateTime.from(parsed).toInstant((offset != null) ? offset : ZoneOffset.UTC));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

}

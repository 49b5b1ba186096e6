package io.partsmith.plan;

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

/**
 * Times of a LIST as people write them: with a {@code T} or a blank, without seconds,
 * with an offset in any of its forms. What PostgreSQL prints is one of these.
 */
final class ListTime {

	private static final DateTimeFormatter READ = new DateTimeFormatterBuilder().parseCaseInsensitive()
		.appendValue(ChronoField.YEAR, 4, 6, SignStyle.NOT_NEGATIVE)
		.appendPattern("-M-d")
		.optionalStart()
		.appendPattern("['T'][ ]H:mm")
		.optionalStart()
		.appendPattern(":ss")
		.optionalStart()
		.appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, true)
		.optionalEnd()
		.optionalEnd()
		.appendPattern("[ ]")
		.parseLenient()
		.optionalStart()
		.appendOffset("+HH", "Z")
		.optionalEnd()
		.optionalEnd()
		.parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
		.parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
		.toFormatter(Locale.ROOT)
		.withChronology(IsoChronology.INSTANCE)
		.withResolverStyle(ResolverStyle.STRICT);

	private ListTime() {
	}

	/**
	 * A point in time. One without an offset is in UTC, the zone of our sessions unless
	 * another one is configured.
	 */
	static Instant instant(String text) {
		TemporalAccessor parsed = READ.parse(text);
		ZoneOffset offset = parsed.query(TemporalQueries.offset());
		return LocalDateTime.from(parsed).toInstant((offset != null) ? offset : ZoneOffset.UTC);
	}

	/** PostgreSQL leaves an offset out of account where the type has none. */
	static LocalDateTime local(String text) {
		return LocalDateTime.from(READ.parse(text));
	}

}

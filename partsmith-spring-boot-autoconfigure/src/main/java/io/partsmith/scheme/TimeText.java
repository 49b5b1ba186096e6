package io.partsmith.scheme;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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

	private static final String DATE_FORM = "9999-99-99";

	private static final String TIME_FORM = DATE_FORM + " 99:99:99";

	private static final String UTC_FORM = TIME_FORM + "+00";

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
			return Optional.of(isPlain(text) ? readPlain(text) : readAny(text));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	private static Instant readAny(String text) {
		TemporalAccessor parsed = READ.parse(text);
		ZoneOffset offset = parsed.query(TemporalQueries.offset());
		return LocalDateTime.from(parsed).toInstant((offset != null) ? offset : ZoneOffset.UTC);
	}

	/**
	 * Whether a text is of the form of nearly every bound, a date and at most a time of
	 * whole seconds in UTC: a plan reads thousands, and the formatter takes many times as
	 * long.
	 */
	private static boolean isPlain(String text) {
		int length = text.length();
		if (length != DATE_FORM.length() && length != TIME_FORM.length() && length != UTC_FORM.length()) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			char form = UTC_FORM.charAt(i);
			char c = text.charAt(i);
			if ((form == '9') ? c < '0' || c > '9' : c != form) {
				return false;
			}
		}
		return true;
	}

	private static Instant readPlain(String text) {
		LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
		LocalTime time = (text.length() > DATE_FORM.length())
				? LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19)) : LocalTime.MIDNIGHT;
		return LocalDateTime.of(date, time).toInstant(ZoneOffset.UTC);
	}

	private static int number(String text, int from, int to) {
		return Integer.parseInt(text, from, to, 10);
	}

}

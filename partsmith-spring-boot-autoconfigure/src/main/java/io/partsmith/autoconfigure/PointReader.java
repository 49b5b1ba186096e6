package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

import io.partsmith.lifecycle.Creation;
import org.jspecify.annotations.Nullable;

/** Reads points of an axis, before the type of its column is known. */
final class PointReader {

	private final boolean time;

	/**
	 * A reader.
	 * @param time whether the level is divided over time
	 */
	PointReader(boolean time) {
		this.time = time;
	}

	Creation.Until read(Setting<String> written) {
		Creation.Until point = parse(written.value().strip());
		if (point == null || this.time == point instanceof Creation.Until.AtId) {
			throw written.refused(
					this.time ? "this is neither an instant nor a date, which a table over time needs"
							: "this is no whole number, which a table over integers needs",
					this.time ? "Write a date such as 2030-01-01, or an instant such as 2030-01-01T00:00:00Z."
							: "Write an id such as 10000000.");
		}
		return point;
	}

	private static Creation.@Nullable Until parse(String text) {
		if (text.matches("[+-]?[0-9]+")) {
			return new Creation.Until.AtId(new BigInteger(text));
		}
		try {
			return (text.indexOf('T') < 0) ? new Creation.Until.OnDate(LocalDate.parse(text))
					: new Creation.Until.AtInstant(OffsetDateTime.parse(text).toInstant());
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}

package io.partsmith.autoconfigure;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.NamedCalendar;
import io.partsmith.scheme.PartitionCalendar;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeDivision;
import io.partsmith.scheme.TimeStep;
import org.jspecify.annotations.Nullable;

/** Reads how time is cut into windows. */
final class DivisionReader {

	private final TableEntry entry;

	private final String prefix;

	private final BoundariesProperties written;

	private final ZoneId zone;

	/**
	 * A reader of one block.
	 * @param entry the table's entry
	 * @param prefix the name of the block, as a property
	 * @param written the block
	 * @param zone the zone whose wall an origin is read from
	 */
	DivisionReader(TableEntry entry, String prefix, BoundariesProperties written, ZoneId zone) {
		this.entry = entry;
		this.prefix = prefix;
		this.written = written;
		this.zone = zone;
	}

	TimeDivision read() {
		refuseSeveral();
		Setting<TimeAmount> every = Setting.of(this.prefix + ".every", this.written.every());
		Setting<String> origin = Setting.of(this.prefix + ".origin", this.written.origin());
		if (every != null) {
			return step(every, origin);
		}
		if (origin != null) {
			throw origin.refused("times have no origin but that of 'every'",
					"Take 'origin' out, or write a step: boundaries: { kind: time, every: P10D, origin: 2026-01-01 }.");
		}
		Setting<String> calendar = Setting.of(this.prefix + ".calendar", this.written.calendar());
		return (calendar != null)
				? new NamedCalendar(calendar.value(), this.entry.beans().named(calendar, PartitionCalendar.class))
				: granularity();
	}

	private void refuseSeveral() {
		List<Setting<?>> given = new ArrayList<>();
		for (Setting<?> setting : new Setting<?>[] {
				Setting.of(this.prefix + ".granularity", this.written.granularity()),
				Setting.of(this.prefix + ".every", this.written.every()),
				Setting.of(this.prefix + ".calendar", this.written.calendar()) }) {
			if (setting != null) {
				given.add(setting);
			}
		}
		if (given.size() > 1) {
			throw given.get(1)
				.refused(
						"a table is divided by one of granularity, every and calendar, and "
								+ given.get(0).property().substring(this.prefix.length() + 1) + " is given too",
						"Keep one of them.");
		}
	}

	private TimeDivision step(Setting<TimeAmount> every, @Nullable Setting<String> origin) {
		String action = "Write a step such as PT15M, PT6H, P10D, P2W, P3M or P1Y.";
		every.map((step) -> new TimeStep(step, null), action);
		return (origin == null) ? every.map((step) -> new TimeStep(step, null), action) : origin.map(
				(text) -> new TimeStep(every.value(), wall(text)),
				"Write a date such as 2026-01-01, a time of the zone such as 2026-01-01T06:00, or an instant such "
						+ "as 2026-01-01T05:00:00Z.");
	}

	private LocalDateTime wall(String text) {
		try {
			if (text.indexOf('T') < 0) {
				return LocalDate.parse(text).atStartOfDay();
			}
			return text.matches(".*T.*([Zz]|[+-][0-9:]+)") ? wall(OffsetDateTime.parse(text))
					: LocalDateTime.parse(text);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("this is neither a date nor an instant, which times need");
		}
	}

	private LocalDateTime wall(OffsetDateTime instant) {
		ZonedDateTime shown = instant.atZoneSameInstant(this.zone);
		if (!shown.withEarlierOffsetAtOverlap().equals(shown)) {
			throw new IllegalArgumentException("the clocks of " + this.zone + " show " + shown.toLocalDateTime()
					+ " twice, and this is the second time; name another beginning of a window");
		}
		return shown.toLocalDateTime();
	}

	private TimeDivision granularity() {
		Setting<Granularity> granularity = Setting.of(this.prefix + ".granularity", this.written.granularity());
		if (granularity == null) {
			granularity = this.entry.byDefault("granularity", TableProperties::granularity);
		}
		if (granularity == null) {
			throw this.entry.missing(this.prefix + ".granularity", "boundaries over time need a granularity",
					"granularity: month    # hour, day, week, month, quarter or year; or every: P10D");
		}
		return granularity.value();
	}

}

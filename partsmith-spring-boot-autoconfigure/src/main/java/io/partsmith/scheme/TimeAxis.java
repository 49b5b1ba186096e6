package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

import io.partsmith.topology.Datum;

/**
 * Windows over time. A {@code timestamptz} key is divided along instants by the calendar
 * of the table's zone; a {@code timestamp} or {@code date} key along the wall time it
 * holds, which has no DST of its own.
 *
 * @param granularity the calendar unit of a window
 * @param zone the table's zone
 * @param type the key column's type
 */
public record TimeAxis(Granularity granularity, ZoneId zone, KeyType type) implements Axis {

	private static final long HOUR = 3600;

	/** A day on which a zone went back by as much as a day has this many hours. */
	private static final int LONGEST_DAY = 48;

	/**
	 * Whole hours are counted from the standard offset that the zone has here, so that
	 * they begin at local full hours and keep their length across every change.
	 */
	private static final Instant HOURS_ALIGNED_AT = Instant.parse("2020-01-01T00:00:00Z");

	@Override
	public Window windowAt(Position position) {
		Instant instant = ((Position.Time) position).instant();
		return (this.granularity == Granularity.HOUR) ? hour(instant) : days(instant);
	}

	private Window hour(Instant instant) {
		long phase = grid().getRules().getStandardOffset(HOURS_ALIGNED_AT).getTotalSeconds() % HOUR;
		long start = Math.floorDiv(instant.getEpochSecond() + phase, HOUR) * HOUR - phase;
		return window(Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + HOUR));
	}

	private Window days(Instant instant) {
		LocalDate start = this.granularity.startOf(LocalDate.ofInstant(instant, grid()));
		// Where a zone moves its clock at midnight, or leaves a day out, the local date
		// alone is off by one unit.
		while (boundary(start).isAfter(instant)) {
			start = this.granularity.plus(start, -1);
		}
		while (!boundary(this.granularity.plus(start, 1)).isAfter(instant)) {
			start = this.granularity.plus(start, 1);
		}
		return window(boundary(start), boundary(this.granularity.plus(start, 1)));
	}

	private Instant boundary(LocalDate start) {
		return start.atStartOfDay(grid()).toInstant();
	}

	private static Window window(Instant from, Instant to) {
		return new Window(new Position.Time(from), new Position.Time(to));
	}

	private ZoneId grid() {
		return (this.type == KeyType.TIMESTAMPTZ) ? this.zone : ZoneOffset.UTC;
	}

	@Override
	public Window previous(Window window) {
		return windowAt(new Position.Time(((Position.Time) window.from()).instant().minusNanos(1)));
	}

	@Override
	public boolean holds(Window window) {
		return true;
	}

	@Override
	public Datum datum(Position position) {
		return new Datum.Literal(TimeText.write(((Position.Time) position).instant(), this.type));
	}

	@Override
	public Optional<End> end(Datum.Literal literal) {
		if (literal.text().endsWith("infinity")) {
			return Optional.of(End.beyond(literal));
		}
		return TimeText.read(literal.text()).map((instant) -> End.at(new Position.Time(instant)));
	}

	@Override
	public String suffix(Window window) {
		LocalDateTime start = localStart(window);
		String name = this.granularity.suffix(start.toLocalDate());
		if (this.granularity != Granularity.HOUR) {
			return name;
		}
		String hour = String.format(Locale.ROOT, "_%02d", start.getHour());
		return name + hour + (isRepeated(window, start) ? "b" : "");
	}

	/**
	 * Whether the local hour began once before, less than a day ago, which no zone's jump
	 * exceeds: when clocks are set back, the second 02:00 is written 02b.
	 */
	private boolean isRepeated(Window window, LocalDateTime start) {
		Window earlier = window;
		for (int hours = 1; hours <= 24; hours++) {
			earlier = previous(earlier);
			LocalDateTime other = localStart(earlier);
			if (other.toLocalDate().equals(start.toLocalDate()) && other.getHour() == start.getHour()) {
				return true;
			}
		}
		return false;
	}

	private LocalDateTime localStart(Window window) {
		return LocalDateTime.ofInstant(((Position.Time) window.from()).instant(), grid());
	}

	@Override
	public Optional<Window> windowNamed(String suffix) {
		try {
			LocalDate day = this.granularity.dayNamed(suffix);
			Window window = windowAt(startOf(day));
			for (int step = 0; step <= LONGEST_DAY; step++) {
				if (suffix(window).equals(suffix)) {
					return Optional.of(window);
				}
				window = next(window);
			}
		}
		catch (RuntimeException ex) {
			// A name of another form: no window of ours.
		}
		return Optional.empty();
	}

	@Override
	public Optional<Position> at(Instant now) {
		return Optional.of(new Position.Time((this.type == KeyType.TIMESTAMPTZ) ? now
				: LocalDateTime.ofInstant(now, this.zone).toInstant(ZoneOffset.UTC)));
	}

	@Override
	public Optional<Instant> instantOf(Position position) {
		Instant instant = ((Position.Time) position).instant();
		return Optional.of((this.type == KeyType.TIMESTAMPTZ) ? instant
				: LocalDateTime.ofInstant(instant, ZoneOffset.UTC).atZone(this.zone).toInstant());
	}

	/**
	 * The position at which a day begins.
	 * @param day a day of the table's zone
	 * @return the position
	 */
	public Position startOf(LocalDate day) {
		return new Position.Time(boundary(day));
	}

	/**
	 * The position an amount of time before another one, by this axis' calendar.
	 * @param position the later position
	 * @param amount how long before
	 * @return the earlier position
	 */
	public Position before(Position position, TimeAmount amount) {
		return new Position.Time(amount.before(((Position.Time) position).instant(), grid()));
	}

	@Override
	public int longestSuffix() {
		return switch (this.granularity) {
			case HOUR -> "__2026_08_28_14b".length();
			case DAY -> "__2026_08_28".length();
			case WEEK -> "__2026_w35".length();
			case MONTH -> "__2026_08".length();
			case QUARTER -> "__2026_q3".length();
			case YEAR -> "__2026".length();
		};
	}

}

package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Windows that follow a zone's wall, so that a day is 23 to 25 hours long where its clock
 * is moved.
 *
 * @param periods the periods of the wall's time
 * @param wall the wall
 */
record WallGrid(WallPeriods periods, Wall wall) implements TimeGrid {

	/** A suffix may name the time shortly before its window. */
	private static final int REACH = 3;

	@Override
	public Window windowAt(Instant instant) {
		LocalDateTime start = this.periods.startOf(this.wall.at(instant));
		LocalDateTime end = this.periods.endOf(start);
		// Where a zone moves its clock over a boundary, or leaves a day out, the wall
		// alone is off by one period.
		while (this.wall.boundary(start).isAfter(instant)) {
			end = start;
			start = this.periods.startOf(start.minusNanos(1));
		}
		while (!this.wall.boundary(end).isAfter(instant)) {
			start = end;
			end = this.periods.endOf(start);
		}
		return Wall.window(this.wall.boundary(start), this.wall.boundary(end));
	}

	@Override
	public String suffix(Window window) {
		return this.periods.suffix(this.periods.startOf(this.wall.startOf(window)));
	}

	@Override
	public Optional<Window> windowNamed(String suffix) {
		try {
			Window window = windowAt(this.wall.boundary(this.periods.near(suffix)));
			for (int step = 0; step < REACH; step++) {
				if (suffix(window).equals(suffix)) {
					return Optional.of(window);
				}
				window = windowAt(((Position.Time) window.to()).instant());
			}
		}
		catch (RuntimeException ex) {
			// A name of another form: no window of ours.
		}
		return Optional.empty();
	}

}

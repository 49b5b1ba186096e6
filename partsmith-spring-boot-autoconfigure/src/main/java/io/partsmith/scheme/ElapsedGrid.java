package io.partsmith.scheme;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;

/**
 * Windows of equal length, however a zone moves its clock meanwhile. Their names are of
 * the zone's wall; where it shows a time for the second time, a {@code b} follows.
 *
 * @param step the length of a window, whole minutes
 * @param anchor an instant at which a window begins
 * @param wall the wall that names them
 * @param label hours or minutes, to which the wall is read
 */
record ElapsedGrid(Duration step, Instant anchor, Wall wall, ChronoUnit label) implements TimeGrid {

	/** No zone's clock was ever moved by more than a day. */
	private static final Duration LONGEST_JUMP = Duration.ofHours(25);

	@Override
	public Window windowAt(Instant instant) {
		long length = this.step.toSeconds();
		long anchored = this.anchor.getEpochSecond();
		long start = Math.floorDiv(instant.getEpochSecond() - anchored, length) * length + anchored;
		return Wall.window(Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + length));
	}

	@Override
	public String suffix(Window window) {
		LocalDateTime label = labelOf(window);
		String hour = String.format(Locale.ROOT, "_%02d", label.getHour());
		String minute = (this.label == ChronoUnit.MINUTES) ? String.format(Locale.ROOT, "_%02d", label.getMinute())
				: "";
		return Granularity.DAY.suffix(label.toLocalDate()) + hour + minute + (isRepeated(window, label) ? "b" : "");
	}

	/** Two labels are only the same when the wall was set back in between. */
	private boolean isRepeated(Window window, LocalDateTime label) {
		Instant from = ((Position.Time) window.from()).instant();
		Instant first = from.minus(LONGEST_JUMP);
		ZoneOffsetTransition change = this.wall.zone().getRules().previousTransition(from.plusNanos(1));
		if (change == null || change.getInstant().isBefore(first)) {
			return false;
		}
		Window earlier = window;
		while (start(earlier).isAfter(first)) {
			earlier = windowAt(start(earlier).minusNanos(1));
			if (labelOf(earlier).equals(label)) {
				return true;
			}
		}
		return false;
	}

	private LocalDateTime labelOf(Window window) {
		return this.wall.startOf(window).truncatedTo(this.label);
	}

	private static Instant start(Window window) {
		return ((Position.Time) window.from()).instant();
	}

	@Override
	public Optional<Window> windowNamed(String suffix) {
		try {
			LocalDateTime label = read(suffix);
			Instant first = this.wall.boundary(label);
			Window window = windowAt(first);
			while (start(window).isBefore(first.plus(LONGEST_JUMP).plus(this.step))) {
				if (labelOf(window).equals(label) && suffix(window).equals(suffix)) {
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

	private LocalDateTime read(String suffix) {
		String[] parts = suffix.replaceAll("b$", "").split("_");
		int minute = (this.label == ChronoUnit.MINUTES) ? Integer.parseInt(parts[6]) : 0;
		return Granularity.DAY.dayNamed(suffix).atTime(Integer.parseInt(parts[5]), minute);
	}

	static int longestSuffix(ChronoUnit label) {
		return ((label == ChronoUnit.MINUTES) ? "__2026_08_28_14_15b" : "__2026_08_28_14b").length();
	}

}

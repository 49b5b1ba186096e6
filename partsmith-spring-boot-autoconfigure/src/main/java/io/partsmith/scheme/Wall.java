package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * The clock on a zone's wall. Where it is moved, a boundary stands at the first instant
 * at which it shows the time or has passed it.
 *
 * @param zone the zone
 */
record Wall(ZoneId zone) {

	Instant boundary(LocalDateTime time) {
		ZoneOffsetTransition change = this.zone.getRules().getTransition(time);
		if (change != null && change.isGap()) {
			return change.getInstant();
		}
		return time.atZone(this.zone).withEarlierOffsetAtOverlap().toInstant();
	}

	LocalDateTime at(Instant instant) {
		return LocalDateTime.ofInstant(instant, this.zone);
	}

	/** Where a window begins, as the wall shows it. */
	LocalDateTime startOf(Window window) {
		return at(((Position.Time) window.from()).instant());
	}

	static Window window(Instant from, Instant to) {
		return new Window(new Position.Time(from), new Position.Time(to));
	}

}

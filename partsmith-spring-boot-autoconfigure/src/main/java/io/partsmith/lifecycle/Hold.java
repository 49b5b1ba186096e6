package io.partsmith.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A legal hold: what lies in its range, if only in part, is neither detached nor dropped,
 * whatever retention and grace say. An orphan whose window nobody knows is under every
 * hold of its table.
 *
 * @param name what people know it by
 * @param from the first point in it, or {@code null} for everything up to its end
 * @param to the first point behind it, or {@code null} for everything from its beginning
 */
public record Hold(String name, Creation.@Nullable Until from, Creation.@Nullable Until to) {

	/**
	 * Refuses a hold without a name, and one that holds nothing.
	 * @param name what people know it by
	 * @param from the first point in it, or {@code null}
	 * @param to the first point behind it, or {@code null}
	 * @throws IllegalArgumentException if the name is blank, or the end is not behind the
	 * beginning
	 */
	public Hold {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A hold needs a name, by which it can be found and lifted again");
		}
		if (from != null && to != null && isEmpty(from, to)) {
			throw new IllegalArgumentException("The hold " + name + " from " + from + " to " + to
					+ " holds nothing; its end is the first point behind it");
		}
	}

	/** A date and an instant can only be compared in the zone of a table. */
	private static boolean isEmpty(Creation.Until from, Creation.Until to) {
		if (from instanceof Creation.Until.OnDate first && to instanceof Creation.Until.OnDate end) {
			return !first.date().isBefore(end.date());
		}
		if (from instanceof Creation.Until.AtInstant first && to instanceof Creation.Until.AtInstant end) {
			return !first.instant().isBefore(end.instant());
		}
		return from instanceof Creation.Until.AtId first && to instanceof Creation.Until.AtId end
				&& first.id().compareTo(end.id()) >= 0;
	}

	/**
	 * The hold for people.
	 * @return for example {@code case-4711 [2026-01-01, 2026-03-01)}
	 */
	@Override
	public String toString() {
		return this.name + " [" + ((this.from != null) ? this.from : "-infinity") + ", "
				+ ((this.to != null) ? this.to : "infinity") + ")";
	}

}

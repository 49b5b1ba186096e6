package io.partsmith.lifecycle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Position;

/**
 * Where rules of retention begin to keep, seen from one cursor. Each rule is worked out
 * once, however many units are held against it. Not safe for concurrent use.
 */
public final class Horizon {

	private final Axis axis;

	private final Position cursor;

	private final Map<Retention, Optional<Position>> keptFrom = new HashMap<>();

	/**
	 * A horizon.
	 * @param axis the axis of a level
	 * @param cursor where now is on it
	 */
	public Horizon(Axis axis, Position cursor) {
		this.axis = axis;
		this.cursor = cursor;
	}

	Optional<Position> keptFrom(Retention rule) {
		return this.keptFrom.computeIfAbsent(rule, (key) -> key.keptFrom(this.axis, this.cursor));
	}

}

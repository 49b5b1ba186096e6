package io.partsmith.plan;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAxis;

/** Finds points of the configuration on an axis. */
final class Points {

	private Points() {
	}

	/** What a hold covers. */
	static Extent range(Axis axis, Hold hold) {
		return new Extent((hold.from() != null) ? on(axis, hold.from()) : null,
				(hold.to() != null) ? on(axis, hold.to()) : null);
	}

	static Position on(Axis axis, Creation.Until point) {
		if (axis instanceof TimeAxis time) {
			return (point instanceof Creation.Until.OnDate day) ? time.startOf(day.date())
					: time.at(((Creation.Until.AtInstant) point).instant()).orElseThrow();
		}
		return new Position.Id(((Creation.Until.AtId) point).id());
	}

}

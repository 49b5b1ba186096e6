package io.partsmith.plan;

import java.util.List;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;

/** Finds points of the configuration on an axis. */
final class Points {

	private Points() {
	}

	/** What a hold covers. */
	static Extent range(Axis axis, Hold hold) {
		return new Extent((hold.from() != null) ? on(axis, hold.from()) : null,
				(hold.to() != null) ? on(axis, hold.to()) : null);
	}

	/** Whether a hold covers a part of what bounds hold, or nobody can tell. */
	static boolean covers(Hold hold, @Nullable Grid grid, PartitionBounds bounds) {
		if (grid == null) {
			return true;
		}
		Extent range = range(grid.axis(), hold);
		List<Extent> extents = Stream.concat(grid.extent(bounds).stream(), grid.reach(bounds).stream()).toList();
		return extents.isEmpty() || extents.stream().anyMatch(range::overlaps);
	}

	static Position on(Axis axis, Creation.Until point) {
		if (axis instanceof TimeAxis time) {
			return (point instanceof Creation.Until.OnDate day) ? time.startOf(day.date())
					: time.at(((Creation.Until.AtInstant) point).instant()).orElseThrow();
		}
		return new Position.Id(((Creation.Until.AtId) point).id());
	}

}

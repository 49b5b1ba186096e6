package io.partsmith.table;

import java.util.Objects;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Retention;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Refuses a lifecycle whose rules cannot mean anything on a table's axis. */
final class LifecycleCheck {

	private final boolean overTime;

	private final RelationName table;

	private LifecycleCheck(boolean overTime, RelationName table) {
		this.overTime = overTime;
		this.table = table;
	}

	static void check(Lifecycle lifecycle, boolean overTime, RelationName table) {
		LifecycleCheck check = new LifecycleCheck(overTime, table);
		lifecycle.conditions().forEach(check::refuseOtherAxis);
		if (lifecycle.creation() instanceof Creation.CreateUntil to) {
			check.refuseOtherAxis("create-until " + to.until(), to.until());
		}
		if (lifecycle.columnar() != null && !overTime) {
			throw new IllegalArgumentException(lifecycle.columnar().describe() + " never converts anything on " + table
					+ ", which is divided by ids: no clock tells how long ago a window of ids ended");
		}
		for (Hold hold : lifecycle.holds()) {
			check.refuseOtherAxis("the hold " + hold, hold.from());
			check.refuseOtherAxis("the hold " + hold, hold.to());
		}
	}

	/** Refuses a lifecycle that its leaves cannot go through. */
	static void check(Stream<Lifecycle> lifecycles, Leaves leaves, RelationName table) {
		boolean impossible = leaves instanceof Leaves.Foreign
				|| leaves instanceof Leaves.Local local && local.unlogged();
		lifecycles.map(Lifecycle::columnar).filter(Objects::nonNull).findFirst().ifPresent((columnar) -> {
			if (impossible) {
				throw new IllegalArgumentException("lifecycle.columnar-after: no partition of " + table
						+ " could be converted, for neither a foreign nor an unlogged table can be columnar");
			}
		});
	}

	private void refuseOtherAxis(Condition condition) {
		boolean age = condition instanceof Retention.KeepFor || condition instanceof Predicate.WindowAgeAbove;
		if (this.overTime ? condition instanceof Retention.KeepBehind : age) {
			throw new IllegalArgumentException(condition.describe() + " never expires anything on " + this.table
					+ (this.overTime ? ", which is divided over time: write an age"
							: ", which is divided by ids: write a distance"));
		}
	}

	private void refuseOtherAxis(String what, Creation.@Nullable Until point) {
		if (point != null && this.overTime == point instanceof Creation.Until.AtId) {
			throw new IllegalArgumentException(what + " is no " + (this.overTime ? "date or instant" : "id")
					+ ", by which " + this.table + " is divided");
		}
	}

}

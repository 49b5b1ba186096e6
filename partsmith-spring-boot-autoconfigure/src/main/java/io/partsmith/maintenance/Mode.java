package io.partsmith.maintenance;

import java.util.Locale;

import io.partsmith.plan.Lane;
import io.partsmith.plan.Scope;
import org.jspecify.annotations.Nullable;

/** How much a run may do. */
public enum Mode {

	/** Nothing runs; the tables are still watched. */
	OFF,

	/** Runs plan and report, and change nothing. */
	PLAN_ONLY,

	/** Only the create lane runs. */
	CREATE_ONLY,

	/** Both lanes run. */
	FULL;

	/**
	 * What remains of a wish under this mode.
	 * @param wished the wished scope
	 * @return the scope that may run, or {@code null} where nothing may
	 */
	public @Nullable Scope allows(Scope wished) {
		return switch (this) {
			case OFF, PLAN_ONLY -> null;
			case CREATE_ONLY ->
				(wished == Scope.MAINTAIN) ? Scope.CREATE : wished.lanes().contains(Lane.RETIRE) ? null : wished;
			case FULL -> wished;
		};
	}

	/**
	 * The mode as the configuration writes it.
	 * @return for example {@code plan-only}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

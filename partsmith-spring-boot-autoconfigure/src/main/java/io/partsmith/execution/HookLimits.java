package io.partsmith.execution;

import java.time.Duration;

import io.partsmith.hook.HookPhase;
import org.jspecify.annotations.Nullable;

/**
 * How long one call of a hook may take.
 *
 * @param create around the making of a partition and the return of an orphan, or
 * {@code null} for as long as it likes
 * @param retire around a detach and a drop, or {@code null} likewise
 */
public record HookLimits(@Nullable Duration create, @Nullable Duration retire) {

	/** As long as it likes. */
	public static final HookLimits NONE = new HookLimits(null, null);

	/**
	 * The limit of a phase.
	 * @param phase the phase
	 * @return the longest time, or {@code null} for no limit
	 */
	public @Nullable Duration at(HookPhase phase) {
		return switch (phase) {
			case BEFORE_CREATE, AFTER_CREATE, BEFORE_ATTACH, AFTER_ATTACH -> this.create;
			case BEFORE_DETACH, AFTER_DETACH, BEFORE_DROP, AFTER_DROP -> this.retire;
		};
	}

}

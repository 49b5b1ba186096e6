package io.partsmith.maintenance;

import java.util.List;
import java.util.Optional;

/**
 * Says whether this node may maintain now. Asked before a run, again before it takes the
 * lock of a table that needs something, and before each of its operations: where it
 * objects, no further statement is sent. A bean of this type takes part, beside others.
 */
@FunctionalInterface
public interface MaintenanceGuard {

	/** Never objects, at no cost. */
	MaintenanceGuard NONE = Optional::empty;

	/**
	 * Why this node may not maintain now. May be called by several threads, for each
	 * operation, so it should cost little.
	 * @return the objection, or empty if there is none
	 * @throws RuntimeException if that cannot be told; then nothing is done either
	 */
	Optional<Objection> objection();

	/**
	 * Several guards as one.
	 * @param guards the guards
	 * @return a guard with the first objection of any of them
	 */
	static MaintenanceGuard all(List<MaintenanceGuard> guards) {
		List<MaintenanceGuard> all = List.copyOf(guards);
		return all.isEmpty() ? NONE
				: () -> all.stream().map(MaintenanceGuard::objection).flatMap(Optional::stream).findFirst();
	}

	/**
	 * Why nothing may be done.
	 *
	 * @param reason the reason that a run has then
	 * @param detail the same with its particulars, for people
	 */
	record Objection(RunReason reason, String detail) {
	}

}

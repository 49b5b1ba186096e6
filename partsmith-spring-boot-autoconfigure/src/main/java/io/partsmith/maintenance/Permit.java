package io.partsmith.maintenance;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** One run's permission to go on, and why it lost it. */
final class Permit implements Supplier<Optional<String>> {

	private static final Logger log = LoggerFactory.getLogger(Permit.class);

	private final MaintenanceGuard guard;

	private final BooleanSupplier stopping;

	private final BooleanSupplier locked;

	private MaintenanceGuard.@Nullable Objection objection;

	Permit(MaintenanceGuard guard, BooleanSupplier stopping, BooleanSupplier locked) {
		this.guard = guard;
		this.stopping = stopping;
		this.locked = locked;
	}

	/** Why the run must end; empty if it may go on. */
	@Override
	public Optional<String> get() {
		if (this.stopping.getAsBoolean()) {
			return Optional.of("the application ends");
		}
		if (!this.locked.getAsBoolean()) {
			return Optional.of("the maintenance lock was lost");
		}
		this.objection = ask(this.guard).orElse(null);
		return Optional.ofNullable(this.objection).map(MaintenanceGuard.Objection::detail);
	}

	/** What the guard said last, where that ended the run. */
	Optional<MaintenanceGuard.Objection> objection() {
		return Optional.ofNullable(this.objection);
	}

	/**
	 * A node of which nothing can be told must not go on. A run that has begun ends then,
	 * and reports what it has done.
	 */
	static Optional<MaintenanceGuard.Objection> ask(MaintenanceGuard guard) {
		try {
			return guard.objection();
		}
		catch (RuntimeException ex) {
			String message = (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
			if (ex instanceof NestedRuntimeException) {
				// Spring's own, most of them of a database that is down, say enough.
				log.warn("Whether this node may maintain could not be told, so that nothing more is done: {}", message);
			}
			else {
				log.warn("A maintenance guard failed, so that nothing more is done", ex);
			}
			return Optional.of(new MaintenanceGuard.Objection(RunReason.ERROR,
					"whether this node may maintain could not be told: " + message));
		}
	}

}

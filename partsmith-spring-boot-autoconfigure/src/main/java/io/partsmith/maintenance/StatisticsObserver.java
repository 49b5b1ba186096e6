package io.partsmith.maintenance;

import java.util.Optional;
import java.util.function.Supplier;

import io.partsmith.postgres.RowChange;

/** Watches how the statistics of tables are renewed, for metrics and traces. */
@FunctionalInterface
public interface StatisticsObserver {

	/** Watches nothing. */
	StatisticsObserver NONE = (id, work) -> work.get();

	/**
	 * Looks at the statistics of a table and renews them where they are outdated.
	 * @param id the table's id
	 * @param work the work itself; must be run exactly once, what it returns returned,
	 * and what it throws thrown on
	 * @return what had happened to the rows; empty where the statistics were still good
	 */
	Optional<RowChange> observe(String id, Supplier<Optional<RowChange>> work);

}

package io.partsmith.maintenance;

import java.util.function.Supplier;

import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.ParentStatistics;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.postgres.PartitionRepository;

/**
 * What works on the tables of one database.
 *
 * @param inspector looks at tables and plans them
 * @param runner runs the plan of a table under its lock
 * @param repository knows the SQL of operations
 * @param statistics renews statistics behind runs
 */
public record TableDatabase(TableInspector inspector, TableRunner runner, PartitionRepository repository,
		StatisticsRunner statistics) {

	/**
	 * The same on another database: with the policies, hooks, observers, listeners and
	 * guard of this one, and nothing shared of what it has learnt or holds.
	 * @param metadata reads what exists there
	 * @param changes carries operations out there
	 * @param locks lets one maintainer work on a table there
	 * @param analyzing renews statistics there; not asked where this one renews none
	 * @return what works on the other database
	 */
	public TableDatabase on(PartitionMetadataProvider metadata, PartitionRepository changes, LockManager locks,
			Supplier<ParentStatistics> analyzing) {
		TableInspector looks = this.inspector.on(metadata);
		return new TableDatabase(looks, this.runner.on(looks, locks, changes), changes,
				this.statistics.on(analyzing, locks));
	}

}

package io.partsmith.maintenance;

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
}

package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.Dialect;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;

/**
 * What Citus 12 and newer want of the DDL of partitions, also of tables that they do not
 * keep, where it does no harm.
 */
public final class CitusDialect implements Dialect {

	/** Longer names, together with the number of a shard, are cut. */
	private static final int SHORT_NAME = 54;

	private final Supplier<List<String>> nodeSteps;

	/** A dialect that knows the nodes from Citus alone. */
	public CitusDialect() {
		this(List::of);
	}

	/**
	 * A dialect.
	 * @param nodeSteps the statements that would bring {@code pg_dist_node} in line with
	 * what is known of the nodes otherwise; asked with each look at the tables
	 */
	public CitusDialect(Supplier<List<String>> nodeSteps) {
		this.nodeSteps = nodeSteps;
	}

	/**
	 * Where Citus is not installed, the guard says so. The view {@code time_partitions}
	 * is not asked: an open bound ends the server.
	 */
	@Override
	public CatalogSnapshot complete(CatalogSnapshot snapshot, Connection connection) throws SQLException {
		if (CitusRole.of(connection).group() == null) {
			return snapshot;
		}
		CatalogSnapshot known = new DistributionReader(connection).complete(snapshot);
		return new CatalogSnapshot(known.server().in(new ClusterReader(connection).read(this.nodeSteps.get())),
				known.tables());
	}

	/**
	 * A lock timeout holds on the coordinator alone unless it is sent on to the workers,
	 * which only SET does and set_config() does not. What waits for a reader there would
	 * else hold its locks here, until the statement timeout.
	 */
	@Override
	public List<String> settings(Duration lockTimeout) {
		return List.of("SET LOCAL citus.propagate_set_commands = 'local'",
				"SET LOCAL lock_timeout = '" + lockTimeout.toMillis() + "ms'");
	}

	@Override
	public List<String> settings(Operation operation, Duration lockTimeout) {
		List<String> settings = new ArrayList<>(settings(lockTimeout));
		if (!operation.parent().foreignKeys().all().isEmpty() || operation.partition().nameBytes() > SHORT_NAME) {
			settings.add("SET LOCAL citus.multi_shard_modify_mode = 'sequential'");
		}
		return settings;
	}

	@Override
	public void verify(Connection connection) throws SQLException {
		CitusRole.of(connection).objection().ifPresent((objection) -> {
			throw new PartitionOperationException(FindingCode.GUARDED,
					"The statement is not sent: " + objection.detail() + " (" + objection.reason() + ")",
					"Nothing was changed; the next run tries again where it may", null, null);
		});
	}

	/** What was moved stays in the table's own file beside its shards. */
	@Override
	public List<String> afterMove(RelationName partition) {
		return List.of("SELECT truncate_local_data_after_distributing_table(logicalrelid)"
				+ " FROM pg_catalog.pg_dist_partition WHERE colocationid <> 0 AND logicalrelid = "
				+ new Datum.Literal(partition.toString()).toSql() + "::regclass");
	}

	/**
	 * A partition's shards do not have the constraints under the names that Citus looks
	 * for (42704). Drops go one by one all the same.
	 */
	@Override
	public boolean dropsForeignKeysFirst() {
		return false;
	}

	/** The coordinator's own relation is an empty shell. */
	@Override
	public String size(String oid) {
		return "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_dist_partition WHERE logicalrelid = " + oid
				+ ") THEN citus_total_relation_size(" + oid + ") ELSE pg_total_relation_size(" + oid + ") END";
	}

	@Override
	public boolean isPassing(SQLException ex) {
		CitusFailure failure = CitusFailure.of(ex);
		return failure != null && failure.passes();
	}

	@Override
	public Optional<PartitionOperationException> explain(String what, SQLException ex) {
		return Optional.ofNullable(CitusFailure.of(ex)).map((failure) -> failure.explain(what, ex));
	}

	/** Where one coordinator is, another one may be. */
	@Override
	public Dialect elsewhere() {
		return new FoundDialect();
	}

}

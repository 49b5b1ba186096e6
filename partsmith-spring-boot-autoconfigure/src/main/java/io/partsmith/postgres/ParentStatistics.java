package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Lane;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * Renews the statistics of partitioned tables. Autovacuum analyzes each partition, but
 * never what they are partitions of; without that, the planner guesses how many rows a
 * join or a grouping over the whole table has.
 * <p>
 * ANALYZE takes SHARE UPDATE EXCLUSIVE on the table, which readers and writers pass, and
 * samples its leaves. PostgreSQL 18 is told to leave it at that ({@code ANALYZE ONLY});
 * before, it analyzes each partition on top, in a transaction of its own and behind that
 * of the table.
 */
public final class ParentStatistics {

	private static final int ATTEMPTS = 3;

	/** Whoever waits for our lock must see it go before he gives up himself. */
	private static final int IN_GOOD_TIME = 2;

	/** The first version that knows ANALYZE ONLY. */
	private static final int ONLY = 180_000;

	/**
	 * A leaf that autovacuum analyzed behind the table has changed by so much that all of
	 * it counts. A manual ANALYZE does not count: before 18 that of the table itself is
	 * one of each leaf, a moment later. Where rows of a leaf are known to nobody, none
	 * can be told to be gone.
	 */
	private static final String CHANGE = """
			WITH RECURSIVE tree AS (
			  SELECT to_regclass(?)::oid AS oid
			  UNION ALL
			  SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN tree AS t ON i.inhparent = t.oid
			  WHERE NOT i.inhdetachpending),
			leaf AS (
			  SELECT c.oid, c.relkind, c.reltuples, greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint AS rows,
			    pg_stat_get_last_autoanalyze_time(c.oid) AS analyzed, pg_stat_get_mod_since_analyze(c.oid) AS modified
			  FROM tree AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.oid AND c.relkind IN ('r', 'f')),
			root AS (
			  SELECT c.reltuples::bigint AS rows, pg_stat_get_last_analyze_time(c.oid) AS analyzed
			  FROM pg_catalog.pg_class AS c WHERE c.oid = to_regclass(?)),
			sums AS (
			  SELECT coalesce(sum(l.rows), 0)::bigint AS rows,
			    coalesce(sum(CASE WHEN r.rows < 0 OR r.analyzed IS NULL OR l.analyzed > r.analyzed
			      THEN greatest(l.rows, l.modified) ELSE l.modified END), 0)::bigint AS changed,
			    coalesce(bool_or(l.reltuples < 0 AND l.rows = 0 AND (l.relkind = 'f' OR pg_relation_size(l.oid) > 0)), false)
			      AS unknown
			  FROM root AS r LEFT JOIN leaf AS l ON true)
			SELECT s.rows, greatest(s.changed, CASE WHEN s.unknown THEN 0 ELSE r.rows - s.rows END),
			  current_setting('server_version_num')::integer
			FROM sums AS s CROSS JOIN root AS r""";

	private final Session session;

	private final LockBudget budget;

	private final AnalyzeLimits limits;

	/**
	 * Statistics.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent; an ANALYZE has a timeout of its own
	 * @param limits when and for how long a table is analyzed
	 */
	public ParentStatistics(DataSource dataSource, ExecutionSettings settings, AnalyzeLimits limits) {
		LockLimits locks = settings.locks();
		Duration patience = Duration.ofMillis(Math.max(1, locks.timeout().toMillis() / IN_GOOD_TIME));
		this.session = new Session(dataSource,
				new ExecutionSettings(locks, limits.timeout(), settings.timeZone(), settings.markerPrefix()));
		this.budget = new LockBudget(
				new LockLimits(locks.timeout(), Math.min(ATTEMPTS, locks.attempts()), locks.budget(),
						(patience.compareTo(locks.maxInflicted()) < 0) ? patience : locks.maxInflicted()),
				this.session);
		this.limits = limits;
	}

	/**
	 * Whether it is worth a query to ask about a table of which nothing came or went
	 * since: it was never analyzed, or had another number of rows then.
	 * @param table the table as the catalog was read
	 * @return {@code true} if the number of its rows differs by more than the share
	 */
	public boolean mayBeOutdated(TableTopology.Partitioned table) {
		long rows = table.estimatedRows();
		Long analyzed = table.analyzedRows();
		return this.limits.isOutdated((analyzed != null) ? Math.abs(rows - analyzed) : rows, rows);
	}

	/**
	 * Analyzes a table where its statistics are outdated. It gives up after a few
	 * attempts at the lock, makes way for whoever waits behind it for too long, and ends
	 * with its timeout.
	 * @param table the table
	 * @param ledger the ledger of its locks
	 * @return what had happened to its rows; empty where the statistics are still good
	 * @throws PartitionOperationException if it was not analyzed
	 */
	public Optional<RowChange> renew(TableTopology.Partitioned table, LockLedger ledger) {
		RelationName name = table.table();
		Change before = change(name);
		if (!isOutdated(before)) {
			return Optional.empty();
		}
		boolean only = before.version() >= ONLY;
		String sql = "ANALYZE " + (only ? "ONLY " : "") + name;
		// Many partitions in one transaction would be locked until the last is done. A
		// pooler in transaction mode leaves no choice.
		boolean together = only || table.access().pooled();
		LockTask task = new LockTask(Lane.RETIRE, "analysis of " + name, List.of(),
				(ex, contention) -> failure(name, ex, contention));
		try {
			return this.budget.spend(task, ledger, (watched) -> {
				analyze(watched, sql, together);
				return Optional.of(before.rows());
			});
		}
		catch (PartitionOperationException ex) {
			if (isDoneAllTheSame(name, ex)) {
				return Optional.of(before.rows());
			}
			throw ex;
		}
	}

	private void analyze(Watched watched, String sql, boolean together) throws SQLException {
		if (together) {
			this.session.inTransaction(watched, (connection) -> {
				Session.execute(connection, sql);
				return true;
			});
		}
		else {
			this.session.inAutoCommit(watched, sql);
		}
	}

	/** What failed may have been the analysis of a partition, behind the table's own. */
	private boolean isDoneAllTheSame(RelationName table, PartitionOperationException failure) {
		try {
			return !isOutdated(change(table));
		}
		catch (PartitionOperationException ex) {
			failure.addSuppressed(ex);
			return false;
		}
	}

	private boolean isOutdated(Change change) {
		return this.limits.isOutdated(change.rows().changed(), change.rows().rows());
	}

	private Change change(RelationName table) {
		try {
			return this.session.inReadOnlySnapshot((connection) -> read(connection, table));
		}
		catch (SQLException ex) {
			throw new PartitionOperationException(FindingCode.STATEMENT_FAILED,
					"Whether the statistics of " + table + " are outdated could not be told [" + ex.getSQLState()
							+ "]: " + ex.getMessage(),
					"See the message of PostgreSQL; the next run that retires asks again", ex.getSQLState(), ex);
		}
	}

	private static Change read(Connection connection, RelationName table) throws SQLException {
		return Session.queryRow(connection, CHANGE,
				(row) -> new Change(new RowChange(row.getLong(1), row.getLong(2)), row.getInt(3)), table.toString(),
				table.toString());
	}

	private PartitionOperationException failure(RelationName table, SQLException ex, Contention contention) {
		Duration timeout = this.limits.timeout();
		boolean late = SqlFailures.isCancel(ex) && !contention.lost();
		FindingCode code = contention.lost() ? FindingCode.LOCK_NOT_AVAILABLE : FindingCode.STATEMENT_FAILED;
		return new PartitionOperationException(code,
				"ANALYZE of " + table + " failed in " + contention.attempts() + " attempt(s) [" + ex.getSQLState()
						+ "]: " + ex.getMessage() + contention.told(),
				(late ? "Raise partsmith.execution.analyze.timeout (" + timeout.toMillis()
						+ "ms), or lower the statistics" + " target of its columns; " : contention.next())
						+ "the next run that retires tries again. By hand: ANALYZE " + table,
				ex.getSQLState(), ex);
	}

	/**
	 * What was read.
	 *
	 * @param rows what happened to the rows
	 * @param version the server's version
	 */
	private record Change(RowChange rows, int version) {
	}

}

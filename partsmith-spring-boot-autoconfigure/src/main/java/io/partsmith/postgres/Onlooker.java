package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks from another connection at who waits for whom. Only sessions that wait for a lock
 * are asked about, and never the whole lock table, so that a look costs the same however
 * many locks there are.
 */
final class Onlooker {

	/**
	 * What a transaction has seen of sessions stays as it is until its end otherwise, and
	 * ours may be that of the maintenance lock.
	 */
	private static final String AFRESH = "SELECT pg_stat_clear_snapshot(); ";

	/**
	 * The portal of a query keeps its snapshot until another statement takes its place,
	 * and FINALIZE waits for every snapshot.
	 */
	private static final String FORGET = "; SHOW transaction_isolation";

	/**
	 * Of another role's sessions only the lock manager may tell whether they wait. What
	 * works in a database in the name of nobody is autovacuum, which everybody may see.
	 */
	private static final String QUEUE = """
			WITH RECURSIVE seen AS MATERIALIZED (
			  SELECT a.pid, a.application_name, a.backend_type, a.datid IS NOT NULL AND a.usesysid IS NULL AS autovacuum,
			    CASE WHEN a.wait_event_type = 'Lock' OR a.state IS NULL THEN pg_blocking_pids(a.pid) END AS waits_for
			  FROM pg_stat_get_activity(NULL) AS a WHERE a.pid <> pg_backend_pid()),
			behind AS (
			  SELECT s.pid FROM seen AS s WHERE %1$d = ANY (s.waits_for)
			  UNION SELECT s.pid FROM behind AS b JOIN seen AS s ON b.pid = ANY (s.waits_for)),
			front AS (SELECT unnest(s.waits_for) AS pid FROM seen AS s WHERE s.pid = %1$d)
			SELECT ARRAY(SELECT s.pid FROM behind AS b JOIN seen AS s ON s.pid = b.pid WHERE s.pid <> %1$d
			    AND s.backend_type IS DISTINCT FROM 'autovacuum worker' AND s.application_name NOT LIKE '%2$s'),
			  ARRAY(SELECT DISTINCT pid FROM front),
			  EXISTS (SELECT FROM behind WHERE pid = %1$d) OR EXISTS (SELECT FROM front WHERE pid = pg_backend_pid()),
			  EXISTS (SELECT FROM front AS f JOIN seen AS s ON s.pid = f.pid WHERE s.autovacuum)""";

	private static final String BLOCKERS = """
			SELECT w.pid, CASE WHEN a.datid IS NOT NULL AND a.usesysid IS NULL THEN 'autovacuum' ELSE a.application_name END, a.state, round(extract(epoch FROM clock_timestamp() - a.xact_start), 1)::text,
			  a.query_start::timestamptz(0)::text, left(a.query, 100)
			FROM unnest('{%s}'::int[]) AS w(pid) LEFT JOIN pg_stat_get_activity(NULL) AS a ON a.pid = w.pid
			ORDER BY a.xact_start, w.pid""";

	private static final String DEADLOCK_TIMEOUT = "SELECT s.setting::bigint FROM pg_catalog.pg_settings AS s"
			+ " WHERE s.name = 'deadlock_timeout'";

	private static final String CANCEL = "SELECT pg_cancel_backend(a.pid) FROM pg_stat_get_activity(?) AS a WHERE ";

	private final Connection connection;

	Onlooker(Connection connection) {
		this.connection = connection;
	}

	/** Whether the server does not tell when a transaction began. */
	boolean isBlind() throws SQLException {
		return Session.queryRow(this.connection, "SHOW track_activities", (row) -> "off".equals(row.getString(1)));
	}

	/** After how long a wait PostgreSQL looks for a deadlock, in milliseconds. */
	long deadlockTimeout() throws SQLException {
		List<Long> millis = new ArrayList<>();
		look(DEADLOCK_TIMEOUT, (row) -> millis.add(row.getLong(1)));
		return millis.get(0);
	}

	/**
	 * Who waits behind a process, and for whom it waits itself.
	 * @param ours the process
	 * @param uncounted a LIKE pattern of application names that may wait
	 */
	Queue queue(Backend ours, String uncounted) throws SQLException {
		List<Queue> seen = new ArrayList<>();
		look(QUEUE.formatted(ours.pid(), uncounted),
				(row) -> seen.add(new Queue(pids(row, 1), pids(row, 2), row.getBoolean(3), row.getBoolean(4))));
		return seen.get(0);
	}

	List<Blocker> blockers(Set<Integer> pids) throws SQLException {
		List<Blocker> blockers = new ArrayList<>();
		look(BLOCKERS.formatted(pids.stream().map(String::valueOf).collect(Collectors.joining(","))),
				(row) -> blockers.add(Blocker.read(row)));
		return blockers;
	}

	/**
	 * Cancels the statement that a process carries out for us; one that carries out none
	 * takes no notice.
	 * @return {@code false} if the process is not ours any more
	 */
	boolean cancel(Backend ours) throws SQLException {
		Session.execute(this.connection, AFRESH);
		try (PreparedStatement statement = this.connection.prepareStatement(CANCEL + ours.check() + FORGET)) {
			statement.setInt(1, ours.pid());
			statement.setString(2, ours.argument());
			statement.execute();
			try (ResultSet row = statement.getResultSet()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	private void look(String sql, Rows.RowSink sink) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(AFRESH + sql + FORGET);
			statement.getMoreResults();
			try (ResultSet rows = statement.getResultSet()) {
				while (rows.next()) {
					sink.take(rows);
				}
			}
		}
	}

	private static Set<Integer> pids(ResultSet row, int column) throws SQLException {
		return Set.of((Integer[]) row.getArray(column).getArray());
	}

	/**
	 * What was seen in one look.
	 *
	 * @param behind the processes that wait behind ours, whether directly or not
	 * @param front the processes that ours waits for
	 * @param stuck whether only giving way ends it: ours waits for somebody who waits
	 * behind it, or for the one that looks
	 * @param vacuumed whether ours waits for autovacuum
	 */
	record Queue(Set<Integer> behind, Set<Integer> front, boolean stuck, boolean vacuumed) {
	}

}

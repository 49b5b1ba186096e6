package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A concurrent detach that somebody else has begun. A table has one at a time (55000), so
 * that ours cannot begin beside it; and one that is being carried out is not ours to end.
 * While it waits for readers it holds no lock that we could wait for; it is waited for
 * like one.
 */
final class DetachUnderWay extends SQLException {

	private static final long serialVersionUID = 1L;

	private static final String STATE = "55000";

	/**
	 * Who carries it out is known by the statement alone, which must stand by itself.
	 */
	private static final String PENDING = """
			SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), i.inhrelid = ?::bigint::oid, a.pid IS NOT NULL,
			  a.pid, a.application_name, a.state, round(extract(epoch FROM clock_timestamp() - a.xact_start), 1)::text,
			  a.query_start::timestamptz(0)::text, left(a.query, 100)
			FROM pg_catalog.pg_inherits AS i
			JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			LEFT JOIN pg_stat_get_activity(NULL) AS a ON a.state = 'active' AND a.pid <> pg_backend_pid()
			  AND a.datid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
			  AND a.query ~* 'detach\\s+partition\\s.*\\sconcurrently' AND strpos(lower(a.query), lower(c.relname)) > 0
			WHERE i.inhparent = ?::bigint::oid AND i.inhdetachpending
			ORDER BY i.inhrelid, a.pid""";

	private final String partition;

	private final boolean same;

	private final transient @Nullable Blocker by;

	private DetachUnderWay(String partition, boolean same, @Nullable Blocker by) {
		super(partition + " is in a concurrent detach", STATE);
		this.partition = partition;
		this.same = same;
		this.by = by;
	}

	/** Whether PostgreSQL refused a statement for the state that something is in. */
	static boolean mayHaveRefused(SQLException ex) {
		return STATE.equals(ex.getSQLState());
	}

	/**
	 * Refuses a partition that somebody is detaching right now.
	 * @throws DetachUnderWay if somebody is
	 */
	static void refuse(Connection connection, long parent, long partition) throws SQLException {
		for (DetachUnderWay pending : of(connection, parent, partition)) {
			if (pending.same && pending.isCarriedOut()) {
				throw pending;
			}
		}
	}

	/**
	 * Refuses a table of which another partition is pending.
	 * @throws DetachUnderWay if one is
	 */
	static void refuseBeside(Connection connection, long parent, long partition) throws SQLException {
		for (DetachUnderWay pending : of(connection, parent, partition)) {
			if (!pending.same) {
				throw pending;
			}
		}
	}

	private static List<DetachUnderWay> of(Connection connection, long parent, long partition) throws SQLException {
		List<DetachUnderWay> pending = new ArrayList<>();
		Rows.read(connection, PENDING, (row) -> pending.add(new DetachUnderWay(row.getString(1), row.getBoolean(2),
				row.getBoolean(3) ? Blocker.read(row, 4) : null)), partition, parent);
		return pending;
	}

	/** Whether it passes by itself; else it was broken off, and stays. */
	boolean isCarriedOut() {
		return this.by != null;
	}

	/** What it means for an operation, for people. */
	String told() {
		return (this.same ? " is left to somebody else, who detaches it right now"
				: " waits for the concurrent detach of " + this.partition
						+ ", for PostgreSQL carries out one at a time on a table")
				+ " [" + STATE + "]: " + ((this.by != null) ? "it is carried out by " + this.by
						: "it is pending, and nobody whom we may see carries it out");
	}

	/** The step to take, for people. */
	String next(String parent) {
		String end = "ALTER TABLE " + parent + " DETACH PARTITION " + this.partition + " FINALIZE";
		return (this.by != null) ? "Let it end; if it is broken off: " + end : end;
	}

}

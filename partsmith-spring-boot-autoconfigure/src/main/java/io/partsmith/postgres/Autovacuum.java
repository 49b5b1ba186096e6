package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.partsmith.topology.RelationName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An autovacuum that is in our way. PostgreSQL ends it for whoever has waited as long as
 * {@code deadlock_timeout}, which is longer than one attempt of ours waits for anybody
 * else. So a lock is waited for as long that only other DDL would wait behind: autovacuum
 * asks for the same one, readers and writers pass. It is given back at once; when the
 * operation comes next, autovacuum has not begun again.
 */
final class Autovacuum {

	private static final Logger log = LoggerFactory.getLogger(Autovacuum.class);

	/** Whoever has a longer deadlock_timeout wants no autovacuum to end for us. */
	private static final Duration LONGEST = Duration.ofSeconds(5);

	private static final String WAIT_LONGER = "SELECT pg_catalog.set_config('lock_timeout', least(s.setting::bigint + ?::bigint, ?::bigint)::text, true)"
			+ " FROM pg_catalog.pg_settings AS s WHERE s.name = 'deadlock_timeout'";

	private final Session session;

	Autovacuum(Session session) {
		this.session = session;
	}

	/**
	 * Waits until it has ended, for one table after the other. One that prevents
	 * wraparound does not end; the attempts that follow find it in their way again, and
	 * say so.
	 * @param watched an attempt of its own
	 * @param tables what it may be working on
	 */
	void outwait(Watched watched, List<RelationName> tables) {
		for (RelationName table : tables) {
			try {
				this.session.inTransaction(watched, (connection) -> lock(connection, table));
			}
			catch (SQLException ex) {
				log.debug("Autovacuum of {} did not make way, or may not be waited for", table, ex);
			}
		}
	}

	private boolean lock(Connection connection, RelationName table) throws SQLException {
		Session.queryRow(connection, WAIT_LONGER, (row) -> row.getString(1),
				this.session.settings().locks().timeout().toMillis(), LONGEST.toMillis());
		Session.execute(connection, SqlScript.lockAllAgainstDdl(table));
		return true;
	}

}

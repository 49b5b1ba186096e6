package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/**
 * Cancels what a connection of ours carries out, without another one of the pool. It may
 * be called from any thread, and is not heard between two statements.
 */
final class OwnStatement {

	private static final Logger log = LoggerFactory.getLogger(OwnStatement.class);

	private static final boolean PGJDBC = ClassUtils.isPresent("org.postgresql.PGConnection",
			OwnStatement.class.getClassLoader());

	private OwnStatement() {
	}

	/**
	 * Cancels it.
	 * @return whether the server was asked to
	 */
	static boolean cancel(Connection connection) {
		try {
			if (PGJDBC && connection.isWrapperFor(PGConnection.class)) {
				connection.unwrap(PGConnection.class).cancelQuery();
				return true;
			}
		}
		catch (SQLException ex) {
			log.debug("A statement of ours could not be cancelled", ex);
		}
		return false;
	}

}

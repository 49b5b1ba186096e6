package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Tells one database from another, so that locks in a store that several databases share
 * do not mix them up.
 */
public final class DatabaseIdentity {

	private static final String QUERY = """
			SELECT c.system_identifier || '/' || d.oid
			FROM pg_control_system() AS c, pg_catalog.pg_database AS d WHERE d.datname = current_database()""";

	/** Where a managed service hides the control file. */
	private static final String NAME = "SELECT current_database()";

	private DatabaseIdentity() {
	}

	/**
	 * Reads the identity.
	 * @param dataSource where the tables are
	 * @return the cluster's identifier, which its standbys share, and the database's OID;
	 * or the database's name alone where the server does not tell
	 * @throws IllegalStateException if the database could not be asked
	 */
	public static String of(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return read(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The database could not be asked for its identity", ex);
		}
	}

	private static String read(Connection connection) throws SQLException {
		try {
			return Session.queryRow(connection, QUERY, (row) -> row.getString(1));
		}
		catch (SQLException ex) {
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
			return Session.queryRow(connection, NAME, (row) -> row.getString(1));
		}
	}

}

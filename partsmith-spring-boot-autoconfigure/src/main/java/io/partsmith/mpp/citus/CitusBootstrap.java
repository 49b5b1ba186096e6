package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.partsmith.mpp.MppDatabase;
import io.partsmith.topology.RelationName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.UncategorizedSQLException;

/** Makes the database of a new cluster one of Citus. */
final class CitusBootstrap {

	private static final Logger log = LoggerFactory.getLogger(CitusBootstrap.class);

	private static final String DUPLICATE_DATABASE = "42P04";

	private final CitusConfig config;

	private final MppDatabase database;

	CitusBootstrap(CitusConfig config, MppDatabase database) {
		this.config = config;
		this.database = database;
	}

	/** What is there already is left as it is. */
	void run() {
		try {
			createDatabase();
			extend();
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Preparing the database '" + this.config.database() + "' for Citus",
					null, ex);
		}
	}

	/** PostgreSQL has no IF NOT EXISTS for a database, nor makes one in a transaction. */
	private void createDatabase() throws SQLException {
		try (Connection connection = this.database.server().getConnection();
				Statement statement = connection.createStatement()) {
			if (!current(statement).equals(this.config.database())) {
				statement.setEscapeProcessing(false);
				statement.execute("CREATE DATABASE " + RelationName.quoteIdentifier(this.config.database()));
			}
		}
		catch (SQLException ex) {
			if (!DUPLICATE_DATABASE.equals(ex.getSQLState())) {
				throw ex;
			}
			log.info("The database '{}' is there already", this.config.database());
		}
	}

	private static String current(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("SELECT current_database()")) {
			row.next();
			return row.getString(1);
		}
	}

	/**
	 * A new cluster has no standby yet, so that nobody would ever confirm a synchronous
	 * commit.
	 */
	private void extend() throws SQLException {
		DataSource dataSource = this.database.database();
		try (Connection connection = dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET LOCAL synchronous_commit = 'local'");
				statement.execute("SET LOCAL statement_timeout = 0");
				statement.execute("CREATE EXTENSION IF NOT EXISTS citus");
				if (this.config.group() == CitusMpp.COORDINATOR) {
					nameCoordinator(connection);
				}
				connection.commit();
			}
			catch (SQLException ex) {
				rollback(connection, ex);
				throw ex;
			}
			connection.setAutoCommit(true);
		}
	}

	/** A pool may have closed the connection already; the cause must not be lost. */
	private static void rollback(Connection connection, SQLException cause) {
		try {
			connection.rollback();
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	private void nameCoordinator(Connection connection) throws SQLException {
		String host = (this.database.host() != null) ? this.database.host() : "localhost";
		try (var statement = connection
			.prepareStatement("SELECT citus_set_coordinator_host(?, ?, 'primary', 'default')")) {
			statement.setString(1, host);
			statement.setInt(2, this.database.port());
			statement.execute();
		}
	}

}

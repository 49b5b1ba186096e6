package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.maintenance.RunReason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * What a server says that it is. All of it is needed: a standby of the coordinator
 * answers as the coordinator does, and so does a server that was never joined to a
 * cluster, where only the group is asked for.
 *
 * @param recovering whether it is a standby
 * @param group its group, or {@code null} where Citus is not installed
 * @param coordinator whether Citus takes it for the coordinator
 * @param propagating whether Citus sends our DDL on to the workers; where it does not, a
 * DROP takes the coordinator's shell alone and leaves the shards
 */
record CitusRole(boolean recovering, @Nullable Integer group, boolean coordinator, boolean propagating) {

	/** Without the extension there is no such table, and a query of it would fail. */
	private static final String PROBE = "SELECT pg_catalog.pg_is_in_recovery(),"
			+ " to_regclass('pg_catalog.pg_dist_local_group') IS NOT NULL";

	private static final String ROLE = "SELECT groupid, pg_catalog.citus_is_coordinator(),"
			+ " current_setting('citus.enable_ddl_propagation')::boolean FROM pg_catalog.pg_dist_local_group";

	static CitusRole of(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return of(connection);
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Asking a server of Citus what it is", null, ex);
		}
	}

	static CitusRole of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			boolean recovering;
			try (ResultSet row = statement.executeQuery(PROBE)) {
				row.next();
				recovering = row.getBoolean(1);
				if (!row.getBoolean(2)) {
					return new CitusRole(recovering, null, false, false);
				}
			}
			try (ResultSet row = statement.executeQuery(ROLE)) {
				return row.next() ? new CitusRole(recovering, row.getInt(1), row.getBoolean(2), row.getBoolean(3))
						: new CitusRole(recovering, null, false, false);
			}
		}
	}

	/** Why nothing may be maintained here; empty on the primary of the coordinator. */
	Optional<Objection> objection() {
		if (this.recovering) {
			return Optional.of(new Objection(RunReason.STANDBY, "the server is a standby of a Citus cluster"));
		}
		if (this.group == null) {
			return notCoordinator("Citus is not installed in this database. Next: take partsmith.mpp.citus out,"
					+ " or connect to the database of the cluster");
		}
		if (this.group != CitusMpp.COORDINATOR) {
			return notCoordinator("the server is a worker, of group " + this.group
					+ ", though partsmith.mpp.citus.group is 0. Next: connect to the coordinator");
		}
		if (!this.coordinator) {
			return notCoordinator("the server was never joined to a Citus cluster. Next, on the coordinator:"
					+ " SELECT citus_set_coordinator_host('<its host>')");
		}
		if (!this.propagating) {
			return Optional.of(new Objection(RunReason.UNSAFE_SETTING,
					"citus.enable_ddl_propagation is off, so that a DROP would leave its shards behind."
							+ " Next: see who sets it (SELECT source FROM pg_settings WHERE name ="
							+ " 'citus.enable_ddl_propagation'), and reset it"));
		}
		return Optional.empty();
	}

	private static Optional<Objection> notCoordinator(String detail) {
		return Optional.of(new Objection(RunReason.NOT_COORDINATOR, detail));
	}

}

package io.partsmith.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Gives out sessions that act as a role. */
public final class RoleDataSource extends DelegatingDataSource {

	private final String role;

	/**
	 * Sessions of a role.
	 * @param target where they come from
	 * @param role the role
	 */
	public RoleDataSource(DataSource target, String role) {
		super(target);
		this.role = role;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET ROLE " + this.role);
		}
		return connection;
	}

}

package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * What a server says about itself, whatever a cluster manager says about it.
 *
 * @param recovering whether it is a standby
 * @param timeline the timeline that it writes, which every promotion raises; {@code null}
 * on a standby
 */
public record PrimaryProbe(boolean recovering, @Nullable Integer timeline) {

	/** The name of a WAL file begins with its timeline, in eight hexadecimal digits. */
	private static final String PROBE = "SELECT pg_catalog.pg_is_in_recovery(),"
			+ " CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN"
			+ " ('x' || substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))::bit(32)::int END";

	/**
	 * Asks a server, in one query.
	 * @param dataSource connects to it
	 * @return its answer
	 * @throws org.springframework.dao.DataAccessException if there is none
	 */
	public static PrimaryProbe of(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return Session.queryRow(connection, PROBE,
					(row) -> new PrimaryProbe(row.getBoolean(1), (Integer) row.getObject(2)));
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Asking whether the server is a primary", null, ex);
		}
	}

}

package io.partsmith.testing;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A pool of a test's own, as an application might have configured it. */
public final class Pool extends DelegatingDataSource implements AutoCloseable {

	private final HikariDataSource hikari;

	private Pool(HikariConfig config) {
		this.hikari = new HikariDataSource(config);
		setTargetDataSource(this.hikari);
	}

	/**
	 * A pool.
	 * @param database the database
	 * @param size its greatest size
	 * @param autoCommit what its connections begin with
	 * @param initSql runs on each new connection
	 * @return the pool
	 */
	public static Pool of(PostgresDatabase database, int size, boolean autoCommit, String initSql) {
		HikariConfig config = config(database, size);
		config.setAutoCommit(autoCommit);
		config.setConnectionInitSql(initSql);
		return new Pool(config);
	}

	/**
	 * A pool of connections to somewhere else.
	 * @param url the address, user included
	 * @param size its greatest size
	 * @return the pool
	 */
	public static Pool at(String url, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(5000);
		return new Pool(config);
	}

	public static Pool readOnly(PostgresDatabase database) {
		HikariConfig config = config(database, 2);
		config.setReadOnly(true);
		return new Pool(config);
	}

	private static HikariConfig config(PostgresDatabase database, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(database.jdbcUrl());
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(1000);
		return config;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.hikari.getConnection();
	}

	/**
	 * Connections that somebody has and did not give back.
	 * @return their number
	 */
	public int inUse() {
		return this.hikari.getHikariPoolMXBean().getActiveConnections();
	}

	@Override
	public void close() {
		this.hikari.close();
	}

}

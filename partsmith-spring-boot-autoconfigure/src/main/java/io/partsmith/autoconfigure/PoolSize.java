package io.partsmith.autoconfigure;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.partsmith.postgres.RunRoom;

import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/** Learns how many connections a pool gives out, from what Spring Boot knows of it. */
final class PoolSize {

	/** The key of each pool that Spring Boot makes, by the class that describes it. */
	private static final Map<String, String> KEYS = Map.of("HikariDataSourcePoolMetadata",
			"spring.datasource.hikari.maximum-pool-size", "TomcatDataSourcePoolMetadata",
			"spring.datasource.tomcat.max-active", "CommonsDbcp2DataSourcePoolMetadata",
			"spring.datasource.dbcp2.max-total", "OracleUcpDataSourcePoolMetadata",
			"spring.datasource.oracleucp.max-pool-size");

	private final DataSourcePoolMetadataProvider provider;

	PoolSize(List<DataSourcePoolMetadataProvider> providers) {
		this.provider = new CompositeDataSourcePoolMetadataProvider(providers);
	}

	/**
	 * The room of a pool.
	 * @param dataSource the pool
	 * @param parallelism how many tables a run works on at a time
	 * @return room for every run where its size is unknown or has no end
	 * @throws PartsmithConfigurationException if it has no room for one, or none for a
	 * creation beside a run of that width
	 */
	RunRoom roomIn(DataSource dataSource, int parallelism) {
		DataSourcePoolMetadata pool = this.provider.getDataSourcePoolMetadata(dataSource);
		Integer most = (pool != null) ? pool.getMax() : null;
		if (pool == null || most == null || most < 1) {
			return RunRoom.unlimited();
		}
		if (most == 1) {
			throw refused(key(pool));
		}
		if (parallelism > RunRoom.retiringIn(most)) {
			throw tooWide(parallelism, most, key(pool));
		}
		return RunRoom.of(most);
	}

	private static String key(DataSourcePoolMetadata pool) {
		return KEYS.getOrDefault(pool.getClass().getSimpleName(), "spring.datasource");
	}

	private static PartsmithConfigurationException tooWide(int parallelism, int connections, String key) {
		return new PartsmithConfigurationException("partsmith.execution.parallelism", parallelism,
				"a retirement of so many tables at a time leaves no room for a creation in the pool of " + connections
						+ " connections (" + key + "): each table takes one for its lock, one is left for work, and one"
						+ " for the lock of a creation",
				"Give at most " + RunRoom.retiringIn(connections) + ", or raise " + key + " to " + (parallelism + 2L)
						+ " or more.");
	}

	private static PartsmithConfigurationException refused(String key) {
		return new PartsmithConfigurationException(key, 1,
				"a run needs two connections at once, one for its lock and one for its work, and would wait for the"
						+ " second one until the pool gives up",
				"Give the pool 2 connections or more for partsmith alone, 3 or more where a creation must not wait for"
						+ " a retirement; or declare another pool as a bean with @PartsmithDataSource, or a LockManager"
						+ " that needs no connection, such as ShedLockManager over Redis.");
	}

}

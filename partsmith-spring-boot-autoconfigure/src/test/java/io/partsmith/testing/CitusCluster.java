package io.partsmith.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A coordinator and its workers. The sessions of the coordinator are set up as those of a
 * {@link PostgresDatabase}.
 */
public final class CitusCluster implements AutoCloseable {

	private static final String URL = "PARTSMITH_TEST_CITUS_URL";

	private static final String WORKERS = "PARTSMITH_TEST_CITUS_WORKERS";

	private static final DockerImageName IMAGE = DockerImageName.parse("citusdata/citus:13.2")
		.asCompatibleSubstituteFor("postgres");

	/**
	 * What Citus brings along is no table of a test's; and it may stand in a schema
	 * itself.
	 */
	private static final String CLEAR = """
			SELECT CASE WHEN n.nspname = 'public' OR EXISTS (SELECT FROM pg_extension AS e WHERE e.extnamespace = n.oid)
			    THEN format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
			      n.nspname, c.relname)
			    ELSE format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname) END AS statement
			FROM pg_namespace AS n LEFT JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v')
			  AND NOT c.relispartition
			  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
			WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
			  AND (c.oid IS NOT NULL OR n.nspname <> 'public') AND NOT EXISTS (
			    SELECT FROM pg_depend AS d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
			GROUP BY statement ORDER BY statement DESC""";

	private final HikariDataSource coordinator;

	private final List<HikariDataSource> workers;

	private final Runnable stop;

	private CitusCluster(String url, List<String> workers, Runnable stop) {
		this.coordinator = pool(url, 12, PostgresDatabase.SESSION_SETUP);
		this.workers = workers.stream().map((worker) -> pool(worker, 3, null)).toList();
		this.stop = stop;
	}

	/** Why there is none; {@code null} where there is one. */
	static @Nullable String missing() {
		if (setting(URL) != null) {
			return (setting(WORKERS) != null) ? null : URL + " is set, but not " + WORKERS;
		}
		return DockerClientFactory.instance().isDockerAvailable() ? null
				: URL + " is not set, and no Docker answers here";
	}

	private static @Nullable String setting(String name) {
		String value = System.getProperty(name, System.getenv(name));
		return (value == null || value.isBlank()) ? null : value;
	}

	static CitusCluster connect() {
		String url = setting(URL);
		String workers = setting(WORKERS);
		if (url != null && workers != null) {
			return new CitusCluster(url, Arrays.stream(workers.split(",")).map(String::strip).toList(), () -> {
			});
		}
		return containers();
	}

	private static CitusCluster containers() {
		Network network = Network.newNetwork();
		List<PostgreSQLContainer> nodes = Stream.of("coordinator", "worker1", "worker2")
			.map((name) -> new PostgreSQLContainer(IMAGE).withNetwork(network)
				.withNetworkAliases(name)
				.withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
				.withDatabaseName("citus")
				.withUsername("postgres"))
			.toList();
		nodes.forEach(PostgreSQLContainer::start);
		List<String> urls = nodes.stream().map((node) -> node.getJdbcUrl() + "&user=postgres").toList();
		CitusCluster cluster = new CitusCluster(urls.get(0), urls.subList(1, urls.size()), () -> {
			nodes.forEach(PostgreSQLContainer::stop);
			network.close();
		});
		cluster.jdbc().queryForList("SELECT citus_set_coordinator_host('coordinator', 5432)");
		cluster.jdbc()
			.queryForList("SELECT citus_add_node(name, 5432) FROM unnest(ARRAY['worker1', 'worker2']) AS name");
		cluster.execute("CREATE EXTENSION IF NOT EXISTS citus_columnar");
		return cluster;
	}

	private static HikariDataSource pool(String url, int size, @Nullable String setup) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setConnectionInitSql(setup);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(10_000);
		return new HikariDataSource(config);
	}

	/** Makes the database as if nobody had worked in it. */
	void clear() {
		execute(jdbc().queryForList(CLEAR, String.class).toArray(String[]::new));
	}

	/**
	 * The coordinator.
	 * @return a pool
	 */
	public DataSource dataSource() {
		return this.coordinator;
	}

	/**
	 * The {@link #dataSource()}, writing down each statement just before it is sent.
	 * @param statements where to add the SQL text; used under its own monitor
	 * @return the recording data source
	 */
	public DataSource recording(List<String> statements) {
		return ProxyDataSourceBuilder.create(this.coordinator).beforeQuery((execution, queries) -> {
			synchronized (statements) {
				queries.forEach((query) -> statements.add(query.getQuery()));
			}
		}).build();
	}

	/**
	 * One of the workers.
	 * @param number from 0 on
	 * @return a pool
	 */
	public DataSource worker(int number) {
		return this.workers.get(number);
	}

	public int workers() {
		return this.workers.size();
	}

	/**
	 * The address of the coordinator.
	 * @return a JDBC URL with what is needed to connect
	 */
	public String url() {
		return this.coordinator.getJdbcUrl();
	}

	/** Queries the coordinator. */
	public JdbcTemplate jdbc() {
		return new JdbcTemplate(this.coordinator);
	}

	/** Queries a worker. */
	public JdbcTemplate jdbc(int worker) {
		return new JdbcTemplate(worker(worker));
	}

	/**
	 * Executes statements on the coordinator, each in a transaction of its own.
	 * @param sql the statements
	 */
	public void execute(String... sql) {
		JdbcTemplate jdbc = jdbc();
		for (String statement : sql) {
			jdbc.execute(statement);
		}
	}

	@Override
	public void close() {
		this.coordinator.close();
		this.workers.forEach(HikariDataSource::close);
		this.stop.run();
	}

}

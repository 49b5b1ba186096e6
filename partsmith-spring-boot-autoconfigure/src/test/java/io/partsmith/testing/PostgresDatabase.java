package io.partsmith.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database of one test class.
 * <p>
 * Its sessions are set up to find out who forgets a time zone or writes dates in a style
 * of his own: see {@link #SESSION_SETUP}. pgjdbc tells the server the zone of the JVM
 * when it connects, and that beats the defaults of server, database and role as well as
 * the connection property {@code options}; only a statement can set another one
 * afterwards. {@link #dataSource()}, {@link #recording} and {@link #connect()} do so.
 * Whoever connects by the {@link #jdbcUrl()} has the zone of the JVM, unless he does the
 * same, say by {@code spring.datasource.hikari.connection-init-sql}.
 */
public final class PostgresDatabase implements AutoCloseable {

	/**
	 * Neither UTC nor the zone of the JVM (Asia/Tokyo, by Surefire), nor a whole number
	 * of hours away from either.
	 */
	public static final String TIME_ZONE = "America/St_Johns";

	static final String DATE_STYLE = "SQL, DMY";

	/**
	 * What each session begins with. pgjdbc insists on ISO output, but not on the order
	 * of day and month in input.
	 */
	public static final String SESSION_SETUP = "SET TimeZone = '" + TIME_ZONE + "'; SET DateStyle = 'ISO, DMY'";

	private static final String CLEAR = """
			DO $clear$
			DECLARE
				statement text;
			BEGIN
				PERFORM pg_terminate_backend(pid)
				FROM pg_stat_activity s
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
					AND (state <> 'idle' OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = s.pid AND locktype = 'advisory'));
				FOR statement IN
					SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
					UNION ALL
					SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
					UNION ALL
					SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
					WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
				LOOP
					EXECUTE statement;
				END LOOP;
				FOR statement IN
					SELECT format('DROP OWNED BY %I CASCADE; DROP ROLE %I', rolname, rolname) FROM pg_roles
					WHERE rolname ~ '^t_'
				LOOP
					EXECUTE statement;
				END LOOP;
				CREATE SCHEMA public;
				GRANT USAGE ON SCHEMA public TO PUBLIC;
				IF current_setting('server_version_num')::int < 150000 THEN
					GRANT CREATE ON SCHEMA public TO PUBLIC;
				ELSE
					ALTER SCHEMA public OWNER TO pg_database_owner;
				END IF;
			END
			$clear$
			""";

	private final PostgresServer server;

	private final String name;

	private final PGSimpleDataSource direct;

	private final HikariDataSource pool;

	private PostgresDatabase(PostgresServer server, String name) {
		this.server = server;
		this.name = name;
		this.direct = server.dataSource(name);
		HikariConfig config = new HikariConfig();
		config.setPoolName(name);
		config.setDataSource(this.direct);
		config.setConnectionInitSql(SESSION_SETUP);
		config.setMaximumPoolSize(10);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(10_000);
		this.pool = new HikariDataSource(config);
	}

	static PostgresDatabase create(PostgresServer server) {
		String name = "test_" + UUID.randomUUID().toString().replace("-", "");
		execute(server.dataSource(null), "CREATE DATABASE " + name,
				"ALTER DATABASE " + name + " SET TimeZone = '" + TIME_ZONE + "'",
				"ALTER DATABASE " + name + " SET DateStyle = '" + DATE_STYLE + "'");
		return new PostgresDatabase(server, name);
	}

	/**
	 * Makes the database as if it were new: no schema but an empty {@code public}, no
	 * event trigger, no publication, no role whose name begins with {@code t_}. Sessions
	 * that would be in the way of that are ended.
	 */
	void clear() {
		execute("SET lock_timeout = '20s'", CLEAR);
		this.pool.getHikariPoolMXBean().softEvictConnections();
	}

	/**
	 * A small pool, closed after the class.
	 * @return the pool
	 */
	public DataSource dataSource() {
		return this.pool;
	}

	/**
	 * The {@link #dataSource()}, writing down each statement just before it is sent, a
	 * failing one too.
	 * @param statements where to add the SQL text, in the order of execution; used under
	 * its own monitor
	 * @return the recording data source
	 */
	public DataSource recording(List<String> statements) {
		return ProxyDataSourceBuilder.create(this.pool).beforeQuery((execution, queries) -> {
			synchronized (statements) {
				queries.forEach((query) -> statements.add(query.getQuery()));
			}
		}).build();
	}

	/**
	 * A new connection that is nobody else's, to be closed by the caller.
	 * @return a connection from no pool
	 */
	public Connection connect() {
		try {
			return connect(this.direct);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The address, user and password included. Sessions have the zone of the JVM.
	 * @return a JDBC URL
	 */
	public String jdbcUrl() {
		return PostgresServer.completeUrl(this.direct);
	}

	PostgresServer server() {
		return this.server;
	}

	public String name() {
		return this.name;
	}

	public int majorVersion() {
		return this.server.majorVersion();
	}

	/**
	 * Executes statements one by one, each in a transaction of its own, in one new
	 * session.
	 * @param sql the statements
	 */
	public void execute(String... sql) {
		execute(this.direct, sql);
	}

	/**
	 * Ends a server process, and waits until it is gone.
	 * @param pid the process; one that is gone already is left alone
	 */
	public void terminate(int pid) {
		queryStrings("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ?", pid);
		Long left;
		do {
			left = queryOne("SELECT count(*) FROM pg_stat_activity WHERE pid = ?", pid);
		}
		while (left != null && left > 0);
	}

	/**
	 * The only value of the only row.
	 * @param <T> the type that the driver gives to that value
	 * @param sql a query of one column
	 * @param args the values of its parameters
	 * @return the value, which may be {@code null}
	 */
	@SuppressWarnings("unchecked")
	public <T extends @Nullable Object> T queryOne(String sql, @Nullable Object... args) {
		List<@Nullable Object> values = query((row) -> row.getObject(1), sql, args);
		if (values.size() != 1) {
			throw new AssertionError(values.size() + " rows in place of one: " + sql);
		}
		return (T) values.get(0);
	}

	/**
	 * The first column of all rows, as text.
	 * @param sql a query
	 * @param args the values of its parameters
	 * @return the values in the order of the rows
	 */
	public List<String> queryStrings(String sql, @Nullable Object... args) {
		return query((row) -> row.getString(1), sql, args);
	}

	private <T extends @Nullable Object> List<T> query(Column<T> column, String sql, @Nullable Object... args) {
		try (Connection connection = connect(this.direct);
				PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < args.length; i++) {
				statement.setObject(i + 1, args[i]);
			}
			try (ResultSet row = statement.executeQuery()) {
				List<T> values = new ArrayList<>();
				while (row.next()) {
					values.add(column.of(row));
				}
				return values;
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage() + " in: " + sql, ex);
		}
	}

	private static void execute(DataSource dataSource, String... sql) {
		String current = "connect";
		try (Connection connection = connect(dataSource); Statement statement = connection.createStatement()) {
			for (String each : sql) {
				current = each;
				statement.execute(each);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage() + " in: " + current, ex);
		}
	}

	private static Connection connect(DataSource dataSource) throws SQLException {
		Connection connection = dataSource.getConnection();
		try (Statement statement = connection.createStatement()) {
			statement.execute(SESSION_SETUP);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Drops the database, whoever is still connected to it.
	 */
	@Override
	public void close() {
		this.pool.close();
		execute(this.server.dataSource(null), "DROP DATABASE IF EXISTS " + this.name + " WITH (FORCE)");
	}

	@Override
	public String toString() {
		return "PostgreSQL " + majorVersion() + " database " + this.name;
	}

	private interface Column<T extends @Nullable Object> {

		T of(ResultSet row) throws SQLException;

	}

}

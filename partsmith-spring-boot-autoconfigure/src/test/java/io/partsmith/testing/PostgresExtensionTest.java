package io.partsmith.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

import javax.sql.DataSource;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@PostgresTest
class PostgresExtensionTest {

	private final PostgresDatabase database;

	PostgresExtensionTest(PostgresDatabase database) {
		this.database = database;
	}

	@Test
	void theVersionIsTheOneAskedFor() {
		int asked = Integer.getInteger("partsmith.test.postgres", 18);
		assertThat(this.database.majorVersion()).isEqualTo(asked);
		assertThat(this.database.<String>queryOne("SHOW server_version_num")).startsWith(String.valueOf(asked));
	}

	@Test
	void zonesOfSessionJvmAndUtcDiffer() throws SQLException {
		String now = "SELECT to_char(TIMESTAMPTZ '2027-07-01 00:00:00Z', 'YYYY-MM-DD HH24:MI')";
		assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Tokyo");
		assertThat(this.database.<String>queryOne(now)).isEqualTo("2027-06-30 21:30");
		try (Connection pooled = this.database.dataSource().getConnection();
				Connection direct = this.database.connect();
				Connection plain = DriverManager.getConnection(this.database.jdbcUrl())) {
			assertThat(first(pooled, "SHOW TimeZone")).isEqualTo("America/St_Johns");
			assertThat(first(direct, "SHOW TimeZone")).isEqualTo("America/St_Johns");
			assertThat(first(plain, "SHOW TimeZone")).isEqualTo("Asia/Tokyo");
			assertThat(first(plain, now)).isEqualTo("2027-07-01 09:00");
		}
	}

	@Test
	void theDatabaseHasDefaultsOfItsOwn() {
		assertThat(this.database.queryStrings("SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setdatabase ="
				+ " (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1"))
			.containsExactlyInAnyOrder("TimeZone=America/St_Johns", "DateStyle=SQL, DMY");
	}

	@Test
	void theDayComesBeforeTheMonth() throws SQLException {
		String date = "SELECT to_char(DATE '01/02/2027', 'YYYY-MM-DD')";
		assertThat(this.database.<String>queryOne(date)).isEqualTo("2027-02-01");
		try (Connection pooled = this.database.dataSource().getConnection()) {
			assertThat(first(pooled, date)).isEqualTo("2027-02-01");
		}
	}

	@Test
	void queriesTakeParametersAndGiveNullsAndRows() {
		this.database.execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (2), (NULL)");
		assertThat(this.database.<Long>queryOne("SELECT count(*) FROM t WHERE id > ?", 1)).isEqualTo(1);
		assertThat(this.database.<Object>queryOne("SELECT id FROM t WHERE id IS NULL")).isNull();
		assertThat(this.database.queryStrings("SELECT id FROM t ORDER BY id")).containsExactly("1", "2", null);
	}

	@Test
	void eachStatementIsATransactionOfItsOwn() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.database.execute("CREATE TABLE kept (id int)", "SELECT 1/0"))
			.withMessageContaining("division by zero")
			.withMessageContaining("SELECT 1/0");
		assertThat(this.database.queryStrings("SELECT relname FROM pg_class WHERE relname = 'kept'")).hasSize(1);
	}

	@Test
	void whatIsSentIsRecorded() throws SQLException {
		List<String> statements = new ArrayList<>();
		DataSource recording = this.database.recording(statements);
		try (Connection connection = recording.getConnection();
				Statement plain = connection.createStatement();
				PreparedStatement prepared = connection.prepareStatement("SELECT ?::int")) {
			plain.execute("CREATE TABLE t (id int)");
			assertThat(plain.executeUpdate("INSERT INTO t VALUES (1)")).isEqualTo(1);
			prepared.setInt(1, 7);
			prepared.executeQuery().close();
			plain.addBatch("INSERT INTO t VALUES (2)");
			plain.addBatch("INSERT INTO t VALUES (3)");
			plain.executeBatch();
			assertThatSqlFails(plain, "SELECT 1/0");
		}
		this.database.execute("SELECT 'not recorded'");
		assertThat(statements).containsExactly("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)", "SELECT ?::int",
				"INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)", "SELECT 1/0");
	}

	private static void assertThatSqlFails(Statement statement, String sql) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(sql));
	}

	private static String first(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

	/**
	 * The second method finds nothing of what the first one left, not even its open
	 * transaction.
	 */
	@Nested
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class MethodsAreIsolated {

		private static String nameOfFirst = "";

		private static Connection leaked;

		@Test
		@Order(1)
		void oneLeavesAMess(PostgresDatabase database) throws SQLException {
			nameOfFirst = database.name();
			database.execute("DROP ROLE IF EXISTS t_reader", "CREATE ROLE t_reader", "CREATE SCHEMA \"Other Schema\"",
					"CREATE TABLE \"Other Schema\".t (id int) PARTITION BY RANGE (id)",
					"CREATE TABLE public.t (id int)", "GRANT SELECT ON public.t TO t_reader",
					"GRANT CREATE ON DATABASE " + database.name() + " TO t_reader",
					"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO t_reader", "CREATE EXTENSION btree_gist",
					"CREATE PUBLICATION p FOR TABLE public.t",
					"CREATE FUNCTION public.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
					"CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION public.f()");
			leaked = database.dataSource().getConnection();
			leaked.setAutoCommit(false);
			try (Statement statement = leaked.createStatement()) {
				statement.execute("LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE");
			}
		}

		@Test
		@Order(2)
		void theNextFindsAnEmptyDatabase(PostgresDatabase database) throws SQLException {
			assertThat(database.name()).isEqualTo(nameOfFirst);
			assertThat(database.queryStrings("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1"))
				.containsExactly("information_schema", "public");
			assertThat(
					database.queryStrings("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
				.isEmpty();
			assertThat(database.queryStrings("SELECT rolname FROM pg_roles WHERE rolname ~ '^t_'")).isEmpty();
			assertThat(database.queryStrings("SELECT extname FROM pg_extension")).containsExactly("plpgsql");
			assertThat(database.queryStrings("SELECT pubname FROM pg_publication")).isEmpty();
			assertThat(database.queryStrings("SELECT evtname FROM pg_event_trigger")).isEmpty();
			for (int i = 0; i < 3; i++) {
				try (Connection pooled = database.dataSource().getConnection()) {
					assertThat(first(pooled, "SELECT 1")).isEqualTo("1");
				}
			}
			leaked.close();
		}

	}

}

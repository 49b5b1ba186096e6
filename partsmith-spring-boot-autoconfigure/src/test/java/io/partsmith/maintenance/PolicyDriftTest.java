package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The policies of row security, on the table and on its partitions. */
@PostgresTest
class PolicyDriftTest {

	private static final String AUGUST = "2026-08-26T00:00:00Z";

	private static final TablePartitionConfig CARRIED = Tables.monthly(Tables.ahead(1))
		.with(new Leaves.Local(null, Map.of(), false, false, new Carry(true, true, true, false, false)));

	private static final String POLICIES = "SELECT string_agg(format('%s %s %s %s %s %s', policyname, permissive, roles,"
			+ " cmd, qual, with_check), ';' ORDER BY policyname) FROM pg_policies WHERE tablename = ?";

	private static void secured(PostgresDatabase db, String... policies) {
		db.execute("CREATE ROLE t_reader", Tables.M, "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
		db.execute(policies);
		Engine.on(db, AUGUST).run(CARRIED);
		assertThat(drift(db)).isEmpty();
	}

	private static List<Finding> drift(PostgresDatabase db) {
		return Engine.on(db, AUGUST).service(CARRIED).plan("t").findings();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER POLICY p ON t USING (payload = 'other')",
			"ALTER POLICY p ON t WITH CHECK (payload <> 'mine')", "ALTER POLICY p ON t TO t_reader",
			"DROP POLICY p ON t; CREATE POLICY p ON t FOR UPDATE USING (payload = 'mine') WITH CHECK (id > 0)",
			"DROP POLICY p ON t; CREATE POLICY p ON t AS RESTRICTIVE USING (payload = 'mine') WITH CHECK (id > 0)",
			"DROP POLICY p ON t", "CREATE POLICY q ON t USING (true)", "ALTER TABLE t FORCE ROW LEVEL SECURITY",
			"ALTER POLICY p ON t__2026_08 USING (true)", "ALTER POLICY p ON t__2026_08 WITH CHECK (id > 1)",
			"ALTER POLICY p ON t__2026_08 USING (upper(payload) = 'mine')", "DROP POLICY p ON t__2026_08",
			"CREATE POLICY \"Of mine 100%\" ON t__2026_08 USING (true)",
			"ALTER TABLE t__2026_08 DISABLE ROW LEVEL SECURITY" })
	void whatDiffersIsToldWithTheSqlThatMendsIt(String change, PostgresDatabase db) {
		secured(db, "CREATE POLICY p ON t USING (payload = 'mine') WITH CHECK (id > 0)");
		db.execute(change);
		assertThat(drift(db)).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.PROTECTION_DRIFT);
			assertThat(finding.partition()).hasToString("public.t__2026_08");
			assertThat(finding.message()).contains("row security");
			db.execute(finding.next());
		});
		assertThat(drift(db)).isEmpty();
		assertThat(db.<String>queryOne(POLICIES, "t__2026_08")).isEqualTo(db.queryOne(POLICIES, "t"));
	}

	/**
	 * What is carried goes through its printed form, which is not always the stored one.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "payload = 'mine'", "payload::varchar(4) = 'mine'", "short IN ('a', 'b')",
			"short NOT IN ('a', 'b')", "short = ANY ('{a,b}')", "payload IN ('a', 'b', short)",
			"id IN (1, 2::bigint, 3)", "id = 1 OR id = -1 AND NOT (id > 2.5)",
			"payload LIKE 'a%' AND short ~* '^x[0-9]{2}'",
			"who = current_user AND payload = current_setting('app.tenant', true)",
			"created_at > now() - interval '3 days'", "created_at BETWEEN '2026-01-01' AND now()",
			"coalesce(payload, short, '') <> ''", "CASE id WHEN 1 THEN true ELSE payload IS NULL END",
			"payload IS DISTINCT FROM short", "(id, payload) > (1, 'a')", "amount > 1.5::numeric(10,2)",
			"id::text || payload = 'x:1 {y}'", "(SELECT t.payload || id) = 'x''; t_y. $1'",
			"tags && ARRAY['a', 'b'] AND tags[1] = 'c'", "t IS NOT NULL", "extract(year FROM created_at) = 2026",
			"payload COLLATE \"C\" < 'b'", "greatest(id, 3) = 3",
			"EXISTS (SELECT FROM seen WHERE seen.who = current_user AND seen.what = t.payload)",
			"payload IN (SELECT what FROM seen AS s WHERE s.who = t.who)",
			"payload = (SELECT max(o.payload) FROM t AS o WHERE o.id < t.id)",
			"EXISTS (SELECT 1 FROM seen AS a JOIN seen AS b USING (who) WHERE a.what = payload AND b.what = (SELECT"
					+ " min(c.what) FROM seen AS c WHERE c.who = b.who AND c.what <> t.short))",
			"EXISTS (WITH mine AS (SELECT what FROM seen WHERE who = current_user) SELECT * FROM mine WHERE what = payload)" })
	void whatIsCarriedIsNoDrift(String expression, PostgresDatabase db) {
		db.execute("CREATE TABLE seen (who name, what text)", """
				CREATE TABLE t (gone int, id bigint, created_at timestamptz NOT NULL, payload text, short varchar(9),
				  who name, amount numeric, tags text[]) PARTITION BY RANGE (created_at)""",
				"ALTER TABLE t ENABLE ROW LEVEL SECURITY",
				"CREATE POLICY p ON t USING (" + expression + ") WITH CHECK (  " + expression + ")");
		Engine.on(db, AUGUST).run(CARRIED);
		assertThat(drift(db)).isEmpty();
		db.execute("ALTER TABLE t DROP COLUMN gone", "DROP TABLE t__2026_08");
		Engine.on(db, AUGUST).run(CARRIED);
		assertThat(db.<Integer>queryOne(
				"SELECT attnum FROM pg_attribute WHERE attrelid = 't__2026_08'::regclass" + " AND attname = 'payload'"))
			.as("a partition made anew counts its columns otherwise")
			.isEqualTo(3);
		assertThat(drift(db)).isEmpty();
		db.execute("ALTER POLICY p ON t__2026_08 USING (NOT (" + expression.replace("t.", "t__2026_08.")
			.replace("t IS", "t__2026_08 IS")
			.replace("FROM t AS", "FROM t__2026_08 AS") + "))");
		assertThat(drift(db)).hasSize(1);
	}

	@Test
	void theOrderOfColumnsOfTheSameTypeIsNoExcuse(PostgresDatabase db) {
		db.execute("CREATE TABLE t (a text, created_at timestamptz NOT NULL, b text) PARTITION BY RANGE (created_at)",
				"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "CREATE POLICY p ON t USING (a = 'x')",
				"CREATE TABLE t__2026_08 (b text, created_at timestamptz NOT NULL, a text)",
				"ALTER TABLE t ATTACH PARTITION t__2026_08 FOR VALUES FROM ('2026-08-01Z') TO ('2026-09-01Z')",
				"ALTER TABLE t__2026_08 ENABLE ROW LEVEL SECURITY", "CREATE POLICY p ON t__2026_08 USING (a = 'x')");
		assertThat(drift(db)).isEmpty();
		db.execute("ALTER POLICY p ON t__2026_08 USING (b = 'x')");
		assertThat(drift(db)).hasSize(1);
		db.execute(drift(db).get(0).next());
		assertThat(drift(db)).isEmpty();
	}

	/** To print an expression PostgreSQL would wait for the tables that it names. */
	@Test
	void readingPoliciesWaitsForNobody(PostgresDatabase db) throws SQLException {
		db.execute("CREATE TABLE seen (what text)");
		secured(db, "CREATE POLICY p ON t USING (payload IN (SELECT what FROM seen))");
		try (Connection other = db.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE t__2026_08, seen IN ACCESS EXCLUSIVE MODE");
			assertThat(drift(db)).isEmpty();
			other.rollback();
		}
	}

	@Test
	void aRestrictionThatCannotBeCarriedLetsNothingPass(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "CREATE SCHEMA hidden",
				"CREATE FUNCTION hidden.ok(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'", Tables.M,
				"GRANT USAGE, CREATE ON SCHEMA public TO t_owner", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
				"CREATE POLICY every ON t USING (true)",
				"CREATE POLICY part ON t AS RESTRICTIVE USING (hidden.ok(payload))",
				"CREATE POLICY new ON t AS RESTRICTIVE FOR INSERT WITH CHECK (hidden.ok(payload))",
				"CREATE POLICY old ON t AS RESTRICTIVE FOR DELETE USING (hidden.ok(payload))",
				"CREATE POLICY more ON t USING (hidden.ok(payload))", "ALTER TABLE t OWNER TO t_owner");
		MaintenanceResult result = Engine.on(db, AUGUST)
			.over(Connections.of(db).prepared("SET ROLE t_owner"))
			.run(CARRIED);
		assertThat(result.createdCount()).isEqualTo(1);
		assertThat(db.<String>queryOne(POLICIES, "t__2026_08"))
			.isEqualTo("every PERMISSIVE {public} ALL true ;new RESTRICTIVE {public} INSERT  false"
					+ ";old RESTRICTIVE {public} DELETE false ;part RESTRICTIVE {public} ALL false false");
		assertThat(drift(db)).hasSize(1);
	}

}

package io.partsmith.maintenance;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Drop;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What new partitions get besides columns and indexes, and what old ones lack. */
@PostgresTest
class LocalLeavesTest {

	private static final String AUGUST = "2026-08-26T00:00:00Z";

	private static final Leaves GRANTED = new Leaves.Local(null, Map.of(), true, false,
			new Carry(true, true, true, false, false));

	private static TablePartitionConfig ahead(int count, Leaves leaves) {
		return Tables.monthly(Tables.ahead(count)).with(leaves);
	}

	private static List<Finding> drift(MaintenanceResult result) {
		return result.plan()
			.findings()
			.stream()
			.filter((finding) -> finding.code() == FindingCode.PROPERTY_DRIFT
					|| finding.code() == FindingCode.PROTECTION_DRIFT)
			.toList();
	}

	/** Grants on a relation and its columns, the owner's left out. */
	private static List<String> grants(PostgresDatabase db, String table) {
		return db.queryStrings(
				"""
						SELECT pg_get_userbyid(c.relowner) || ': ' || coalesce(string_agg(g.text, ', ' ORDER BY g.text COLLATE "C"), '')
						FROM pg_class AS c LEFT JOIN LATERAL (
						  SELECT a.privilege_type || ' to ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
						    || CASE WHEN a.is_grantable THEN '*' ELSE '' END AS text
						  FROM aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner
						  UNION ALL
						  SELECT a.privilege_type || '(' || t.attname || ') to ' || pg_get_userbyid(a.grantee)
						  FROM pg_attribute AS t, aclexplode(t.attacl) AS a WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL) AS g ON true
						WHERE c.oid = ?::regclass GROUP BY c.relowner""",
				table);
	}

	@Test
	void s109_aLeafIsUnreadableByDefaultAndReadableWithPrivileges(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "CREATE ROLE t_reader", "GRANT USAGE, CREATE ON SCHEMA public TO t_owner",
				"GRANT USAGE ON SCHEMA public TO t_reader", Tables.M, "ALTER TABLE t OWNER TO t_owner",
				"GRANT SELECT ON t TO t_reader");
		Engine.on(db, AUGUST).run(ahead(1, Leaves.DEFAULT));
		assertThat(grants(db, "t__2026_08")).containsExactly(db.queryOne("SELECT current_user::text") + ": ");
		assertThatThrownBy(() -> db.execute("SET ROLE t_reader", "SELECT FROM t__2026_08"))
			.hasMessageContaining("permission denied");
		Engine.on(db, AUGUST).run(ahead(2, GRANTED), Scope.CREATE);
		assertThat(grants(db, "t__2026_09")).containsExactly("t_owner: SELECT to t_reader");
		db.execute("SET ROLE t_reader", "SELECT FROM t__2026_09", "SELECT FROM t");
	}

	@Test
	void p04_p23_newPartitionsCarryExactlyTheGrantsAndOldOnesAfterTheSqlOfTheFinding(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "CREATE ROLE t_reader", "CREATE ROLE \"t_Writer\"",
				"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT DELETE, SELECT ON TABLES TO t_reader", Tables.M,
				"REVOKE DELETE ON t FROM t_reader", "GRANT INSERT ON t TO \"t_Writer\" WITH GRANT OPTION",
				"GRANT UPDATE (payload) ON t TO \"t_Writer\"", "GRANT SELECT ON t TO PUBLIC");
		Engine engine = Engine.on(db, AUGUST);
		engine.run(ahead(3, GRANTED));
		List<String> wanted = grants(db, "t");
		assertThat(wanted).singleElement()
			.asString()
			.contains("SELECT to PUBLIC", "INSERT to t_Writer*", "UPDATE(payload)");
		assertThat(List.of("t__2026_08", "t__2026_09", "t__2026_10"))
			.allSatisfy((leaf) -> assertThat(grants(db, leaf)).isEqualTo(wanted));
		assertThat(engine.run(ahead(3, GRANTED)).plan().findings()).isEmpty();
		db.execute("REVOKE SELECT ON t FROM PUBLIC", "REVOKE GRANT OPTION FOR INSERT ON t FROM \"t_Writer\"",
				"GRANT TRUNCATE ON t TO t_reader", "REVOKE UPDATE (payload) ON t FROM \"t_Writer\"");
		MaintenanceResult result = engine.run(ahead(4, GRANTED));
		assertThat(grants(db, "t__2026_11")).isEqualTo(grants(db, "t"));
		assertThat(grants(db, "t__2026_08")).isEqualTo(wanted);
		assertThat(drift(result)).singleElement().satisfies((finding) -> {
			assertThat(finding.message()).startsWith("3 partition(s) of public.t differ in their owner and privileges");
			db.execute(finding.next());
		});
		assertThat(List.of("t__2026_08", "t__2026_09", "t__2026_10"))
			.allSatisfy((leaf) -> assertThat(grants(db, leaf)).isEqualTo(grants(db, "t")));
		assertThat(engine.run(ahead(4, GRANTED)).plan().findings()).isEmpty();
	}

	@Test
	void p05_oldPartitionsKeepARevokedGrantAndThatIsAnIssueOfEachRun(PostgresDatabase db) {
		db.execute("CREATE ROLE t_reader", Tables.M, "GRANT SELECT ON t TO t_reader");
		Engine engine = Engine.on(db, AUGUST);
		engine.run(ahead(1, GRANTED));
		db.execute("REVOKE SELECT ON t FROM t_reader");
		MaintenanceResult result = engine.run(ahead(2, GRANTED));
		assertThat(result.success()).isTrue();
		assertThat(issues(result)).containsExactly("reconcile protection_drift t__2026_08");
		assertThat(grants(db, "t__2026_08").get(0)).contains("t_reader");
		assertThat(grants(db, "t__2026_09").get(0)).doesNotContain("t_reader");
		drift(result).forEach((finding) -> db.execute(finding.next()));
		assertThat(grants(db, "t__2026_08")).isEqualTo(grants(db, "t"));
		assertThat(engine.run(ahead(2, GRANTED)).issues()).isEmpty();
	}

	@Test
	void p02_p19_theOwnerOwnsNewPartitionsWithOneKeyAndNoIndexTwice(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "GRANT USAGE, CREATE ON SCHEMA public TO t_owner", Tables.M,
				"CREATE INDEX ON t (payload)", "ALTER TABLE t OWNER TO t_owner");
		Engine.on(db, AUGUST).run(ahead(1, GRANTED));
		assertThat(grants(db, "t__2026_08")).containsExactly("t_owner: ");
		assertThat(db.<Long>queryOne("SELECT count(*) FROM pg_index WHERE indrelid = 't__2026_08'::regclass"))
			.isEqualTo(2);
	}

	@Test
	void aGrantThatMayNotBeMadeLeavesNoPartitionBehind(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "CREATE ROLE t_me", "GRANT t_owner TO t_me",
				"REVOKE CREATE ON SCHEMA public FROM PUBLIC", "GRANT USAGE, CREATE ON SCHEMA public TO t_me",
				"GRANT USAGE ON SCHEMA public TO t_owner", Tables.M, "ALTER TABLE t OWNER TO t_owner");
		MaintenanceResult result = Engine.on(db, AUGUST)
			.over(Connections.of(db).prepared("SET ROLE t_me"))
			.run(ahead(1, GRANTED));
		assertThat(issues(result)).containsExactly("plan privilege_missing");
		assertThat(result.issues().get(0).next()).isEqualTo("GRANT CREATE ON SCHEMA public TO t_owner");
		assertThat(CatalogProbe.of(db).exists("t__2026_08")).isFalse();
	}

	@Test
	void branchesGetWhatBranchesCanHaveAndTheirLeavesTheRest(PostgresDatabase db) {
		db.execute("CREATE ROLE t_reader", "SET allow_in_place_tablespaces = on",
				"CREATE TABLESPACE t_fast LOCATION ''",
				"CREATE TABLE t (id bigint NOT NULL, created_at timestamptz NOT NULL, payload text)"
						+ " PARTITION BY RANGE (created_at)",
				"GRANT SELECT ON t TO t_reader", "ALTER TABLE t REPLICA IDENTITY FULL",
				"ALTER TABLE t ALTER payload SET STATISTICS 200", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
				"CREATE POLICY mine ON t USING (payload = 'mine')");
		try {
			Leaves all = new Leaves.Local("t_fast", Map.of("fillfactor", "90"), true, true,
					new Carry(true, true, true, true, false));
			TablePartitionConfig nested = ahead(2, all)
				.with(new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneId.of("UTC")),
						Set.of(), new HashScheme(List.of("id"), 2, null)));
			Engine engine = Engine.on(db, AUGUST);
			MaintenanceResult result = engine.run(nested);
			assertThat(result.error()).isNull();
			assertThat(new PlanJson().read(new PlanJson().write(result.plan()))).isEqualTo(result.plan());
			assertThat(db.queryStrings("SELECT c.relname || ' ' || c.relkind::text || ' ' || s.spcname || ' ' ||"
					+ " c.relpersistence::text || ' ' || c.relreplident::text || ' ' || c.relrowsecurity || ' '"
					+ " || coalesce(array_to_string(c.reloptions, ','), '-') || ' ' || a.attstattarget"
					+ " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'payload'"
					+ " JOIN pg_tablespace AS s ON s.oid = c.reltablespace WHERE c.relname ~ '^t__2026_08' ORDER BY 1"))
				.containsExactly("t__2026_08 p t_fast p d true - 200",
						"t__2026_08__h0 r t_fast u f true fillfactor=90 200",
						"t__2026_08__h1 r t_fast u f true fillfactor=90 200");
			assertThat(grants(db, "t__2026_08")).isEqualTo(grants(db, "t__2026_08__h1")).isEqualTo(grants(db, "t"));
			assertThat(engine.run(nested).outcome()).isEqualTo(Outcome.CONVERGED);
			assertThat(engine.run(nested).plan().findings()).isEmpty();
			db.execute("ALTER TABLE t__2026_08__h1 SET (fillfactor = 70)", "REVOKE SELECT ON t__2026_08 FROM t_reader");
			assertThat(findings(engine.run(nested))).containsExactlyInAnyOrder("property_drift t__2026_08__h1",
					"protection_drift t__2026_08");
		}
		finally {
			db.execute("DROP TABLE t CASCADE", "DROP TABLESPACE t_fast");
		}
	}

	@Test
	void tablespaceAndStorageParametersAreSetAndOldPartitionsToldOf(PostgresDatabase db) {
		db.execute("SET allow_in_place_tablespaces = on", "CREATE TABLESPACE t_fast LOCATION ''", Tables.M,
				Tables.month("2026_07"));
		try {
			Leaves fast = new Leaves.Local("t_fast", Map.of("fillfactor", "90", "toast.autovacuum_enabled", "false"),
					false, false, Carry.DEFAULT);
			MaintenanceResult result = Engine.on(db, AUGUST).run(ahead(1, fast));
			String stored = "SELECT array_to_string(c.reloptions, ',') || ' ' || array_to_string(o.reloptions, ',') || ' ' || s.spcname"
					+ " FROM pg_class AS c JOIN pg_class AS o ON o.oid = c.reltoastrelid"
					+ " JOIN pg_tablespace AS s ON s.oid = c.reltablespace WHERE c.oid = ?::regclass";
			assertThat(db.<String>queryOne(stored, "t__2026_08"))
				.isEqualTo("fillfactor=90 autovacuum_enabled=false t_fast");
			assertThat(findings(result)).containsExactly("property_drift t__2026_07", "property_drift t__2026_07");
			assertThat(result.issues()).isEmpty();
			drift(result).forEach((finding) -> db.execute(finding.next()));
			assertThat(db.<String>queryOne(stored, "t__2026_07")).isEqualTo(db.queryOne(stored, "t__2026_08"));
			assertThat(Engine.on(db, AUGUST).run(ahead(1, fast)).plan().findings()).isEmpty();
		}
		finally {
			db.execute("DROP TABLE t CASCADE", "DROP TABLESPACE t_fast");
		}
	}

	@Test
	void aTableThatNeedsNoToastTableLacksNoParameterOfOne(PostgresDatabase db) {
		db.execute("CREATE TABLE t (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				Tables.month("2026_07"));
		Leaves toast = new Leaves.Local(null, Map.of("fillfactor", "90", "toast.autovacuum_enabled", "false"), false,
				false, Carry.DEFAULT);
		Engine engine = Engine.on(db, AUGUST);
		engine.run(ahead(1, toast));
		drift(engine.run(ahead(1, toast))).forEach((finding) -> db.execute(finding.next()));
		assertThat(drift(engine.run(ahead(1, toast)))).isEmpty();
		db.execute("ALTER TABLE t ADD payload text");
		assertThat(drift(engine.run(ahead(1, toast)))).as("now it has one").hasSize(1);
	}

	@Test
	void theTablespaceOfTheDatabaseIsTakenAtItsWord(PostgresDatabase db) {
		db.execute(Tables.M);
		MaintenanceResult result = Engine.on(db, AUGUST)
			.run(ahead(1, new Leaves.Local("pg_default", Map.of(), false, false, Carry.DEFAULT)));
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(result.plan().findings()).isEmpty();
	}

	@Test
	void aTablespaceThatIsMissingIsToldBeforeAnyDdl(PostgresDatabase db) {
		db.execute(Tables.M);
		MaintenanceResult result = Engine.on(db, AUGUST)
			.run(ahead(1, new Leaves.Local("nowhere", Map.of(), false, false, Carry.DEFAULT)));
		assertThat(findings(result)).containsExactly("leaves_impossible");
		assertThat(result.success()).isFalse();
	}

	@Test
	void p20_unloggedLeavesStayUnlogged(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_07"));
		Leaves unlogged = new Leaves.Local(null, Map.of(), false, true, Carry.DEFAULT);
		Engine engine = Engine.on(db, AUGUST);
		engine.run(ahead(2, unlogged));
		MaintenanceResult result = engine.at("2026-10-26T00:00:00Z").run(ahead(2, unlogged));
		assertThat(
				db.queryStrings("SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r' ORDER BY 1"))
			.containsExactly("t__2026_08", "t__2026_09", "t__2026_10", "t__2026_11");
		assertThat(drift(result)).singleElement()
			.satisfies(
					(finding) -> assertThat(finding.next()).isEqualTo("ALTER TABLE public.t__2026_07 SET UNLOGGED;"));
	}

	@Test
	void aReplicaIdentityByIndexIsThatOfTheMatchingIndex(PostgresDatabase db) {
		db.execute(Tables.M, "ALTER TABLE t ADD COLUMN gone int", "ALTER TABLE t DROP COLUMN gone",
				"ALTER TABLE t ADD COLUMN key uuid NOT NULL DEFAULT gen_random_uuid()",
				"CREATE UNIQUE INDEX \"My Key\" ON t (created_at, key)", "CREATE UNIQUE INDEX ON t (key, created_at)",
				Tables.month("2026_07"), "ALTER TABLE t REPLICA IDENTITY USING INDEX \"My Key\"",
				"CREATE PUBLICATION p FOR TABLE t");
		MaintenanceResult result = Engine.on(db, AUGUST).run(ahead(1, Leaves.DEFAULT));
		String identity = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indisreplident AND indrelid = ?::regclass";
		assertThat(db.<String>queryOne(identity, "t__2026_08")).endsWith("(created_at, key)");
		assertThat(drift(result)).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.PROTECTION_DRIFT);
			db.execute(finding.next());
		});
		assertThat(db.<String>queryOne(identity, "t__2026_07")).endsWith("(created_at, key)");
		assertThat(Engine.on(db, AUGUST).run(ahead(1, Leaves.DEFAULT)).plan().findings()).isEmpty();
	}

	@Test
	void replicaIdentityStatisticsAndCommentAreCarriedWhereTheirSwitchesSaySo(PostgresDatabase db) {
		db.execute(Tables.M, "ALTER TABLE t REPLICA IDENTITY FULL", "ALTER TABLE t ALTER payload SET STATISTICS 700",
				"COMMENT ON TABLE t IS 'it''s what happened'");
		Engine engine = Engine.on(db, AUGUST);
		engine.run(
				ahead(1, new Leaves.Local(null, Map.of(), false, false, new Carry(false, false, false, false, false))));
		engine.run(ahead(2, Leaves.DEFAULT));
		engine.run(ahead(3, new Leaves.Local(null, Map.of(), false, false, new Carry(true, true, false, true, false))));
		assertThat(db.queryStrings(
				"SELECT c.relname || ' ' || c.relreplident::text || ' ' || coalesce(nullif(a.attstattarget, -1), 0)"
						+ " || ' ' || coalesce(obj_description(c.oid), '-') FROM pg_class AS c JOIN pg_attribute AS a"
						+ " ON a.attrelid = c.oid WHERE a.attname = 'payload' AND c.relname ~ '^t__2026_..$' ORDER BY 1"))
			.containsExactly("t__2026_08 d 0 -", "t__2026_09 f 700 -", "t__2026_10 f 700 it's what happened");
	}

	@Test
	void aCarriedCommentStandsBelowTheMarker(PostgresDatabase db) {
		db.execute(Tables.M, "COMMENT ON TABLE t IS E'pg-partsmith:orphan-parent=public.other\\nwhat happened'");
		TablePartitionConfig kept = Tables.monthly(Tables.ahead(1).keeping(Tables.aheadKeep(1, 1).retention()))
			.with(new Leaves.Local(null, Map.of(), false, false, new Carry(true, true, false, true, false)));
		CatalogProbe catalog = CatalogProbe.of(db);
		Engine engine = Engine.on(db, AUGUST);
		engine.run(kept);
		assertThat(catalog.comment("t__2026_08")).isEqualTo("what happened");
		engine.at("2026-09-02T00:00:00Z").run(kept);
		assertThat(catalog.comment("t__2026_08")).startsWith("pg-partsmith:orphan-parent=public.t\n")
			.endsWith("\nwhat happened");
		engine.run(kept.with(Tables.ahead(1)));
		assertThat(catalog.partitions("t")).contains("t__2026_08");
		assertThat(catalog.comment("t__2026_08")).isEqualTo("what happened");
	}

	@Test
	void rowSecurityGoesAlongWithGrantsSoThatNobodyReadsPastIt(PostgresDatabase db) {
		db.execute("CREATE ROLE t_reader", "GRANT USAGE ON SCHEMA public TO t_reader", Tables.M,
				"CREATE TABLE seen (who name, what text)", "GRANT SELECT ON seen TO t_reader",
				"INSERT INTO seen VALUES ('t_reader', 'mine')", "GRANT SELECT, INSERT ON t TO t_reader",
				"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "ALTER TABLE t FORCE ROW LEVEL SECURITY",
				"CREATE POLICY mine ON t FOR SELECT TO t_reader USING (EXISTS (SELECT FROM seen WHERE who = current_user AND what = t.payload))",
				"CREATE POLICY write ON t AS RESTRICTIVE FOR INSERT TO PUBLIC WITH CHECK (payload <> 'it''s')",
				Tables.month("2026_07"));
		Engine engine = Engine.on(db, AUGUST);
		MaintenanceResult result = engine.run(ahead(1, GRANTED));
		assertThat(result.error()).isNull();
		db.execute("INSERT INTO t (created_at, payload) VALUES ('2026-08-02Z', 'mine'), ('2026-08-02Z', 'other')");
		for (String read : List.of("t", "t__2026_08")) {
			db.execute("SET ROLE t_reader", "DO $$ BEGIN ASSERT (SELECT count(*) FROM " + read + ") = 1; END $$");
		}
		String policies = "SELECT string_agg(format('%s %s %s %s %s', policyname, permissive, roles, cmd, with_check), ';' ORDER BY policyname)"
				+ " FROM pg_policies WHERE tablename = ?";
		assertThat(db.<String>queryOne(policies, "t__2026_08")).isEqualTo(db.queryOne(policies, "t"));
		assertThat(drift(result)).hasSize(2).allSatisfy((finding) -> db.execute(finding.next()));
		assertThat(db.<String>queryOne(policies, "t__2026_07")).isEqualTo(db.queryOne(policies, "t"));
		assertThat(engine.run(ahead(1, GRANTED)).plan().findings()).isEmpty();
	}

	@Test
	void aPolicyThatCannotBeCarriedKeepsNobodyFromInserting(PostgresDatabase db) {
		db.execute("CREATE ROLE t_reader",
				"CREATE TABLE t (gone int, created_at timestamptz NOT NULL, payload text)"
						+ " PARTITION BY RANGE (created_at)",
				"GRANT SELECT ON t TO t_reader", "ALTER TABLE t DROP COLUMN gone", "CREATE TABLE seen (what text)",
				"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "CREATE POLICY a_plain ON t USING (payload = 'mine')",
				"CREATE POLICY b_nested ON t USING (EXISTS (SELECT FROM seen WHERE what = t.payload AND what <> 'not t.x'))");
		MaintenanceResult result = Engine.on(db, AUGUST).run(ahead(1, GRANTED));
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(db.queryStrings("SELECT policyname FROM pg_policies WHERE tablename = 't__2026_08'"))
			.containsExactly("a_plain");
		assertThat(issues(Engine.on(db, AUGUST).run(ahead(1, GRANTED))))
			.containsExactly("reconcile protection_drift t__2026_08");
	}

	@Test
	void p31_p32_aPublicationOfTheTableHasItsPartitionsAndNotItsOrphans(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_07"), "CREATE PUBLICATION p FOR TABLE t",
				"CREATE TABLE t__rest PARTITION OF t DEFAULT", "INSERT INTO t (created_at) VALUES ('2026-08-02Z')");
		String published = "SELECT tablename FROM pg_publication_tables WHERE pubname = 'p' ORDER BY 1";
		TablePartitionConfig keep = Tables.monthly(Tables.aheadKeep(1, 1).dropping(new Drop.DropNever()));
		MaintenanceResult result = Engine.on(db, AUGUST).run(keep);
		assertThat(done(result)).containsExactly("move t__2026_08", "detach t__2026_07");
		assertThat(db.<Long>queryOne("SELECT count(*) FROM t__2026_08")).isEqualTo(1);
		assertThat(db.<Long>queryOne("SELECT count(*) FROM t__rest")).isZero();
		assertThat(db.queryStrings(published)).containsExactly("t__2026_08", "t__rest");
		assertThat(CatalogProbe.of(db).exists("t__2026_07")).isTrue();
	}

	@Test
	void p40_aRoleThatOnlyOwnsTheTableCarriesWhatItMayUnderAnEmptySearchPath(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "CREATE ROLE t_reader", "GRANT USAGE, CREATE ON SCHEMA public TO t_owner",
				Tables.M, "GRANT SELECT ON t TO t_reader", "ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey",
				"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "CREATE POLICY mine ON t USING (payload = 'mine')",
				"ALTER TABLE t OWNER TO t_owner");
		Engine engine = Engine.on(db, AUGUST)
			.over(Connections.of(db).prepared("SET ROLE t_owner", "SET search_path = ''"));
		TablePartitionConfig t = ahead(2, new Leaves.Local(null, Map.of("fillfactor", "80"), true, false,
				new Carry(true, true, true, true, false)));
		MaintenanceResult result = engine.run(t);
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("create t__2026_08", "create t__2026_09");
		assertThat(grants(db, "t__2026_09")).containsExactly("t_owner: SELECT to t_reader");
		assertThat(engine.run(t).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(engine.run(t).plan().findings()).isEmpty();
	}

}

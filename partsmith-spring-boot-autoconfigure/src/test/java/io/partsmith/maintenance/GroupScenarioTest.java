package io.partsmith.maintenance;

import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.Datum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.partsmith.testing.Results.assertConverged;
import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static io.partsmith.testing.Trees.group;
import static org.assertj.core.api.Assertions.assertThat;

/** Lists of groups, on a real database. */
@PostgresTest
class GroupScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	@Test
	void groupsAreRecognisedByTheirValuesAndNullIsNotAText(PostgresDatabase db) {
		db.execute("CREATE TABLE g (region text, id bigint) PARTITION BY LIST (region)",
				"CREATE TABLE europe PARTITION OF g FOR VALUES IN ('fr', 'de')");
		Scheme groups = new GroupScheme("region", List.of(group("eu", "de", "fr"),
				new GroupScheme.Group("none", List.of(Datum.NULL)), group("odd", "NULL", "it's")), "rest", null);
		TablePartitionConfig g = Trees.table("g", groups, Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(g);
		assertThat(done(result)).containsExactly("create g__none", "create g__odd", "create g__rest");
		assertThat(result.done()).extracting(Operation::reason)
			.containsExactly(Reason.LIST_GROUP_MISSING, Reason.LIST_GROUP_MISSING, Reason.LIST_DEFAULT_MISSING);
		db.execute("INSERT INTO g VALUES (NULL), ('NULL'), ('it''s'), ('de'), ('us')");
		assertThat(this.catalog.rows("g__none")).isEqualTo(1);
		assertThat(this.catalog.rows("g__odd")).isEqualTo(2);
		assertThat(this.catalog.rows("g__rest")).isEqualTo(1);
		assertConverged(engine, g);
	}

	@Test
	void aGroupOfWhichAPartIsOwnedElsewhereIsToldAndNotMade(PostgresDatabase db) {
		db.execute("CREATE TABLE g (region int, id bigint) PARTITION BY LIST (region)",
				"CREATE TABLE one PARTITION OF g FOR VALUES IN (1)");
		TablePartitionConfig g = Trees.table("g", new GroupScheme("region", List.of(group("ab", "1", "2")), null, null),
				Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(g);
		assertThat(issues(result)).containsExactly("reconcile list_values_conflict g");
		assertThat(result.success()).isFalse();
		db.execute("CREATE TABLE rest PARTITION OF g DEFAULT");
		assertThat(Engine.on(db, TODAY).run(g).success()).isTrue();
		db.execute("DROP TABLE rest");
		String next = result.issues().get(0).next();
		assertThat(next)
			.endsWith("by hand: CREATE TABLE public.g__ab_rest (LIKE public.g INCLUDING ALL EXCLUDING IDENTITY);"
					+ " ALTER TABLE public.g ATTACH PARTITION public.g__ab_rest FOR VALUES IN ('2')");
		db.execute(next.substring(next.indexOf("CREATE TABLE")), "INSERT INTO g VALUES (1, 1), (2, 1)");
		assertThat(Engine.on(db, TODAY).run(g).issues()).isEmpty();
	}

	@Test
	void groupsAreComparedAsPostgresComparesThem(PostgresDatabase db) {
		db.execute("CREATE TABLE g (flag boolean, id bigint) PARTITION BY LIST (flag)",
				"CREATE TABLE u (key uuid, id bigint) PARTITION BY LIST (key)");
		TablePartitionConfig g = Trees.table("g", new GroupScheme("flag", List.of(group("y", "yes")), null, null),
				Tables.ahead(1));
		TablePartitionConfig u = Trees.table("u",
				new GroupScheme("key", List.of(group("a", "AAAAAAAA-0000-4000-8000-000000000001")), null, null),
				Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		for (TablePartitionConfig config : List.of(g, u)) {
			assertThat(engine.run(config).createdCount()).isEqualTo(1);
			assertConverged(engine, config);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "timestamptz | 2026-01-01T00:00:00Z | 2026-01-02T05:30+0530 | 2026-01-03",
					"timestamp | 2026-01-01T00:00:00 | 2026-01-02 10:00 | infinity",
					"time | 10:00 | 10:00:00.500 | 11:00", "bytea | \\xDEAD | abc | \\336",
					"double precision | 1e10 | nan | inf", "real | 0.10 | -0.0 | 1e-7", "numeric | 1e10 | nan | 0.10",
					"uuid | AAAAAAAA000040008000000000000001 | {aaaaaaaa-0000-4000-8000-000000000002} | "
							+ "aaaa-aaaa-0000-4000-8000-0000-0000-0003" })
	void aValueIsRecognisedHoweverItIsWritten(String type, String one, String two, String three, PostgresDatabase db) {
		db.execute("CREATE TABLE g (a " + type + ", id bigint) PARTITION BY LIST (a)");
		TablePartitionConfig g = Trees.table("g",
				new GroupScheme("a", List.of(group("x", one, two), group("y", three)), null, null), Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		assertThat(engine.run(g).createdCount()).isEqualTo(2);
		assertConverged(engine, g);
	}

	@Test
	void aGroupValueThatTheColumnCannotHoldIsToldBeforeAnyDdl(PostgresDatabase db) {
		db.execute("CREATE TABLE g (a integer, id bigint) PARTITION BY LIST (a)");
		TablePartitionConfig g = Trees.table("g", new GroupScheme("a", List.of(group("x", "1", "two")), null, null),
				Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(g);
		assertThat(issues(result)).containsExactly("plan column_mismatch");
		assertThat(result.error()).contains("'two'");
	}

	@Test
	void aGroupWhoseRowsAreInTheDefaultIsNoEmergency(PostgresDatabase db) {
		db.execute("CREATE TABLE g (tier text) PARTITION BY LIST (tier)", "CREATE TABLE g__rest PARTITION OF g DEFAULT",
				"INSERT INTO g VALUES ('silver')");
		TablePartitionConfig g = Trees.table("g",
				new GroupScheme("tier", List.of(group("silver", "silver")), "rest", null), Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(g);
		assertThat(issues(result)).containsExactly("create default_holds_rows g__silver");
		assertThat(result.success()).isTrue();
		assertThat(Engine.on(db, TODAY).run(g).plan().runway().covered()).isTrue();
	}

	@Test
	void eachMemberOfASetHasItsOwnSeries(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE s (tier text NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (tier, created_at))
				PARTITION BY LIST (tier)""");
		Scheme tiers = new GroupScheme("tier", List.of(group("gold", "gold"), group("free", "free")), null,
				Trees.months("created_at"));
		Engine engine = Engine.on(db, "2026-06-10T00:00:00Z");
		TablePartitionConfig s = Trees.table("s", tiers, Tables.aheadKeep(2, 2));
		MaintenanceResult first = engine.run(s);
		assertThat(done(first)).containsExactly("create s__gold", "create s__free");
		assertThat(this.catalog.partitions("s__gold")).containsExactly("s__gold__2026_06", "s__gold__2026_07");
		MaintenanceResult later = engine.at(TODAY).run(s);
		assertThat(later.success()).isTrue();
		assertThat(later.createdCount()).isEqualTo(4);
		assertThat(later.droppedCount()).isEqualTo(2);
		assertThat(this.catalog.partitions("s__gold")).containsExactly("s__gold__2026_07", "s__gold__2026_08",
				"s__gold__2026_09");
		assertThat(this.catalog.partitions("s__free")).hasSize(3);
		assertThat(later.plan().runway()).isNotNull();
		assertConverged(engine, s);
	}

	@Test
	void aNewMemberBeginsWhereTheSequenceStands(PostgresDatabase db) {
		db.execute("CREATE TABLE w (tier text NOT NULL, id bigserial, PRIMARY KEY (tier, id)) PARTITION BY LIST (tier)",
				"SELECT setval('w_id_seq', 5050)");
		RangeScheme ids = Trees.ids("id", 1000, CursorSource.SEQUENCE);
		TablePartitionConfig w = Trees.table("w", new GroupScheme("tier", List.of(group("a", "a")), null, ids),
				Tables.ahead(2));
		Engine engine = Engine.on(db, TODAY);
		engine.run(w);
		assertThat(this.catalog.partitions("w__a")).containsExactly("w__a__5000", "w__a__6000");
		db.execute("INSERT INTO w (tier) VALUES ('a')");
		assertConverged(engine, w);
	}

}

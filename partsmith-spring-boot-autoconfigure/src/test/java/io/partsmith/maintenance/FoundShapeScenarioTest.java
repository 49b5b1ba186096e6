package io.partsmith.maintenance;

import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Runway;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.assertConverged;
import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static io.partsmith.testing.Trees.group;
import static org.assertj.core.api.Assertions.assertThat;

/** Sets that were made otherwise than the configuration says, on a real database. */
@PostgresTest
class FoundShapeScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	@Test
	void s91_aSetThatExistsKeepsItsModulus(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 4, 0, 1, 2, 3));
		String w34 = "SELECT oid || ' ' || relname FROM pg_class WHERE relname LIKE 'n\\_\\_2026\\_w34%' ORDER BY 1";
		List<String> before = db.queryStrings(w34);
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(done(result)).containsExactly("create n__2026_w35");
		assertThat(result.issues()).isEmpty();
		assertThat(db.queryStrings(w34)).hasSizeGreaterThanOrEqualTo(5).isEqualTo(before);
		assertThat(this.catalog.bounds("n__2026_w35__h1")).isEqualTo("FOR VALUES WITH (modulus 2, remainder 1)");
		assertThat(findings(result)).containsExactly("modulus_preserved n__2026_w34");
		assertThat(this.catalog.partitions("n__2026_w34")).hasSize(4);
		assertThat(this.catalog.partitions("n__2026_w35")).hasSize(2);
	}

	@Test
	void s92_aSetIsRepairedAtItsOwnModulus(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 4, 0, 1, 3));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.createdCount()).isEqualTo(1);
		assertThat(result.repairedCount()).isEqualTo(1);
		assertThat(result.issues()).isEmpty();
		assertThat(findings(result)).containsExactly("modulus_repaired n__2026_w34");
		assertThat(result.done()).extracting(Operation::reason).contains(Reason.HASH_GAP_HISTORICAL_MODULUS);
		assertThat(this.catalog.bounds("n__2026_w34__h2")).isEqualTo("FOR VALUES WITH (modulus 4, remainder 2)");
		assertConverged(Engine.on(db, TODAY), Tables.n(2, Tables.ahead(1)));
	}

	@Test
	void aSetOfSeveralModuliIsNotGuessedAt(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0));
		db.execute("CREATE TABLE n__2026_w35__h1 PARTITION OF n__2026_w35 FOR VALUES WITH (modulus 4, remainder 1)");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(done(result)).isEmpty();
		assertThat(issues(result)).containsExactly("reconcile non_uniform_incomplete n__2026_w35");
		assertThat(result.issues().get(0).next()).endsWith("smaller modulus: CREATE TABLE public.n__2026_w35__h3_of_4"
				+ " (LIKE public.n__2026_w35 INCLUDING ALL EXCLUDING IDENTITY); ALTER TABLE public.n__2026_w35 ATTACH"
				+ " PARTITION public.n__2026_w35__h3_of_4 FOR VALUES WITH (modulus 4, remainder 3)");
		assertThat(result.success()).isFalse();
		db.execute(result.issues().get(0).next().substring(result.issues().get(0).next().indexOf("CREATE")));
		MaintenanceResult mended = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(mended.issues()).isEmpty();
		assertThat(findings(mended)).containsExactly("non_uniform_complete n__2026_w35");
	}

	@Test
	void s94_aWeekOfAnotherShapeIsToldAndLeftAlone(PostgresDatabase db) {
		db.execute(Tables.N,
				"""
						CREATE TABLE n__2026_w34 PARTITION OF n FOR VALUES FROM ('2026-08-17 00:00+00') TO ('2026-08-24 00:00+00')
						PARTITION BY LIST (tenant_id)""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("reconcile strategy_mismatch n__2026_w34");
		assertThat(done(result)).containsExactly("create n__2026_w35");
		assertThat(result.issues().get(0).message()).contains("LIST (tenant_id)");
		assertThat(this.catalog.partitions("n__2026_w34")).isEmpty();
	}

	@Test
	void s94_aWeekThatIsALeafStaysOne(PostgresDatabase db) {
		db.execute(Tables.N,
				"""
						CREATE TABLE n__2026_w34 PARTITION OF n FOR VALUES FROM ('2026-08-17 00:00+00') TO ('2026-08-24 00:00+00')""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.issues()).isEmpty();
		assertThat(findings(result)).containsExactly("legacy_leaf n__2026_w34");
		db.execute("INSERT INTO n VALUES (1, '2026-08-18Z')");
		assertThat(this.catalog.partitions("n__2026_w35")).hasSize(2);
	}

	@Test
	void aWeekWithoutAnyPartitionIsNoPlaceForRows(PostgresDatabase db) {
		db.execute(Tables.N,
				"""
						CREATE TABLE n__2026_w35 PARTITION OF n FOR VALUES FROM ('2026-08-24 00:00+00') TO ('2026-08-31 00:00+00')
						PARTITION BY LIST (tenant_id)""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("reconcile empty_branch n__2026_w35");
		assertThat(result.plan().runway()).isNotNull().extracting(Runway::covered).isEqualTo(false);
		db.execute("DROP TABLE n__2026_w35");
		Engine engine = Engine.on(db, TODAY);
		assertThat(engine.run(Tables.n(2, Tables.ahead(1))).createdCount()).isOne();
		assertConverged(engine, Tables.n(2, Tables.ahead(1)));
	}

	@Test
	void aMemberWithoutAnyPartitionIsNoPlaceForRows(PostgresDatabase db) {
		db.execute("CREATE TABLE g (k text, v int) PARTITION BY LIST (k)",
				"CREATE TABLE g__a PARTITION OF g FOR VALUES IN ('a') PARTITION BY HASH (v)");
		GroupScheme groups = new GroupScheme("k", List.of(group("a", "a")), null, null);
		MaintenanceResult result = Engine.on(db, TODAY).run(Trees.table("g", groups, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("reconcile empty_branch g__a");
		assertThat(result.plan().runway()).isNotNull().extracting(Runway::covered).isEqualTo(false);
	}

}

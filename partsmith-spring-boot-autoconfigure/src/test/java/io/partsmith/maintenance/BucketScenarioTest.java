package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.HashScheme;
import io.partsmith.table.TablePartitionConfig;
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
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** Weeks that are divided by a hash, on a real database. */
@PostgresTest
class BucketScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	@Test
	void s22_unitsAreKeptAndNotTheirBuckets(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, "2026-08-12T00:00:00Z");
		TablePartitionConfig n = Tables.n(4, Tables.aheadKeep(1, 2));
		engine.run(n);
		engine.at("2026-08-19T00:00:00Z").run(n);
		MaintenanceResult third = engine.at("2026-08-26T00:00:00Z").run(n);
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w34", "n__2026_w35");
		assertThat(this.catalog.partitions("n__2026_w34")).hasSize(4);
		assertThat(this.catalog.tables("public")).hasSize(1 + 2 * 5);
		assertThat(third.createdCount()).isEqualTo(1);
		assertThat(third.detachedCount()).isEqualTo(1);
		assertThat(third.droppedCount()).isEqualTo(1);
	}

	@Test
	void s23_aBranchIsDroppedOnceWithAllItsBuckets(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w33", "2026-08-10", "2026-08-17", 2, 0, 1));
		List<String> drops = new ArrayList<>();
		List<String> phases = new ArrayList<>();
		MaintenanceResult result = Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String tableName, String partitionName) {
				drops.add(tableName + " " + partitionName);
			}

			@Override
			public void onEvent(PartitionEvent event) {
				phases.add(event.phase() + " " + event.partition().name());
			}
		}).run(Tables.n(2, Tables.aheadKeep(1, 1)));
		assertThat(result.droppedCount()).isEqualTo(1);
		assertThat(drops).containsExactly("public.n public.n__2026_w33");
		assertThat(phases).containsExactly("BEFORE_CREATE n__2026_w35", "AFTER_CREATE n__2026_w35",
				"BEFORE_DETACH n__2026_w33", "AFTER_DETACH n__2026_w33", "BEFORE_DROP n__2026_w33",
				"AFTER_DROP n__2026_w33");
		assertThat(this.catalog.tables("public")).containsExactly("n", "n__2026_w35", "n__2026_w35__h0",
				"n__2026_w35__h1");
	}

	@Test
	void s89_aWeekIsAttachedWithAllItsBuckets(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, TODAY);
		TablePartitionConfig n = Tables.n(2, Tables.ahead(1));
		MaintenanceResult result = engine.run(n);
		assertThat(result.success()).isTrue();
		assertThat(result.createdCount()).isEqualTo(1);
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w35");
		assertThat(db.<String>queryOne("SELECT relkind::text FROM pg_class WHERE oid = 'n__2026_w35'::regclass"))
			.isEqualTo("p");
		assertThat(this.catalog.partitions("n__2026_w35")).containsExactly("n__2026_w35__h0", "n__2026_w35__h1");
		assertThat(this.catalog.bounds("n__2026_w35__h0")).isEqualTo("FOR VALUES WITH (modulus 2, remainder 0)");
		assertThat(this.catalog.bounds("n__2026_w35__h1")).isEqualTo("FOR VALUES WITH (modulus 2, remainder 1)");
		db.execute("INSERT INTO n SELECT g, '2026-08-27Z' FROM generate_series(1, 50) AS g");
		assertThat(this.catalog.rows("n__2026_w35__h0")).isBetween(1L, 49L);
		assertThat(this.catalog.rows("n__2026_w35__h0") + this.catalog.rows("n__2026_w35__h1")).isEqualTo(50);
		assertConverged(engine, n);
	}

	@Test
	void s95_aHalfBuiltWeekIsCompletedAndAttached(PostgresDatabase db) {
		db.execute(Tables.N, """
				CREATE TABLE n__2026_w35 (LIKE n INCLUDING ALL) PARTITION BY HASH (tenant_id)""", """
				CREATE TABLE n__2026_w35__h0 PARTITION OF n__2026_w35 FOR VALUES WITH (modulus 2, remainder 0)""");
		assertThat(this.catalog.partitions("public.n")).isEmpty();
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(Tables.n(2, Tables.ahead(1)));
		assertThat(done(result)).containsExactly("attach n__2026_w35");
		assertThat(result.repairedCount()).isEqualTo(1);
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w35");
		assertThat(this.catalog.partitions("n__2026_w35")).containsExactly("n__2026_w35__h0", "n__2026_w35__h1");
		assertConverged(engine, Tables.n(2, Tables.ahead(1)));
	}

	@Test
	void anOrphanWeekComesBackComplete(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, "2026-08-19T00:00:00Z");
		engine.run(Tables.n(2, Tables.ahead(1)));
		engine.at(TODAY).run(Tables.n(2, Tables.ahead(1).keeping(new Retention.KeepNewest(1))));
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w35");
		db.execute("DROP TABLE n__2026_w34__h1");
		long oid = this.catalog.oid("n__2026_w34");
		MaintenanceResult back = engine.run(Tables.n(2, Tables.ahead(1).keeping(new Retention.KeepNewest(2))));
		assertThat(back.issues()).isEmpty();
		assertThat(done(back)).containsExactly("attach n__2026_w34");
		assertThat(back.repairedCount()).isEqualTo(1);
		assertThat(this.catalog.oid("n__2026_w34")).isEqualTo(oid);
		assertThat(this.catalog.partitions("n__2026_w34")).hasSize(2);
		assertThat(this.catalog.comment("n__2026_w34")).isNull();
	}

	@Test
	void aBranchThatWasDetachedByHandStaysDetached(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, TODAY);
		engine.run(Tables.n(2, Tables.ahead(1)));
		db.execute("INSERT INTO n VALUES (1, '2026-08-26Z')", "ALTER TABLE n DETACH PARTITION n__2026_w35");
		MaintenanceResult result = engine.run(Tables.n(2, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("attach name_unusable n__2026_w35");
		assertThat(result.success()).isFalse();
		assertThat(this.catalog.partitions("public.n")).isEmpty();
	}

	@Test
	void aMemberWhoseNameIsHeldIsToldWithItsTable(PostgresDatabase db) {
		db.execute(Tables.N, "CREATE TABLE n__2026_w35__h1 (x int)");
		db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)), Scope.RECONCILE);
		assertThat(result.issues()).singleElement()
			.satisfies((issue) -> assertThat(issue.message()).startsWith(
					"The member public.n__2026_w35__h1 FOR VALUES WITH (modulus 2, remainder 1) of public.n__2026_w35 is missing"));
	}

	@Test
	void theReconcileScopeMendsSetsOnly(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 2, 0));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(2)), Scope.RECONCILE);
		assertThat(done(result)).containsExactly("create n__2026_w34__h1");
		assertThat(result.done().get(0).reason()).isEqualTo(Reason.HASH_GAP);
	}

	@Test
	void aHashTableIsCompletedAndNothingElse(PostgresDatabase db) {
		db.execute("CREATE TABLE h (id bigint PRIMARY KEY) PARTITION BY HASH (id)",
				"CREATE TABLE h__h1 PARTITION OF h FOR VALUES WITH (modulus 3, remainder 1)");
		TablePartitionConfig h = Trees.table("h", new HashScheme(List.of("id"), 3, null), Tables.aheadKeep(1, 1));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(h);
		assertThat(done(result)).containsExactly("create h__h0", "create h__h2");
		assertThat(result.createdCount()).isEqualTo(2);
		db.execute("INSERT INTO h SELECT generate_series(1, 100)");
		assertConverged(engine, h);
	}

	@Test
	void aUniqueKeyWithoutTheColumnOfALevelIsToldBeforeAnyDdl(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE n (tenant_id bigint, created_at timestamptz NOT NULL, PRIMARY KEY (created_at))
				PARTITION BY RANGE (created_at)""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.success()).isFalse();
		assertThat(issues(result)).containsExactly("plan unique_key_unfit");
		assertThat(result.error()).contains("PRIMARY KEY (created_at)").contains("tenant_id");
	}

}

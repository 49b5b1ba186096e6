package io.partsmith.maintenance;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** How a partition leaves its table, and what keeps it from leaving. */
@PostgresTest
class DetachScenarioTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void makeMWithJuneAndAugust(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"));
	}

	@Test
	void s49_concurrentBesideADefaultPartitionIsRefusedAndLeavesNoMarker(PostgresDatabase db) {
		db.execute("CREATE TABLE rest PARTITION OF t DEFAULT");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.CONCURRENT));
		MaintenanceResult failed = Engine.on(db, TODAY).run(t);
		assertThat(failed.success()).isFalse();
		assertThat(failed.error()).contains("55000");
		MaintenanceResult result = Engine.on(db, TODAY).continuingOnError().run(t);
		assertThat(issues(result)).singleElement().asString().startsWith("detach ").endsWith(" t__2026_06");
		assertThat(result.issues()).singleElement().satisfies((issue) -> {
			assertThat(issue.next()).contains("default partition").contains("public.rest");
			assertThat(issue.sqlState()).isEqualTo("55000");
		});
		assertThat(done(result)).isEmpty();
		assertThat(this.catalog.partitions("t")).contains("t__2026_06");
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	@Test
	void f13_besideADefaultPartitionAutoDetachesBlocking(PostgresDatabase db) {
		db.execute("CREATE TABLE rest PARTITION OF t DEFAULT");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(((Operation.Detach) result.done().get(0)).mode()).isEqualTo(DetachMode.BLOCKING);
	}

	@Test
	void s50_withoutADefaultPartitionTheDetachIsConcurrent(PostgresDatabase db) {
		MaintenanceResult result = Engine.on(db, TODAY)
			.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.CONCURRENT)));
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(((Operation.Detach) result.done().get(0)).mode()).isEqualTo(DetachMode.CONCURRENT);
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2026_08");
	}

	@Test
	void s52_blockingInThePolicyIsOneTransaction(PostgresDatabase db) {
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.service(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.BLOCKING)));
		Operation detach = service.plan("t").operations().get(0);
		assertThat(detach.kind().isDestructive()).isTrue();
		assertThat(detach.transactional()).isTrue();
		assertThat(service.sql(detach)).startsWith("BEGIN").endsWith("COMMIT").noneMatch((sql) -> sql.contains("CONC"));
		assertThat(service.maintain("t", Scope.RETIRE).detachedCount()).isEqualTo(1);
	}

	@Test
	void f7_aForeignKeyWithoutRowsKeepsNothing(PostgresDatabase db) {
		db.execute("CREATE TABLE r (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t (id, created_at))");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(done(result)).contains("detach t__2026_06", "drop t__2026_06");
		assertThat(result.issues()).isEmpty();
	}

	@Test
	void aForeignKeyAimedAtThePartitionItselfKeepsItsTable(PostgresDatabase db) {
		db.execute("CREATE TABLE r (id bigint, at timestamptz, "
				+ "FOREIGN KEY (id, at) REFERENCES t__2026_06 (id, created_at))");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(result.success()).isTrue();
		assertThat(issues(result)).containsExactly("drop still_referenced t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isTrue();
	}

}

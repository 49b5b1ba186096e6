package io.partsmith.maintenance;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which partitions are made in one transaction, and what that must not change. */
@PostgresTest
class BatchedCreationTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final int DAYS = 120;

	private final TablePartitionConfig daily = Tables.times("t", "public.t", Granularity.DAY, Tables.ahead(DAYS));

	/** A partition's row in the catalog tells which transaction has made it. */
	private static long transactions(PostgresDatabase db) {
		return db.<Long>queryOne("SELECT count(DISTINCT c.xmin::text) FROM pg_class AS c"
				+ " JOIN pg_inherits AS i ON i.inhrelid = c.oid WHERE i.inhparent = 't'::regclass"
				+ " AND pg_get_expr(c.relpartbound, 0) <> 'DEFAULT'");
	}

	private static void make(PostgresDatabase db, String... more) {
		db.execute("CREATE TABLE lookup (id int PRIMARY KEY)",
				"CREATE TABLE t (id bigint, created_at timestamptz NOT NULL, kind int, PRIMARY KEY (id, created_at))"
						+ " PARTITION BY RANGE (created_at)");
		db.execute(more);
	}

	private MaintenanceResult run(PostgresDatabase db) {
		MaintenanceResult result = Engine.on(db, TODAY).run(this.daily);
		assertThat(result.error()).isNull();
		assertThat(result.createdCount()).isEqualTo(DAYS);
		assertThat(Engine.on(db, TODAY).run(this.daily).outcome()).isEqualTo(Outcome.CONVERGED);
		return result;
	}

	@Test
	void manyShareATransactionOfBoundedWidth(PostgresDatabase db) {
		make(db);
		run(db);
		assertThat(transactions(db)).isEqualTo(3);
	}

	@Test
	void eachStandsAloneBesideADefaultPartitionWhichAttachLocks(PostgresDatabase db) {
		make(db, "CREATE TABLE rest PARTITION OF t DEFAULT");
		run(db);
		assertThat(transactions(db)).isEqualTo(DAYS);
	}

	@Test
	void eachStandsAloneWhereAForeignKeyMakesAttachLockAnotherTable(PostgresDatabase db) {
		make(db, "ALTER TABLE t ADD FOREIGN KEY (kind) REFERENCES lookup");
		run(db);
		assertThat(transactions(db)).isEqualTo(DAYS);
		db.execute("DROP TABLE t", "DROP TABLE lookup");
		make(db, "CREATE TABLE item (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t)");
		assertThat(Engine.on(db, TODAY).service(this.daily).plan("t").operations().get(0).lock())
			.isEqualTo("SHARE UPDATE EXCLUSIVE on public.t, SHARE ROW EXCLUSIVE on public.item");
		run(db);
		assertThat(transactions(db)).isEqualTo(DAYS);
	}

	@Test
	void eachStandsAloneBetweenItsHooks(PostgresDatabase db) {
		make(db);
		MaintenanceResult result = Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {
		}).run(this.daily);
		assertThat(result.createdCount()).isEqualTo(DAYS);
		assertThat(transactions(db)).isEqualTo(DAYS);
	}

	@Test
	void oneThatCannotBeMadeTakesNoOtherWithIt(PostgresDatabase db) {
		make(db);
		PartitionLifecycleService service = Engine.on(db, TODAY).continuingOnError().service(this.daily);
		MaintenancePlan plan = service.plan("t");
		db.execute("CREATE TABLE t__2026_09_10 ()");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.createdCount()).isEqualTo(DAYS - 1);
		assertThat(result.issues()).singleElement().satisfies((issue) -> {
			assertThat(issue.code()).isEqualTo(FindingCode.NAME_UNUSABLE);
			assertThat(issue.partition()).hasToString("public.t__2026_09_10");
		});
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(DAYS - 1);
	}

}

package io.partsmith.maintenance;

import java.util.List;

import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** Plans that somebody else's statement overtook before they were applied. */
@PostgresTest
class StalePlanTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(2, 1));

	private static final String[] JUNE = Tables.orphan("2026_06", "2026-08-01T00:00:00+00:00");

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M);
	}

	private static PartitionLifecycleService service(PostgresDatabase db, boolean continueOnError) {
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		return (continueOnError ? engine.continuingOnError() : engine).service(T);
	}

	@Test
	void s41_anOrphanThatWasAttachedByHandIsNotDropped(PostgresDatabase db) {
		db.execute(JUNE);
		db.execute("INSERT INTO t__2026_06 (created_at) VALUES ('2026-06-02Z')");
		PartitionLifecycleService service = service(db, true);
		MaintenancePlan plan = service.plan("t");
		db.execute("ALTER TABLE t ATTACH PARTITION t__2026_06 FOR VALUES FROM ('2026-06-01Z') TO ('2026-07-01Z')");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.droppedCount()).isZero();
		assertThat(issues(result)).containsExactly("drop plan_stale t__2026_06");
		assertThat(result.error()).contains("attached again");
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	/** Whoever detaches it must not find it without a marker. */
	@Test
	void aMarkerIsNotTakenOffWhatSomebodyIsDetaching(PostgresDatabase db) {
		db.execute(Tables.month("2026_08"), "COMMENT ON TABLE t__2026_08 IS"
				+ " E'pg-partsmith:orphan-parent=public.t\\npg-partsmith:detached-at=2026-08-25T00:00:00+00:00'");
		PartitionLifecycleService service = service(db, true);
		MaintenancePlan plan = service.plan("t").only(OperationKind.ATTACH);
		assertThat(plan.operations()).hasSize(1);
		db.execute("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2026_08'::regclass");
		assertThat(issues(service.apply(plan))).containsExactly("attach plan_stale t__2026_08");
		assertThat(this.catalog.comment("t__2026_08")).isNotNull();
	}

	@Test
	void s43_aDropOfATableThatIsGoneIsNoFailure(PostgresDatabase db) {
		db.execute(JUNE);
		PartitionLifecycleService service = service(db, false);
		MaintenancePlan plan = service.plan("t").only(OperationKind.DROP);
		assertThat(done(service.apply(plan))).containsExactly("drop t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isFalse();
		MaintenanceResult second = service.apply(plan);
		assertThat(second.success()).isTrue();
		assertThat(second.issues()).isEmpty();
	}

	@Test
	void s44_anotherRelationUnderTheNameIsNotDropped(PostgresDatabase db) {
		db.execute(JUNE);
		PartitionLifecycleService service = service(db, false);
		MaintenancePlan plan = service.plan("t");
		MaintenanceResult refused = service.apply(withOtherOids(plan));
		assertThat(refused.error()).contains("has the OID");
		assertThat(issues(refused)).containsExactly("drop plan_stale t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isTrue();
		assertThat(done(service.apply(plan))).contains("drop t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isFalse();
	}

	private static MaintenancePlan withOtherOids(MaintenancePlan plan) {
		List<Operation> operations = plan.operations()
			.stream()
			.filter(Operation.Drop.class::isInstance)
			.map(Operation.Drop.class::cast)
			.<Operation>map(
					(drop) -> new Operation.Drop(drop.parent(),
							new Relation(drop.table().name(), drop.table().oid() + 1, drop.table().kind(), true, null,
									null),
							drop.window(), drop.bounds(), drop.marker(), drop.behind(), drop.goesWith(), drop.reason(),
							drop.detail()))
			.toList();
		return new MaintenancePlan(plan.id(), plan.table(), plan.at(), operations, plan.findings(), plan.units(),
				plan.runway(), plan.fingerprint());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void s46_aTableRecreatedWithTheSameMarkerSurvives(boolean continueOnError, PostgresDatabase db) {
		db.execute(JUNE);
		PartitionLifecycleService service = service(db, continueOnError);
		MaintenancePlan plan = service.plan("t");
		db.execute("DROP TABLE t__2026_06");
		db.execute(JUNE);
		long oid = this.catalog.oid("t__2026_06");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("planned for another catalog").contains("OID " + oid);
		assertThat(result.droppedCount()).isZero();
		assertThat(issues(result)).containsExactly("drop plan_stale t__2026_06");
		assertThat(this.catalog.oid("t__2026_06")).isEqualTo(oid);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void s47_whatWasDetachedByHandIsKept(boolean continueOnError, PostgresDatabase db) {
		db.execute(Tables.month("2026_06"));
		PartitionLifecycleService service = service(db, continueOnError);
		MaintenancePlan plan = service.plan("t");
		assertThat(plan.operations()).extracting(Operation::kind)
			.containsExactly(OperationKind.CREATE, OperationKind.CREATE, OperationKind.DETACH, OperationKind.DROP);
		db.execute("ALTER TABLE t DETACH PARTITION t__2026_06");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("not attached to public.t any more");
		assertThat(issues(result)).containsExactly("detach plan_stale t__2026_06");
		assertThat(result.createdCount()).isEqualTo(2);
		assertThat(this.catalog.exists("t__2026_06")).isTrue();
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	@Test
	void s80_aBranchThatWasReplacedGetsNoBucket(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0));
		PartitionLifecycleService service = Engine.on(db, "2026-08-26T00:00:00Z").service(Tables.n(2, Tables.ahead(1)));
		MaintenancePlan plan = service.plan("n");
		assertThat(plan.operations()).extracting(Operation::partition)
			.containsExactly(RelationName.parse("public.n__2026_w35__h1"));
		db.execute("ALTER TABLE n__2026_w35 RENAME TO away",
				"CREATE TABLE n__2026_w35 (LIKE n) PARTITION BY HASH (tenant_id)");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.error()).contains("planned for another catalog");
		assertThat(issues(result)).containsExactly("reconcile plan_stale n__2026_w35__h1");
		assertThat(this.catalog.partitions("n__2026_w35")).isEmpty();
		assertThat(this.catalog.partitions("away")).containsExactly("n__2026_w35__h0");
	}

	@Test
	void aParentThatWasMadeAnewIsAnotherTable(PostgresDatabase db) {
		PartitionLifecycleService service = service(db, true);
		MaintenancePlan plan = service.plan("t");
		db.execute("DROP TABLE t", Tables.M);
		MaintenanceResult result = service.apply(plan);
		assertThat(issues(result)).containsExactly("create plan_stale t__2026_08", "create plan_stale t__2026_09");
		assertThat(this.catalog.tables("public")).containsExactly("t");
	}

}

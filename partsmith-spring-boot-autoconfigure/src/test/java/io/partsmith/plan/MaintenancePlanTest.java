package io.partsmith.plan;

import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static io.partsmith.plan.Policies.grace;
import static io.partsmith.plan.Policies.monthly;
import static io.partsmith.plan.Policies.operations;
import static io.partsmith.plan.Policies.plan;
import static org.assertj.core.api.Assertions.assertThat;

class MaintenancePlanTest {

	private static final TableTopology TABLE = Topologies.of("t")
		.months(2026, 5, 6)
		.measured(1200, 49152)
		.orphan("__2026_04", null)
		.build();

	private static final MaintenancePlan PLAN = plan(monthly(2, 1), TABLE);

	private static final RelationName JUNE = RelationName.parse("t__2026_06");

	@Test
	void thePlanOfTheseTests() {
		assertThat(operations(PLAN)).containsExactly("create 2026_08", "create 2026_09", "detach 2026_05",
				"detach 2026_06", "drop 2026_05", "drop 2026_06", "drop 2026_04");
	}

	@Test
	void aDropGoesWithTheDetachItFollows() {
		assertThat(operations(PLAN.without(OperationKind.DETACH))).containsExactly("create 2026_08", "create 2026_09",
				"drop 2026_04");
		assertThat(operations(PLAN.only(OperationKind.DROP))).containsExactly("drop 2026_04");
		assertThat(operations(PLAN.without(OperationKind.DROP))).containsExactly("create 2026_08", "create 2026_09",
				"detach 2026_05", "detach 2026_06");
	}

	@Test
	void aPartitionIsKeptOrLeftOutWhole() {
		assertThat(operations(PLAN.only(JUNE))).containsExactly("detach 2026_06", "drop 2026_06");
		assertThat(operations(PLAN.without(JUNE))).containsExactly("create 2026_08", "create 2026_09", "detach 2026_05",
				"drop 2026_05", "drop 2026_04");
	}

	@Test
	void whatIsBuiltOnTheEndOfAPendingDetachGoesWithIt() {
		MaintenancePlan wanted = plan(monthly(1, 1), Topologies.of("t").months(2026, 8, 8).pending().build());
		assertThat(operations(wanted)).containsExactly("finalize 2026_08", "attach 2026_08");
		assertThat(wanted.without(OperationKind.FINALIZE).operations()).isEmpty();
		MaintenancePlan expired = plan(monthly(1, 1),
				Topologies.of("t").months(2026, 6, 6).pending().months(2026, 8, 8).build());
		assertThat(operations(expired)).containsExactly("finalize 2026_06", "drop 2026_06");
		assertThat(expired.without(OperationKind.FINALIZE).operations()).isEmpty();
	}

	@Test
	void whatCompletesAnOrphanIsAPartOfItsAttach() {
		Operation.Attach attach = (Operation.Attach) plan(monthly(1, 1),
				Topologies.of("t").months(2026, 8, 8).pending().build())
			.operations()
			.get(1);
		Operation.Create create = (Operation.Create) PLAN.operations().get(0);
		Operation.Attach completed = new Operation.Attach(attach.parent(), attach.table(), attach.window(),
				attach.bounds(), List.of(new Completion(attach.partition(), create.made(), create.leaves())),
				attach.reason(), attach.detail(), attach.urgent());
		assertThat(completed.identity()).startsWith(attach.identity())
			.contains(" in public.t__2026_08 with " + create.partition() + " ")
			.isNotEqualTo(attach.identity());
	}

	@Test
	void aFilterThatLeavesNothingOutLeavesTheSamePlan() {
		assertThat(PLAN.only(OperationKind.values())).isEqualTo(PLAN);
		assertThat(PLAN.without(RelationName.parse("other.t__2026_06"))).isEqualTo(PLAN);
		assertThat(PLAN.without(JUNE).hash()).isNotEqualTo(PLAN.hash());
		assertThat(PLAN.without(JUNE).findings()).isEqualTo(PLAN.findings());
	}

	@Test
	void describesEveryOperation() {
		String text = PLAN.only(JUNE).describe((operation) -> List.of("BEGIN", operation.kind() + " now"));
		assertThat(text).startsWith("Plan of t for public.t at 2026-08-26T10:00:00Z (hash " + PLAN.only(JUNE).hash());
		assertThat(text).contains("""
				1. detach public.t__2026_06 [2026-06-01T00:00:00Z, 2026-07-01T00:00:00Z)
				   why:    retention_expired: keep-newest 1 begins at 2026-08-01T00:00:00Z""").contains("""
				   table:  OID 1001, about 1200 rows, 49152 bytes
				   bounds: FOR VALUES FROM ('2026-06-01 00:00:00+00') TO ('2026-07-01 00:00:00+00')
				   parent: public.t, OID 999
				   lock:   SHARE UPDATE EXCLUSIVE on public.t, ACCESS EXCLUSIVE on public.t__2026_06
				   effect: destructive, several transactions
				   sql:
				     BEGIN
				     detach now
				""").contains("2. drop public.t__2026_06");
	}

	@Test
	void describesWhatIsNotKnownAndWhatIsLeftAlone() {
		String text = plan(grace(monthly(1, 1), "P7D"),
				Topologies.of("t").months(2026, 8, 8).orphan("__2026_06", Policies.TODAY).build())
			.describe();
		assertThat(text).contains("Nothing to do.")
			.contains("Inserts find a partition until 2026-09-01T00:00:00Z.")
			.contains("info grace_pending public.t__2026_06\n")
			.contains("   next: ");
		assertThat(PLAN.describe()).contains("   table:  new\n")
			.contains("rows not counted yet, size not measured")
			.contains("Inserts at the cursor find no partition of their own.")
			.doesNotContain("sql:");
	}

	@Test
	void onlyAConcurrentDetachIsNoSingleTransaction() {
		assertThat(PLAN.operations()).allSatisfy((operation) -> assertThat(operation.transactional())
			.isEqualTo(!(operation instanceof Operation.Detach detach && detach.mode() == DetachMode.CONCURRENT)));
		assertThat(PLAN.operations()).anyMatch((operation) -> !operation.transactional());
	}

}

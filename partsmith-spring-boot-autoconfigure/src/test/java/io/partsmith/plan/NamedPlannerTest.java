package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

import io.partsmith.lifecycle.Drop;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.partsmith.plan.Policies.TODAY;
import static io.partsmith.plan.Policies.findings;
import static io.partsmith.plan.Policies.ids;
import static io.partsmith.plan.Policies.monthly;
import static io.partsmith.plan.Policies.operations;
import static io.partsmith.plan.Policies.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamedPlannerTest {

	private static final WindowRequest MARCH = new WindowRequest.At(List.of(Instant.parse("2024-03-15T12:00:00Z")));

	private static MaintenancePlan ensure(TablePartitionConfig config, Topologies table, WindowRequest request) {
		NamedPlanner planner = new NamedPlanner(config, table.build(), TODAY);
		return planner.ensure(planner.windows(request));
	}

	private static Window window(long from, long to) {
		return new Window(Position.Id.of(from), Position.Id.of(to));
	}

	@Test
	void s10_onlyTheNamedWindowIsPlanned() {
		MaintenancePlan plan = ensure(ids(1000, 0, 3), Topologies.ids("t", "bigint"),
				new WindowRequest.Exactly(List.of(window(5000, 6000))));
		assertThat(operations(plan)).containsExactly("create 5000");
		Operation create = plan.operations().get(0);
		assertThat(create.reason()).isEqualTo(Reason.EXPLICIT);
		assertThat(create.bounds()).hasToString("Range[from=[Literal[text=5000]], to=[Literal[text=6000]]]");
	}

	@Test
	void aWindowThatIsThereIsNotPlanned() {
		assertThat(ensure(monthly(3, 1), Topologies.of("t").months(2024, 3, 3), MARCH).isConverged()).isTrue();
		assertThat(operations(ensure(monthly(3, 1), Topologies.of("t").months(2024, 4, 4), MARCH)))
			.containsExactly("create 2024_03");
	}

	@Test
	void anOrphanOfTheWindowComesBackWhateverRetentionKeeps() {
		Topologies table = Topologies.of("t").orphan("__2024_03", TODAY).orphan("__2024_04", TODAY);
		MaintenancePlan plan = ensure(monthly(1, 1), table, MARCH);
		assertThat(operations(plan)).containsExactly("attach 2024_03");
		assertThat(plan.operations().get(0).reason()).isEqualTo(Reason.EXPLICIT);
	}

	@Test
	void underDropNeverAnOrphanKeepsItsNameAndIsTold() {
		TablePartitionConfig never = monthly(1, 1);
		never = never.with(never.lifecycle().dropping(new Drop.DropNever()));
		MaintenancePlan plan = ensure(never, Topologies.of("t").orphan("__2024_03", TODAY), MARCH);
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("name_unusable 2024_03");
	}

	@Test
	void aPendingDetachOfTheWindowIsEndedAndTakenBack() {
		Topologies table = Topologies.of("t").months(2024, 3, 3).pending().months(2024, 5, 5).pending();
		MaintenancePlan plan = ensure(monthly(1, 1), table, MARCH);
		assertThat(operations(plan)).containsExactly("finalize 2024_03", "attach 2024_03");
	}

	@Test
	void whatIsInTheWayIsTold() {
		Topologies table = Topologies.of("t").range("__wide", "2024-03-10 00:00:00+00", "2024-04-10 00:00:00+00");
		assertThat(findings(ensure(monthly(1, 1), table, MARCH))).containsExactly("range_overlap wide");
	}

	@Test
	void aWindowOffTheGridIsRefusedAndTheNearestIsNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ensure(ids(1000, 0, 1), Topologies.ids("t", "bigint"),
					new WindowRequest.Exactly(List.of(window(5000, 6000), window(6100, 7100)))))
			.withMessage("public.t: The window [6100, 7100) does not lie on the grid; the nearest is [6000, 7000)");
	}

	@Test
	void aRequestOfAnotherAxisIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ensure(ids(1000, 0, 1), Topologies.ids("t", "bigint"), MARCH))
			.withMessageContaining("is no id");
		assertThatIllegalArgumentException().isThrownBy(
				() -> ensure(monthly(1, 1), Topologies.of("t"), new WindowRequest.Ids(BigInteger.ZERO, BigInteger.TEN)))
			.withMessageContaining("is no time");
		assertThatIllegalArgumentException().isThrownBy(
				() -> ensure(monthly(1, 1), Topologies.of("t"), new WindowRequest.Exactly(List.of(window(0, 1000)))))
			.withMessageContaining("is no time");
	}

	@Test
	void aWindowBeyondTheColumnsTypeIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ensure(ids(1000, 0, 1), Topologies.ids("t", "smallint"),
					new WindowRequest.Ids(BigInteger.valueOf(40_000), BigInteger.valueOf(40_001))))
			.withMessageContaining("beyond");
	}

	@Test
	void tooManyWindowsAtOnceAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ensure(times(Granularity.HOUR, ZoneId.of("UTC"), 1, 0), Topologies.of("t"),
					new WindowRequest.Days(LocalDate.of(1900, 1, 1), LocalDate.of(2024, 1, 1))))
			.withMessageContaining("More than 1000 windows");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ensure(monthly(1, 1), Topologies.of("t"), new WindowRequest.Times(TODAY, TODAY)))
			.withMessageContaining("Nothing lies between");
	}

	@Test
	void daysAreThoseOfTheTablesZone() {
		MaintenancePlan plan = ensure(times(Granularity.DAY, ZoneId.of("Asia/Tokyo"), 1, 0), Topologies.of("t"),
				new WindowRequest.Days(LocalDate.of(2024, 3, 1), LocalDate.of(2024, 3, 3)));
		assertThat(operations(plan)).containsExactly("create 2024_03_01", "create 2024_03_02");
		assertThat(plan.operations().get(0).bounds().toSql()).contains("2024-02-29 15:00:00+00");
	}

	@Test
	void aStretchOfTimeOrIdsMeansEveryWindowItTouches() {
		assertThat(operations(ensure(monthly(1, 1), Topologies.of("t"),
				new WindowRequest.Times(Instant.parse("2024-03-31T23:59:59Z"), Instant.parse("2024-05-01T00:00:00Z")))))
			.containsExactly("create 2024_03", "create 2024_04");
		assertThat(operations(ensure(ids(10, 0, 1), Topologies.ids("t", "bigint"),
				new WindowRequest.Ids(BigInteger.valueOf(-1), BigInteger.valueOf(11)))))
			.containsExactly("create m10", "create 0", "create 10");
	}

	@Test
	void aTableThatDoesNotFitIsToldAndFailsTheRun() {
		MaintenancePlan plan = ensure(monthly(1, 1), Topologies.of("t").key(PartitionMethod.LIST, "text", "created_at"),
				MARCH);
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.findings()).isNotEmpty().allMatch(Finding::urgent);
	}

	@Test
	void anOrphanIsDroppedByNameWhateverItsGrace() {
		TableTopology table = Topologies.of("t")
			.orphan("__2026_06", TODAY)
			.orphan("__2026_05", TODAY)
			.months(2026, 4, 4)
			.build();
		NamedPlanner planner = new NamedPlanner(Policies.grace(monthly(3, 1), "P30D"), table, TODAY);
		MaintenancePlan plan = planner.drop(RelationName.parse("t__2026_06"));
		assertThat(operations(plan)).containsExactly("drop 2026_06");
		assertThat(plan.operations().get(0).reason()).isEqualTo(Reason.EXPLICIT);
		assertThat(planner.drop(RelationName.parse("t__2026_04")).isConverged()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					t__2026_07 | true  | public.t__2026_07 ends at 2026-08-01T00:00:00Z, and that is passed: 2026-08-26T10:00:00Z
					t__2026_08 | false | public.t__2026_08 ends at 2026-09-01T00:00:00Z, and so far it is 2026-08-26T10:00:00Z
					t__2026_06 | false | public.t__2026_06 is detached from public.t
					t__2026_05 | false | public.t__2026_05 is in a concurrent detach that has not ended
					t__open    | false | public.t__open has no upper end
					t__odd     | false | the bounds of public.t__odd cannot be read on the axis of public.t
					t__default | false | public.t__default takes what no other partition holds
					t__nothing | false | public.t__nothing is in no window of public.t
					""")
	void aPartitionIsClosedWhenItsEndIsPassed(String name, boolean closed, String reason) {
		TableTopology table = Topologies.of("t")
			.months(2026, 5, 5)
			.pending()
			.orphan("__2026_06", TODAY)
			.months(2026, 7, 8)
			.range("__open", "2027-01-01 00:00:00+00", "MAXVALUE")
			.bound("__odd", "FOR VALUES FROM (now()) TO (later)")
			.withDefault()
			.build();
		assertThat(new NamedPlanner(monthly(1, 1), table, TODAY).closure(RelationName.parse(name)))
			.isEqualTo(new Closure(closed, reason));
	}

	@Test
	void anIdPartitionIsClosedWhenANewerKeyIsThere() {
		Topologies table = Topologies.ids("t", "bigint").ids(1000, 0, 1000);
		RelationName first = RelationName.parse("t__0");
		assertThat(new NamedPlanner(ids(1000, 0, 1), table.newest(999).build(), TODAY).closure(first).closed())
			.isFalse();
		assertThat(new NamedPlanner(ids(1000, 0, 1), table.newest(1000).build(), TODAY).closure(first).closed())
			.isTrue();
		Closure unknown = new NamedPlanner(ids(1000, 0, 1), table.newest(new NewestKey.Unknown("locked")).build(),
				TODAY)
			.closure(first);
		assertThat(unknown.closed()).isFalse();
		assertThat(unknown.reason()).contains("locked");
		Closure assumed = new NamedPlanner(ids(1000, 0, 1),
				Topologies.ids("t", "bigint").ids(1000, 0, 1000, 9000).build(), TODAY)
			.closure(first);
		assertThat(assumed.closed()).as("no id was given out").isFalse();
		assertThat(assumed.reason()).contains("no row tells");
	}

	@Test
	void s97_withoutACodecClosedIsFalseAndNoError() {
		TableTopology table = Topologies.of("t")
			.key(PartitionMethod.RANGE, "uuid", "created_at")
			.range("__2026_w35", "01900000-0000-7000-8000-000000000000", "01900000-0001-7000-8000-000000000000")
			.build();
		Closure closure = new NamedPlanner(monthly(1, 1), table, TODAY).closure(RelationName.parse("t__2026_w35"));
		assertThat(closure.closed()).isFalse();
		assertThat(closure.reason()).contains("uuid");
	}

}

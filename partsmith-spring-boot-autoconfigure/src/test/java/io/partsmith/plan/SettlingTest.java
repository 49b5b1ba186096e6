package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many runs a table needs until nothing is left to do: one, but for the cases of
 * {@link Leftover}.
 */
class SettlingTest {

	private static final String JUNE = "2026-06-20T00:00:00Z";

	private static final String AUGUST = "2026-08-26T00:00:00Z";

	@Test
	void whatComesBackIsPutInOrderInTheSameRun() {
		Simulator table = months(1, 9, "P1Y");
		table.run(JUNE);
		table.run(AUGUST);
		assertThat(table.orphans()).extracting(Orphan::name).containsExactly(RelationName.parse("t__2026_06"));
		assertThat(runs(table.with(config(3, 9, "P0D"))))
			.containsExactly(List.of("create 2026_07", "attach 2026_06", "detach 2026_06__2026_06_20",
					"detach 2026_06__2026_06_21", "drop 2026_06__2026_06_20", "drop 2026_06__2026_06_21"));
	}

	@Test
	void nothingIsDoneBeneathWhatIsNotToComeBack() {
		Simulator table = months(1, 9, "P1Y");
		table.run(JUNE);
		table.run(AUGUST);
		MaintenancePlan plan = table.with(config(3, 9, "P0D")).plan(Instant.parse(AUGUST));
		assertThat(Policies.operations(plan.without(RelationName.parse("t__2026_06"))))
			.containsExactly("create 2026_07");
	}

	@Test
	void whatWasDetachedBeneathAPendingUnitGoesBeforeItInTheSameRun() {
		Simulator table = months(1, 9, "P1Y");
		table.run(JUNE);
		table.run("2026-06-29T00:00:00Z");
		assertThat(table.orphans()).extracting(Orphan::name)
			.containsExactly(RelationName.parse("t__2026_06__2026_06_20"));
		table.breakOff(table.topology().partitions().get(0), Instant.parse(AUGUST));
		assertThat(runs(table.with(config(1, 9, "P0D"))))
			.containsExactly(List.of("create 2026_08", "finalize 2026_06", "drop 2026_06__2026_06_20", "drop 2026_06"));
	}

	/** Until its attach has seen that it is empty, it may be somebody's. */
	@Test
	void anUnmarkedBranchIsPutInOrderByTheRunAfterTheOneThatAttachesIt() {
		Simulator table = months(1, 9, "P1Y");
		table.run(JUNE);
		TableTopology.Partitioned june = table.topology();
		Partition branch = june.partitions().get(0);
		Simulator beside = new Simulator(config(4, 9, "P0D"),
				Topologies.of("t")
					.column("seen_at", "timestamp with time zone")
					.stray(new Stray(branch.relation(), branch.branch()))
					.months(2026, 5, 5)
					.build());
		assertThat(runs(beside)).containsExactly(List.of("create 2026_08", "create 2026_07", "attach 2026_06"),
				List.of("detach 2026_06__2026_06_20", "detach 2026_06__2026_06_21", "drop 2026_06__2026_06_20",
						"drop 2026_06__2026_06_21"));
	}

	/** Should the attach fail, nothing must have been retired for it. */
	@Test
	void aListIsRetiredByTheRunAfterTheOneThatMovedIt() {
		TableTopology.Partitioned list = Topologies.ids("t", "bigint")
			.key(PartitionMethod.LIST, "bigint", "id")
			.bound("__1", "FOR VALUES IN ('1')")
			.bound("__2", "FOR VALUES IN ('2')")
			.orphan("__3", Instant.parse(JUNE))
			.build();
		TablePartitionConfig config = new TablePartitionConfig("t", RelationName.parse("t"),
				new SlidingListScheme("id", new Boundaries.Sequence(BigInteger.ONE, CursorSource.NEWEST_MEMBER), null),
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.SizeAbove(new DataAmount(1))))
					.keeping(new Retention.KeepNewest(1))
					.dropping(new Drop.DropAfter(TimeAmount.valueOf("P1Y"))));
		assertThat(runs(new Simulator(config, list))).containsExactly(List.of("attach 3", "detach 1"),
				List.of("detach 2"));
	}

	/** Its rows have inner keys of today, whatever their outer key is. */
	@Test
	void beneathACatchAllTheClockGoesOn() {
		TablePartitionConfig months = config(9, 2, "P0D");
		RangeScheme scheme = (RangeScheme) months.scheme();
		TablePartitionConfig caught = new TablePartitionConfig("t", months.table(),
				new RangeScheme(scheme.key(), scheme.boundaries(), Set.of(CatchAll.values()), scheme.child()),
				months.lifecycle(), months.levels(), months.leaves(), null);
		Simulator table = new Simulator(caught,
				Topologies.of("t").column("seen_at", "timestamp with time zone").build());
		table.run(JUNE);
		MaintenancePlan plan = table.plan(Instant.parse("2026-06-26T00:00:00Z"));
		assertThat(Policies.operations(plan)).contains("create above__2026_06_26", "create above__2026_06_27")
			.contains("create below__2026_06_26")
			.noneMatch((it) -> it.startsWith("detach above") || it.startsWith("detach below"));
		List<String> order = Policies.operations(plan);
		assertThat(order.indexOf("create 2026_06__2026_06_26")).isLessThan(order.indexOf("create above__2026_06_26"));
		plan.operations().forEach(table::apply);
		assertThat(table.plan(Instant.parse("2026-06-26T00:00:00Z")).isConverged()).isTrue();
	}

	/**
	 * What was not made, because somebody else has it, is counted as ahead all the same.
	 */
	@Test
	void anEmptyListBehindSomebodyElsesValuesIsMadeOnce() {
		assertThat(runs(thirdOf("FOR VALUES IN ('1', '2')"))).containsExactly(List.of("create 3"));
		assertThat(runs(thirdOf("FOR VALUES IN ('0', '1')"))).containsExactly(List.of("create 2", "create 3"));
		assertThat(runs(thirdOf("FOR VALUES IN ('2', '7')"))).containsExactly(List.of("create 1", "create 3"));
	}

	private static Simulator thirdOf(String others) {
		return new Simulator(
				new TablePartitionConfig("t", RelationName.parse("t"),
						new SlidingListScheme("id", new Boundaries.Sequence(BigInteger.ONE, CursorSource.MAX_KEY),
								null),
						Lifecycle.creating(new Creation.CreateAhead(3))),
				Topologies.ids("t", "bigint")
					.key(PartitionMethod.LIST, "bigint", "id")
					.bound("_others", others)
					.build());
	}

	/** Should the detach fail, retention would take them away again. */
	@Test
	void holesAreFilledByTheRunAfterTheOneThatRetiredTheLastRows() {
		RangeScheme months = new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC), Set.of(CatchAll.BELOW),
				new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO)));
		Lifecycle newest = Lifecycle.creating(new Creation.CreateAhead(1)).keeping(new Retention.KeepNewest(1));
		Simulator table = new Simulator(new TablePartitionConfig("t", RelationName.parse("t"), months,
				newest.dropping(new Drop.DropNever()), Map.of(1, newest), Leaves.DEFAULT, null),
				Topologies.of("t").column("id", "bigint").build());
		table.run(JUNE);
		Partition june = table.topology().partitions().get(0);
		table.newest(june.relation().oid(), 25).run(JUNE);
		assertThat(runs(table)).containsExactly(List.of("create 2026_08", "detach 2026_06", "drop 2026_06__0"),
				List.of("create below__10"));
	}

	/** What inserts need comes first in a run, and a drop comes last. */
	@Test
	void aPartitionIsMadeByTheRunAfterTheOneThatSetItsNameFree() {
		TableTopology.Partitioned months = Topologies.of("t")
			.months(2026, 7, 7)
			.orphan("__2026_08", Instant.parse(JUNE),
					"FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00')")
			.build();
		Simulator table = new Simulator(Policies.monthly(1, 2), months);
		assertThat(Policies.findings(table.plan(Instant.parse(AUGUST)))).containsExactly("name_unusable 2026_08");
		assertThat(runs(table)).containsExactly(List.of("drop 2026_08"), List.of("create 2026_08"));
	}

	/** What each run does, until there is nothing left to do. */
	private static List<List<String>> runs(Simulator table) {
		List<List<String>> runs = new ArrayList<>();
		MaintenancePlan plan = table.plan(Instant.parse(AUGUST));
		while (!plan.isConverged()) {
			assertThat(runs).hasSizeLessThan(9);
			runs.add(Policies.operations(plan));
			plan.operations().forEach(table::apply);
			plan = table.plan(Instant.parse(AUGUST));
		}
		return runs;
	}

	private static Simulator months(int months, int days, String grace) {
		return new Simulator(config(months, days, grace),
				Topologies.of("t").column("seen_at", "timestamp with time zone").build());
	}

	/** Months of days; what is detached of either is dropped after a grace. */
	private static TablePartitionConfig config(int months, int days, String grace) {
		RangeScheme scheme = new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC))
			.dividedBy(new RangeScheme(List.of("seen_at"), new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC)));
		return new TablePartitionConfig("t", RelationName.parse("t"), scheme, lifecycle(1, months, grace),
				Map.of(1, lifecycle(2, days, grace)), Leaves.DEFAULT, null);
	}

	private static Lifecycle lifecycle(int ahead, int kept, String grace) {
		return Lifecycle.creating(new Creation.CreateAhead(ahead))
			.keeping(new Retention.KeepNewest(kept))
			.dropping(new Drop.DropAfter(TimeAmount.valueOf(grace)));
	}

}

package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static io.partsmith.plan.Policies.operations;
import static org.assertj.core.api.Assertions.assertThat;

class HoldWatchTest {

	@Test
	void anOrphanThatOnlyAnInnerHoldKeepsIsNamed() {
		Simulator table = new Simulator(config(List.of()), Topologies.of("t").column("other", "bigint").build());
		table.run("2026-06-10T00:00:00Z");
		assertThat(operations(table.run("2026-08-10T00:00:00Z"))).contains("detach 2026_06");
		Hold hold = new Hold("case-4711", new Until.AtId(BigInteger.ZERO), new Until.AtId(BigInteger.TEN));
		table.with(config(List.of(hold)));
		MaintenancePlan held = table.plan(Instant.parse("2026-08-26T00:00:00Z"));
		assertThat(operations(held)).noneMatch((it) -> it.startsWith("drop"));
		assertThat(held.findings())
			.filteredOn((it) -> it.code() == FindingCode.LEGAL_HOLD && it.message().contains("were detached"))
			.singleElement()
			.satisfies((it) -> assertThat(it.message()).contains("case-4711", "public.t__2026_06"));
		table.with(config(List.of()));
		assertThat(operations(table.plan(Instant.parse("2026-08-26T00:00:00Z")))).contains("drop 2026_06");
	}

	@Test
	void aHoldOfAnInnerLevelIsUnusedOnlyIfItCoversNothingInAnyBranch() {
		Hold tenth = new Hold("case-4711", new Until.AtId(BigInteger.ZERO), new Until.AtId(BigInteger.TEN));
		Hold typo = new Hold("typo", new Until.AtId(BigInteger.valueOf(40_000)), null);
		TablePartitionConfig config = config(List.of(tenth, typo));
		Simulator table = new Simulator(config, Topologies.of("t").column("other", "bigint").build());
		table.run("2026-06-10T00:00:00Z");
		assertThat(unused(table.plan(Instant.parse("2026-06-10T00:00:00Z")))).singleElement()
			.asString()
			.contains("typo", "covers no partition of public.t by other");
	}

	@Test
	void whatOnlyADetachedTableHoldsBeneathItIsAUse() {
		Simulator table = new Simulator(config(List.of()), Topologies.of("t").column("other", "bigint").build());
		table.run("2026-06-10T00:00:00Z");
		table.run("2026-08-10T00:00:00Z");
		Hold hold = new Hold("case-4711", new Until.AtId(BigInteger.ZERO), new Until.AtId(BigInteger.TEN));
		table.with(config(List.of(hold)));
		MaintenancePlan held = table.plan(Instant.parse("2026-08-26T00:00:00Z"));
		assertThat(unused(held)).isEmpty();
	}

	/** The hold is the table's own, and what it is about lies beneath a set. */
	@Test
	void aHoldBeneathASetIsTold() {
		GroupScheme tiers = new GroupScheme("tier",
				List.of(new GroupScheme.Group("hot", List.of(new Datum.Literal("h"))),
						new GroupScheme.Group("cold", List.of(new Datum.Literal("c")))),
				null, new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC)));
		Lifecycle lifecycle = Lifecycle.creating(new Creation.CreateAhead(1));
		Hold typo = new Hold("typo", new Until.OnDate(LocalDate.of(2062, 4, 20)), null);
		Hold now = new Hold("now", new Until.OnDate(LocalDate.of(2026, 6, 20)), null);
		Simulator table = new Simulator(
				new TablePartitionConfig("t", RelationName.parse("t"), tiers, lifecycle.holding(List.of(typo, now))),
				Topologies.of("t")
					.key(PartitionMethod.LIST, "text", "tier")
					.column("created_at", "timestamp with time zone")
					.build());
		table.run("2026-06-10T00:00:00Z");
		assertThat(unused(table.plan(Instant.parse("2026-06-10T00:00:00Z")))).singleElement()
			.asString()
			.contains("typo", "covers no partition of public.t by created_at");
	}

	/** It keeps what lies beneath the catch-all. */
	@Test
	void aHoldOverACatchAllIsAUse() {
		RangeScheme months = new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC), Set.of(CatchAll.BELOW), null);
		Hold old = new Hold("old", new Until.OnDate(LocalDate.of(2010, 1, 1)),
				new Until.OnDate(LocalDate.of(2015, 1, 1)));
		Simulator table = new Simulator(
				new TablePartitionConfig("t", RelationName.parse("t"), months,
						Lifecycle.creating(new Creation.CreateAhead(1)).holding(List.of(old))),
				Topologies.of("t").build());
		assertThat(unused(table.run("2026-06-10T00:00:00Z"))).hasSize(1);
		MaintenancePlan held = table.plan(Instant.parse("2026-06-10T00:00:00Z"));
		assertThat(unused(held)).isEmpty();
		assertThat(held.findings()).extracting(Finding::message).anyMatch((it) -> it.contains("t__below"));
	}

	private static List<String> unused(MaintenancePlan plan) {
		return plan.findings()
			.stream()
			.filter((it) -> it.code() == FindingCode.HOLD_UNUSED)
			.map(Finding::message)
			.toList();
	}

	private static TablePartitionConfig config(List<Hold> inner) {
		RangeScheme ids = new RangeScheme(List.of("other"),
				new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO));
		RangeScheme months = new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC))
			.dividedBy(ids);
		Lifecycle lifecycle = Lifecycle.creating(new Creation.CreateAhead(1))
			.keeping(new Retention.KeepNewest(1))
			.dropping(new Drop.DropAfter(TimeAmount.valueOf("P7D")));
		return new TablePartitionConfig("t", RelationName.parse("t"), months, lifecycle,
				Map.of(1, Lifecycle.creating(new Creation.CreateAhead(1)).holding(inner)), Leaves.DEFAULT, null);
	}

}

package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
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

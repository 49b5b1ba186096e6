package io.partsmith.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A table that carries our marker is never forgotten. */
class OrphanWatchTest {

	private static final Instant MAY = Instant.parse("2026-05-20T00:00:00Z");

	private static final Instant AUGUST = Instant.parse("2026-08-26T00:00:00Z");

	@Test
	void whatWasDetachedFromAPartitionThatIsNotOursIsToldOf() {
		MaintenancePlan plan = new Planner().plan(config(), beneath("t__by_hand"), AUGUST);
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.STALE_MARKER);
			assertThat(finding.partition()).isEqualTo(RelationName.parse("x"));
			assertThat(finding.message()).startsWith("public.x carries our marker for public.t__by_hand,");
			assertThat(finding.next()).endsWith("is not needed, drop it by hand: DROP TABLE public.x");
		});
	}

	@Test
	void nobodyIsToldToDropWhatMayBeHeld() {
		TablePartitionConfig config = config();
		config = config.with(config.lifecycle().holding(List.of(new Hold("case 7", null, null))));
		assertThat(new Planner().plan(config, beneath("t__by_hand"), AUGUST).findings())
			.filteredOn((finding) -> finding.code() == FindingCode.STALE_MARKER)
			.singleElement()
			.extracting(Finding::next)
			.asString()
			.contains("and no legal hold of partsmith.tables.t covers it, drop it by hand");
	}

	@Test
	void anOrphanOfTheTableItselfStandsAmongTheUnits() {
		MaintenancePlan plan = new Planner().plan(config(), beneath("t"), AUGUST);
		assertThat(plan.findings()).noneMatch((finding) -> finding.code() == FindingCode.STALE_MARKER);
		assertThat(plan.units()).anyMatch((unit) -> unit.state() == UnitState.DETACHED);
	}

	private static TablePartitionConfig config() {
		return new TablePartitionConfig("t", RelationName.parse("t"),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC)),
				Lifecycle.creating(new Creation.CreateAhead(1)).keeping(new Retention.KeepNewest(1)));
	}

	private static TableTopology.Partitioned beneath(String parent) {
		TableTopology.Partitioned table = Topologies.of("t").months(2026, 8, 8).build();
		Orphan orphan = new Orphan(new Relation(RelationName.parse("x"), 77, RelationKind.TABLE, true, null, null),
				new Marker(RelationName.parse(parent), MAY));
		return new TableTopology.Partitioned(table.table(), table.oid(), table.access(), table.shape(), table.branch(),
				List.of(orphan), List.of(), table.newestKey(), table.newestBeneath(), null, table.properties());
	}

}

package io.partsmith.maintenance;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.SettableClock;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Server;
import io.partsmith.topology.Topologies;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableInspectorTest {

	@Test
	void aTableThatCannotBePlannedLeavesTheOthersAlone() {
		// No calendar reaches that far back: the planner overflows on this table alone.
		TablePartitionConfig far = config("far");
		TablePartitionConfig near = config("near");
		Topologies broken = Topologies.of("far")
			.range("__x", "2026-01-01", "2026-02-01")
			.orphan("__2026_01", Instant.MAX);
		CatalogSnapshot snapshot = new CatalogSnapshot(new Server(180000),
				Map.of(far.table(), broken.build(), near.table(), Topologies.of("near").build()));
		TableInspector inspector = new TableInspector(new FixedCatalog(snapshot), new MaintenanceJournal(),
				new SettableClock("2026-08-26T00:00:00Z"));
		List<TableInspection> seen = inspector.inspect(List.of(far, near), Scope.MAINTAIN);
		assertThat(seen.get(0).plan().findings()).extracting((finding) -> finding.code())
			.containsExactly(FindingCode.PLANNER_FAILED);
		assertThat(seen.get(1).plan().operations()).hasSize(2);
	}

	private static TablePartitionConfig config(String id) {
		return new TablePartitionConfig(id, RelationName.parse("public." + id),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneId.of("UTC"))),
				Lifecycle.creating(new Creation.CreateAhead(2)).keeping(new Retention.KeepNewest(1)));
	}

	/** A catalog that stands still. */
	private record FixedCatalog(CatalogSnapshot snapshot) implements PartitionMetadataProvider {

		@Override
		public CatalogSnapshot read(Collection<TablePartitionConfig> tables) {
			return this.snapshot;
		}

		@Override
		public Map<Long, Long> sizes(TableTopology.Partitioned table) {
			return Map.of();
		}

	}

}

package io.partsmith.maintenance;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Planner;
import io.partsmith.plan.Unit;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Relation;
import io.partsmith.topology.TableTopology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at tables and plans them, without a lock and without a change. */
public final class TableInspector {

	private static final Logger log = LoggerFactory.getLogger(TableInspector.class);

	private final PartitionMetadataProvider metadata;

	private final MaintenanceJournal journal;

	private final Clock clock;

	private final Planner planner = new Planner();

	/**
	 * An inspector.
	 * @param metadata reads what exists
	 * @param journal remembers what was seen
	 * @param clock all time comes from it
	 */
	public TableInspector(PartitionMetadataProvider metadata, MaintenanceJournal journal, Clock clock) {
		this.metadata = metadata;
		this.journal = journal;
		this.clock = clock;
	}

	List<TableInspection> inspect(Collection<TablePartitionConfig> configs) {
		// Fractions of a second change no plan, but clutter every text about it.
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		try {
			CatalogSnapshot snapshot = this.metadata.read(configs);
			List<TableInspection> inspections = new ArrayList<>();
			for (TablePartitionConfig config : configs) {
				inspections.add(inspection(config, snapshot, now));
			}
			inspections.forEach(this.journal::saw);
			return inspections;
		}
		catch (RuntimeException ex) {
			this.journal.couldNotLook(String.valueOf(ex.getMessage()));
			throw ex;
		}
	}

	TableInspection inspect(TablePartitionConfig config) {
		return inspect(List.of(config)).get(0);
	}

	/** With the sizes of its units, which the catalog does not know. */
	TableInspection inspectClosely(TablePartitionConfig config) {
		TableInspection inspection = inspect(config);
		if (!(inspection.topology() instanceof TableTopology.Partitioned table)) {
			return inspection;
		}
		Map<Long, Long> sizes = this.metadata.sizes(table);
		return inspection.with(inspection.plan().units().stream().map((unit) -> sized(unit, sizes)).toList());
	}

	private static Unit sized(Unit unit, Map<Long, Long> sizes) {
		Relation relation = unit.relation();
		return new Unit(relation.withBytes(sizes.get(relation.oid())), unit.state(), unit.bounds(), unit.extent(),
				unit.why(), unit.children());
	}

	MaintenancePlan plan(TablePartitionConfig config, Instant at) {
		return inspection(config, this.metadata.read(List.of(config)), at).plan();
	}

	private TableInspection inspection(TablePartitionConfig config, CatalogSnapshot snapshot, Instant at) {
		TableTopology topology = snapshot.table(config.table());
		return new TableInspection(config, topology, planned(config, topology, at), snapshot.standby(), at);
	}

	private MaintenancePlan planned(TablePartitionConfig config, TableTopology topology, Instant at) {
		try {
			return this.planner.plan(config, topology, at);
		}
		catch (RuntimeException ex) {
			log.error("{} could not be planned", config.table(), ex);
			return Planner.failed(config, at, ex);
		}
	}

}

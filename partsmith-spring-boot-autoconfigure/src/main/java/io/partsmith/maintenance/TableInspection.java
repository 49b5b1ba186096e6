package io.partsmith.maintenance;

import java.time.Instant;
import java.util.List;

import io.partsmith.plan.Finding;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.NamedPlanner;
import io.partsmith.plan.Planner;
import io.partsmith.plan.Runway;
import io.partsmith.plan.Unit;
import io.partsmith.plan.UnitState;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Server;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * One look at one table.
 *
 * @param config its configuration
 * @param topology what the database had
 * @param plan what a run would have done, and how every unit was judged
 * @param server the server it was seen on
 * @param at when it was looked at, by the application's clock
 */
public record TableInspection(TablePartitionConfig config, TableTopology topology, MaintenancePlan plan, Server server,
		Instant at) {

	TableInspection with(List<Unit> measured) {
		return new TableInspection(this.config, this.topology, this.plan.with(measured), this.server, this.at);
	}

	/** With what the server itself has to do with the table. */
	TableInspection on(List<Finding> server) {
		List<Finding> told = server.stream().map((finding) -> DatabasePresent.told(finding, this)).toList();
		return new TableInspection(this.config, this.topology, this.plan.finding(told), this.server, this.at);
	}

	/** Plans what a caller names, of what was seen. */
	NamedPlanner named() {
		return new NamedPlanner(this.config, this.topology, this.at);
	}

	/**
	 * How long inserts find a partition, if nothing changed since this look but the time.
	 * @param now the time
	 * @return the runway, or {@code null} where the table could not be judged
	 */
	public @Nullable Runway runway(Instant now) {
		return new Planner().runway(this.config, this.topology, now);
	}

	/**
	 * Counts units.
	 * @param state their state
	 * @return the number of units in it
	 */
	public int count(UnitState state) {
		return (int) this.plan.units().stream().filter((unit) -> unit.state() == state).count();
	}

	/**
	 * The rows in the DEFAULT partition.
	 * @return the count, or {@code null} where there is no such partition or it could not
	 * be counted
	 */
	public TableTopology.@Nullable RowCount defaultRows() {
		return (this.topology instanceof TableTopology.Partitioned table) ? table.defaultRows() : null;
	}

}

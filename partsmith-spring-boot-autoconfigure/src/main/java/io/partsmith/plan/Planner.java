package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * Configuration, catalog and clock in, plan out. Pure: the same input gives the same
 * plan, and nothing is read or changed on the way.
 */
public final class Planner {

	/**
	 * Plans one table.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param now the clock's instant
	 * @return the plan; without operations, but with findings, where the table does not
	 * fit its configuration
	 */
	public MaintenancePlan plan(TablePartitionConfig config, TableTopology topology, Instant now) {
		List<Finding> misfits = TableCheck.check(config, topology);
		if (!misfits.isEmpty()) {
			return unjudged(config, now, misfits.stream().map(Finding::asUrgent).toList());
		}
		TableTopology.Partitioned table = (TableTopology.Partitioned) topology;
		RangeGrid grid = TableCheck.grid(config, table).orElseThrow();
		Optional<Position> position = position(grid.axis(), table.newestKey(), now);
		if (position.isEmpty()) {
			return unjudged(config, now, List.of(cursorUnknown(table)));
		}
		Survey survey = survey(config, table, grid, position.get());
		PlanDraft draft = new PlanDraft();
		new CreationPlanner(survey, draft).plan();
		new RetirementPlanner(survey, draft, now).plan();
		new Observer(survey, draft).observe();
		return new MaintenancePlan(config.id(), config.table(), now, draft.operations(), draft.findings(),
				new UnitJudge(survey).judge(), RunwayMeter.measure(survey), fingerprint(config));
	}

	/**
	 * Measures one table without planning it.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param now the clock's instant
	 * @return the runway, or {@code null} where the table could not be judged
	 */
	public @Nullable Runway runway(TablePartitionConfig config, TableTopology topology, Instant now) {
		if (!TableCheck.check(config, topology).isEmpty()) {
			return null;
		}
		TableTopology.Partitioned table = (TableTopology.Partitioned) topology;
		RangeGrid grid = TableCheck.grid(config, table).orElseThrow();
		Position position = position(grid.axis(), table.newestKey(), now).orElse(null);
		return (position != null) ? RunwayMeter.measure(survey(config, table, grid, position)) : null;
	}

	static Survey survey(TablePartitionConfig config, TableTopology.Partitioned table, RangeGrid grid,
			Position position) {
		return new Survey(config, table, grid, new Cursor(position, grid.axis().windowAt(position)));
	}

	/**
	 * Identifies a configuration, hooks left aside.
	 * @param config the configuration
	 * @return 16 hexadecimal digits, the same as in every plan made from it
	 */
	public static String fingerprint(TablePartitionConfig config) {
		return Digest.of(config.table() + "\n" + config.scheme() + "\n" + config.lifecycle() + "\n" + config.leaves());
	}

	/**
	 * The plan of a table on which planning failed, so that one table's trouble stays its
	 * own.
	 * @param config its configuration
	 * @param now the clock's instant
	 * @param failure what went wrong
	 * @return a plan without operations, whose finding is urgent
	 */
	public static MaintenancePlan failed(TablePartitionConfig config, Instant now, RuntimeException failure) {
		return unjudged(config, now,
				List.of(new Finding(FindingCode.PLANNER_FAILED, Step.PLAN, null,
						config.table() + " could not be planned: " + failure,
						"Please report it with the log and the output of \\d+ " + config.table(), true)));
	}

	static MaintenancePlan unjudged(TablePartitionConfig config, Instant now, List<Finding> findings) {
		return new MaintenancePlan(config.id(), config.table(), now, List.of(), findings, List.of(), null,
				fingerprint(config));
	}

	/**
	 * The clock moves a time axis; the newest key an integer axis, from its origin on.
	 */
	static Optional<Position> position(Axis axis, NewestKey newest, Instant now) {
		if (!(axis instanceof IntegerAxis ids)) {
			return axis.at(now);
		}
		if (newest instanceof NewestKey.Unknown) {
			return Optional.empty();
		}
		if (newest instanceof NewestKey.Drained drained) {
			return Optional.of(new Position.Id(drained.last().max(ids.origin())));
		}
		return Optional.of(new Position.Id((newest instanceof NewestKey.Known known) ? known.value() : ids.origin()));
	}

	static Finding cursorUnknown(TableTopology.Partitioned table) {
		String reason = (table.newestKey() instanceof NewestKey.Unknown unknown) ? unknown.reason() : "";
		return new Finding(FindingCode.CURSOR_UNKNOWN, Step.PLAN, null,
				"The newest key of " + table.table() + " could not be read: " + reason,
				"See that an index leads with the key column, and that no session locks a partition exclusively", true);
	}

}

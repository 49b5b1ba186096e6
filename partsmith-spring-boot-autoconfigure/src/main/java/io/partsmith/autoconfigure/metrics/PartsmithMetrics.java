package io.partsmith.autoconfigure.metrics;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.Finding;
import io.partsmith.plan.Lane;
import io.partsmith.plan.Runway;
import io.partsmith.plan.Severity;
import io.partsmith.plan.UnitState;
import io.partsmith.scheme.Boundaries;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.TableTopology;

/**
 * Gauges over what was last seen and done, measured against the clock. All of them are
 * there from the start. Reading them asks nobody; before the first look at a table, what
 * depends on it is not a number.
 */
public final class PartsmithMetrics implements MeterBinder {

	private final ManagedTables tables;

	private final MaintenanceJournal journal;

	private final Mode mode;

	private final Clock clock;

	private final SizeWatch sizes;

	PartsmithMetrics(ManagedTables tables, MaintenanceJournal journal, Mode mode, Clock clock, SizeWatch sizes) {
		this.tables = tables;
		this.journal = journal;
		this.mode = mode;
		this.clock = clock;
		this.sizes = sizes;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Mode each : Mode.values()) {
			Gauge.builder("partsmith.enabled", this, (metrics) -> (metrics.mode == each) ? 1 : 0)
				.description("Whether this is the mode maintenance is in")
				.tag("mode", each.toString())
				.register(registry);
		}
		this.tables.all().forEach((config) -> bind(config, registry));
	}

	private void bind(TablePartitionConfig config, MeterRegistry registry) {
		String id = config.id();
		if (config.progression().filter((level) -> !(level.boundaries() instanceof Boundaries.Time)).isPresent()) {
			Gauge.builder("partsmith.runway.ids", this, runway(id, PartsmithMetrics::ids))
				.description("Ids until an insert finds no partition; not positive where inserts already fail")
				.tag("table", id)
				.register(registry);
		}
		else {
			TimeGauge.builder("partsmith.runway", this, TimeUnit.SECONDS, runway(id, PartsmithMetrics::seconds))
				.description("Time until an insert finds no partition; negative where inserts already fail")
				.tag("table", id)
				.register(registry);
		}
		for (Lane lane : Lane.values()) {
			TimeGauge
				.builder("partsmith.last.success", this, TimeUnit.SECONDS,
						(metrics) -> metrics.journal.lastSuccess(id, lane).map(Instant::getEpochSecond).orElse(0L))
				.description("When the lane's last run without a failure began, since the epoch; 0 before the first")
				.tag("table", id)
				.tag("lane", lane.toString())
				.register(registry);
		}
		FunctionCounter.builder("partsmith.lock.wait", this, (metrics) -> metrics.journal.locks(id).waitMillis())
			.description("Time spent on waiting for locks")
			.baseUnit("milliseconds")
			.tag("table", id)
			.register(registry);
		FunctionCounter
			.builder("partsmith.lock.inflicted", this, (metrics) -> metrics.journal.locks(id).inflictedMillis())
			.description("Time that other sessions waited behind our locks")
			.baseUnit("milliseconds")
			.tag("table", id)
			.register(registry);
		Gauge.builder("partsmith.default.rows", this, seen(id, PartsmithMetrics::defaultRows))
			.description("Rows in the DEFAULT partition")
			.tag("table", id)
			.register(registry);
		for (UnitState state : UnitState.values()) {
			Gauge.builder("partsmith.partitions", this, seen(id, (table) -> table.count(state)))
				.description("Partitions in this state")
				.tag("table", id)
				.tag("state", state.toString())
				.register(registry);
			Gauge.builder("partsmith.size", this, (metrics) -> metrics.bytes(id, state))
				.description("Size on disk of the partitions in this state, with indexes and TOAST")
				.baseUnit("bytes")
				.tag("table", id)
				.tag("state", state.toString())
				.register(registry);
		}
		MaintenanceJournal known = this.journal;
		for (Severity severity : Severity.values()) {
			Gauge.builder("partsmith.findings", this, seen(id, (table) -> count(known.findings(table), severity)))
				.description("What was seen and left alone, and what the last runs could not do")
				.tag("table", id)
				.tag("severity", severity.toString())
				.register(registry);
		}
	}

	/** Whoever reads it has it measured, behind the next look. */
	private double bytes(String id, UnitState state) {
		this.sizes.ask();
		OptionalLong known = this.journal.bytes(id, state);
		return known.isPresent() ? known.getAsLong() : Double.NaN;
	}

	private static ToDoubleFunction<PartsmithMetrics> seen(String id, ToDoubleFunction<TableInspection> value) {
		return (metrics) -> metrics.journal.lastInspection(id)
			.map((seen) -> value.applyAsDouble(seen))
			.orElse(Double.NaN);
	}

	private static ToDoubleFunction<PartsmithMetrics> runway(String id, ToDoubleBiFunction<Runway, Instant> value) {
		return (metrics) -> {
			Instant now = metrics.clock.instant();
			return metrics.journal.lastInspection(id)
				.map((seen) -> seen.runway(now))
				.map((runway) -> value.applyAsDouble(runway, now))
				.orElse(Double.NaN);
		};
	}

	private static double seconds(Runway runway, Instant now) {
		Duration left = runway.left(now);
		return (left != null) ? left.toMillis() / 1000.0 : unending(runway);
	}

	private static double ids(Runway runway, Instant now) {
		BigInteger ids = runway.ids();
		return (ids != null) ? ids.doubleValue() : unending(runway);
	}

	/** Without an end either nothing is missing, or nothing ever was there. */
	private static double unending(Runway runway) {
		return runway.covered() ? Double.POSITIVE_INFINITY : 0;
	}

	private static double defaultRows(TableInspection seen) {
		TableTopology.RowCount rows = seen.defaultRows();
		if (rows != null) {
			return rows.rows();
		}
		return (seen.count(UnitState.DEFAULT) == 0) ? 0 : Double.NaN;
	}

	private static long count(List<Finding> findings, Severity severity) {
		return findings.stream().filter((finding) -> finding.severity() == severity).count();
	}

}

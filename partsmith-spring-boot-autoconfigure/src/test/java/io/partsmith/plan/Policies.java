package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/** Policies of the table {@code t} and what is planned for them, in few words. */
final class Policies {

	/** "Today" of the scenarios. */
	static final Instant TODAY = Instant.parse("2026-08-26T10:00:00Z");

	private Policies() {
	}

	/** "ahead a / keep k": dropped without grace; 0 keeps all. */
	static TablePartitionConfig monthly(int ahead, int keep) {
		return times(Granularity.MONTH, ZoneOffset.UTC, ahead, keep);
	}

	static TablePartitionConfig times(Granularity granularity, ZoneId zone, int ahead, int keep) {
		return policy(new RangeScheme(List.of("created_at"), new Boundaries.Time(granularity, zone)),
				new Creation.CreateAhead(ahead), (keep > 0) ? new Retention.KeepNewest(keep) : new Retention.KeepAll());
	}

	static TablePartitionConfig until(Creation.Until until) {
		return policy(new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC)),
				new Creation.CreateUntil(until), new Retention.KeepAll());
	}

	static TablePartitionConfig ids(long step, long origin, int ahead) {
		return policy(
				new RangeScheme(List.of("id"),
						new Boundaries.Integers(BigInteger.valueOf(step), BigInteger.valueOf(origin))),
				new Creation.CreateAhead(ahead), new Retention.KeepAll());
	}

	private static TablePartitionConfig policy(RangeScheme scheme, Creation creation, Retention retention) {
		return new TablePartitionConfig("t", RelationName.parse("t"), scheme,
				Lifecycle.creating(creation).keeping(retention).dropping(new Drop.DropAfter(TimeAmount.ZERO)));
	}

	static TablePartitionConfig grace(TablePartitionConfig config, String grace) {
		return config.with(config.lifecycle().dropping(new Drop.DropAfter(TimeAmount.valueOf(grace))));
	}

	static TablePartitionConfig keep(TablePartitionConfig config, Retention retention) {
		return config.with(config.lifecycle().keeping(retention));
	}

	static MaintenancePlan plan(TablePartitionConfig config, TableTopology table, String at) {
		return new Planner().plan(config, table, Instant.parse(at.contains("T") ? at : at + "T00:00:00Z"));
	}

	static MaintenancePlan plan(TablePartitionConfig config, TableTopology table) {
		return new Planner().plan(config, table, TODAY);
	}

	/** Kind and bare suffix of each operation: {@code create 2026_08}. */
	static List<String> operations(MaintenancePlan plan) {
		return plan.operations()
			.stream()
			.map((operation) -> operation.kind() + " " + operation.partition().name().replaceFirst("^t__", ""))
			.toList();
	}

	/** Code and bare suffix of each finding: {@code range_overlap wide}. */
	static List<String> findings(MaintenancePlan plan) {
		return plan.findings()
			.stream()
			.map((finding) -> finding.code()
					+ ((finding.partition() != null) ? " " + finding.partition().name().replaceFirst("^t__", "") : ""))
			.toList();
	}

}

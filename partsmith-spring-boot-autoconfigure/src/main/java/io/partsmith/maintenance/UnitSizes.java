package io.partsmith.maintenance;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.plan.Unit;
import io.partsmith.plan.UnitState;
import io.partsmith.topology.Partition;

/**
 * How large the units of a table were when they were measured last, one and then another.
 * What could not be measured again keeps the size it had.
 *
 * @param bytes the sizes by OID
 */
record UnitSizes(Map<Long, Long> bytes) {

	static final UnitSizes NONE = new UnitSizes(Map.of());

	UnitSizes {
		bytes = Map.copyOf(bytes);
	}

	boolean has(Unit unit) {
		return this.bytes.containsKey(unit.relation().oid());
	}

	/** With what was measured now, and without what is not there any more. */
	UnitSizes with(Map<Long, Long> measured, List<Unit> units) {
		Map<Long, Long> all = new HashMap<>();
		for (Unit unit : units) {
			long oid = unit.relation().oid();
			Long known = measured.getOrDefault(oid, this.bytes.get(oid));
			if (known != null) {
				all.put(oid, known);
			}
		}
		return new UnitSizes(all);
	}

	/** The sums by state. A unit within a unit counts once, in its own state. */
	Map<UnitState, Long> byState(List<Unit> units) {
		Set<Long> all = units.stream().map((unit) -> unit.relation().oid()).collect(Collectors.toSet());
		Map<UnitState, Long> sums = new EnumMap<>(UnitState.class);
		for (UnitState state : UnitState.values()) {
			sums.put(state, 0L);
		}
		for (Unit unit : units) {
			sums.merge(unit.state(), Math.max(0, bytes(unit.relation().oid()) - within(unit.children(), all)),
					Long::sum);
		}
		return sums;
	}

	private long within(List<Partition> partitions, Set<Long> units) {
		return partitions.stream().mapToLong((partition) -> {
			long oid = partition.relation().oid();
			return units.contains(oid) ? bytes(oid) : within(partition.children(), units);
		}).sum();
	}

	private long bytes(long oid) {
		return this.bytes.getOrDefault(oid, 0L);
	}

}

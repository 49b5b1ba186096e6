package io.partsmith.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.partsmith.topology.Orphan;

/**
 * Tells of the tables that carry our marker and that nobody would hear of again: what
 * they were detached from is gone, not ours, or not divided into windows as configured.
 */
final class OrphanWatch {

	private final Site root;

	private final List<Unit> units;

	private final PlanDraft draft;

	/**
	 * A watch over all orphans of a table.
	 * @param units what was judged, in all of its tree
	 */
	OrphanWatch(Site root, List<Unit> units, PlanDraft draft) {
		this.root = root;
		this.units = units;
		this.draft = draft;
	}

	void observe() {
		Set<Long> judged = this.units.stream().map((unit) -> unit.relation().oid()).collect(Collectors.toSet());
		this.root.table()
			.orphans()
			.stream()
			.filter((orphan) -> !judged.contains(orphan.relation().oid()))
			.forEach((orphan) -> this.draft.find(stale(this.root, orphan)));
	}

	/** What is said of an orphan that nothing reaches. */
	static Finding stale(Site root, Orphan orphan) {
		return new Finding(FindingCode.STALE_MARKER, Step.DROP, orphan.name(),
				orphan.name() + " carries our marker for " + orphan.marker().parent()
						+ ", beneath which nothing is planned; it is neither attached again nor dropped",
				"See whether " + orphan.marker().parent() + " is there and divided as configured. If " + orphan.name()
						+ " is not needed" + unlessHeld(root) + ", drop it by hand: DROP TABLE " + orphan.name());
	}

	private static String unlessHeld(Site root) {
		boolean holds = IntStream.range(0, root.scheme().levels().size())
			.anyMatch((depth) -> !root.config().lifecycleAt(depth).holds().isEmpty());
		return holds ? ", and no legal hold of partsmith.tables." + root.config().id() + " covers it" : "";
	}

}

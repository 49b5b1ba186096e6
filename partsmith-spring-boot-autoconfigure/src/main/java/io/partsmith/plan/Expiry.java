package io.partsmith.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Horizon;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Subject;
import io.partsmith.lifecycle.Verdict;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Judges the units of a progression by its lifecycle. The cursor's own window and what
 * lies ahead never expire, whatever a rule says.
 */
final class Expiry {

	private final RelationName table;

	private final Lifecycle lifecycle;

	private final Cursor cursor;

	private final Horizon horizon;

	private final Map<Hold, Extent> held = new LinkedHashMap<>();

	private final Facts facts;

	private final Map<Long, Verdict> verdicts = new HashMap<>();

	Expiry(Site site, Axis axis, Cursor cursor, Facts facts) {
		this.table = site.table().table();
		this.lifecycle = site.lifecycle();
		this.cursor = cursor;
		this.horizon = new Horizon(axis, cursor.position());
		this.facts = facts;
		this.lifecycle.holds().forEach((hold) -> this.held.put(hold, Points.range(axis, hold)));
	}

	/** Whether a unit is expired, holds left aside. */
	Verdict of(Candidate unit) {
		return this.verdicts.computeIfAbsent(unit.relation().oid(), (oid) -> judge(unit, this.facts));
	}

	/** Whether the partition of a window would be expired, were it made now. */
	Verdict ofEmpty(Window window) {
		Relation relation = new Relation(this.table, 0, RelationKind.TABLE, true, 0L, 0L);
		return judge(candidate(relation, window, true), Facts.OF_AN_EMPTY_PARTITION);
	}

	private Verdict judge(Candidate unit, Facts known) {
		Window window = unit.window();
		if (window != null && this.cursor.window().from().isBefore(window.to())) {
			return Verdict.no("it holds the present, or lies ahead");
		}
		if (this.cursor.assumed()) {
			return Verdict.no("no row tells where the ids of " + this.table + " are");
		}
		return judge(this.lifecycle.retention(), unit, known);
	}

	/** What a condition says of a unit. */
	Verdict judge(Condition condition, Candidate unit, Facts known) {
		return condition.judge(new Subject(unit, this.horizon, known));
	}

	Candidate candidate(Relation relation, @Nullable Window window, boolean attached) {
		return new Candidate(this.table, relation, window, attached);
	}

	/** The holds over a stretch; all of them where nobody knows what a table held. */
	List<Hold> holds(@Nullable Extent extent) {
		if (this.held.isEmpty()) {
			return List.of();
		}
		return this.held.keySet()
			.stream()
			.filter((hold) -> extent == null || extent.overlaps(this.held.getOrDefault(hold, extent)))
			.toList();
	}

}

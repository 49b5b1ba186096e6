package io.partsmith.plan;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;

/**
 * Tells of the legal holds of a level that cover nothing at all, in any branch: a
 * mistyped date must not come to light when the rows are gone.
 */
final class UnusedHolds {

	private final Site root;

	private final PlanDraft draft;

	/** The holds by the depth of their level, without those that were seen to cover. */
	private final Map<Integer, Set<Hold>> left = new HashMap<>();

	UnusedHolds(Site root, PlanDraft draft) {
		this.root = root;
		this.draft = draft;
		List<Scheme> levels = root.scheme().levels();
		for (int depth = 0; depth < levels.size(); depth++) {
			List<Hold> holds = root.config().lifecycleAt(depth).holds();
			if (levels.get(depth) instanceof Progression && !holds.isEmpty()) {
				this.left.put(depth, new LinkedHashSet<>(holds));
			}
		}
	}

	/**
	 * Looks for what each hold covers. Says nothing of a level where a part of it could
	 * not be surveyed, nor of those beneath.
	 * @param tree what was ever a part of the table
	 * @param surveys looks at a progression
	 */
	void observe(TreePlanner tree, Function<Site, Optional<Survey>> surveys) {
		if (this.left.isEmpty()) {
			return;
		}
		for (Site site : tree.reach(this.root).filter((it) -> it.scheme() instanceof Progression).toList()) {
			Survey survey = surveys.apply(site).orElse(null);
			if (survey == null) {
				this.left.keySet().removeIf((depth) -> depth >= site.depth());
				continue;
			}
			HoldWatch watch = new HoldWatch(survey, this.draft);
			this.left.computeIfPresent(site.depth(), (depth, holds) -> {
				holds.removeIf((hold) -> !watch.held(hold).isEmpty());
				return holds;
			});
		}
		this.left.forEach((depth, holds) -> holds.forEach((hold) -> tell(hold, depth)));
	}

	private void tell(Hold hold, int depth) {
		String level = (depth > 0) ? " by " + String.join(", ", this.root.scheme().levels().get(depth).key()) : "";
		this.draft.find(new Finding(FindingCode.HOLD_UNUSED, Step.PLAN, null,
				"The hold " + hold + " covers no partition of " + this.root.table().table() + level,
				"See whether from and to of the hold in partsmith.tables." + this.root.config().id()
						+ " are right; take it out when the case is closed"));
	}

}

package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Obstacle;
import io.partsmith.lifecycle.Question;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;

/**
 * Plans which partitions of a level are kept in columns, and which in rows again. What
 * stands against a conversion is asked only where one is due; PostgreSQL takes most of it
 * and refuses the inserts then.
 */
final class ColumnarPlanner {

	private final Survey survey;

	private final PlanDraft draft;

	private final Function<Site, Optional<Survey>> surveys;

	private final Map<Obstacle, List<RelationName>> obstacles = new LinkedHashMap<>();

	/**
	 * A planner of one level.
	 * @param surveys looks at the levels beneath, which retire by themselves
	 */
	ColumnarPlanner(Survey survey, PlanDraft draft, Function<Site, Optional<Survey>> surveys) {
		this.survey = survey;
		this.draft = draft;
		this.surveys = surveys;
	}

	void plan() {
		Columnar rule = this.survey.lifecycle().columnar();
		if (rule == null || !(this.survey.axis() instanceof TimeAxis axis)) {
			return;
		}
		Position rowsFrom = rule.rowsFrom(axis, this.survey.cursor().position());
		this.survey.layout()
			.managed()
			.stream()
			.filter((placed) -> !this.survey.layout().isOpen(placed) && !this.survey.isExpired(placed))
			.sorted(Comparator.comparing((placed) -> placed.window().from()))
			.forEach((placed) -> plan(placed, rule, !rowsFrom.isBefore(placed.window().to())));
		this.obstacles.forEach(this::tell);
	}

	private void plan(Placed placed, Columnar rule, boolean due) {
		RelationKind into = due ? RelationKind.COLUMNAR : RelationKind.TABLE;
		for (Leaf leaf : leaves(this.survey.site(), placed.partition())) {
			Relation table = leaf.partition().relation();
			if (!table.kind().isOrdinary() || table.kind() == into) {
				continue;
			}
			if (!table.owned()) {
				this.draft.find(Findings.notOwner(table.name(), this.survey.table().access(), Step.CONVERT, false));
			}
			else if (!due || fits(placed, leaf)) {
				this.draft.add(new Operation.Convert(leaf.parent(), table, placed.window(), leaf.partition().bounds(),
						into, due ? Reason.COLUMNAR_DUE : Reason.COLUMNAR_EARLY,
						"its window ends at " + placed.window().to() + ", and the rule is " + rule.describe()));
			}
		}
	}

	/** Whether a table can be columnar; where nobody has asked yet, it stays. */
	private boolean fits(Placed placed, Leaf leaf) {
		Question question = new Question(
				new Candidate(leaf.parent().name(), leaf.partition().relation(), placed.window(), true),
				new Measure.ColumnarFit());
		Answer answer = this.draft.knowledge().retirement().of(question).orElse(null);
		if (answer == null) {
			this.draft.ask(Lane.RETIRE, question);
			return false;
		}
		List<Obstacle> found = (answer instanceof Answer.Obstacles known) ? known.found()
				: List.of(new Obstacle(
						"nobody could tell what stands against it"
								+ ((answer instanceof Answer.Unknown unknown) ? " (" + unknown.reason() + ")" : ""),
						"See to what the message says; the next run asks again"));
		found.forEach((obstacle) -> this.obstacles.computeIfAbsent(obstacle, (key) -> new ArrayList<>())
			.add(leaf.partition().name()));
		return found.isEmpty();
	}

	private void tell(Obstacle obstacle, List<RelationName> tables) {
		this.draft.find(new Finding(FindingCode.CONVERSION_LEFT, Step.CONVERT, tables.get(0),
				tables.size() + " partition(s) are due to be columnar and are not: " + obstacle.what()
						+ ", which concerns " + Findings.names(tables),
				obstacle.next() + "; or take columnar-after out of the lifecycle of partsmith.tables."
						+ this.survey.site().config().id()));
	}

	/**
	 * Its tables, but not those of a level beneath that has a rule of its own, nor what
	 * is going from there.
	 */
	private List<Leaf> leaves(Site site, Partition unit) {
		List<Leaf> leaves = new ArrayList<>();
		collect(site, unit, leaves);
		return leaves;
	}

	private void collect(Site site, Partition partition, List<Leaf> leaves) {
		if (partition.branch() == null) {
			leaves.add(new Leaf(site.parent(), partition));
			return;
		}
		site.beneath(partition)
			.filter((beneath) -> !(beneath.scheme() instanceof Progression && beneath.lifecycle().columnar() != null))
			.ifPresent((beneath) -> staying(beneath).forEach((child) -> collect(beneath, child, leaves)));
	}

	/** What the same run detaches would be gone when its turn comes. */
	private Stream<Partition> staying(Site site) {
		Set<Long> going = (site.scheme() instanceof Progression) ? this.surveys.apply(site)
			.stream()
			.flatMap((level) -> level.layout().managed().stream().filter(level::isExpired))
			.map((placed) -> placed.partition().relation().oid())
			.collect(Collectors.toSet()) : Set.of();
		return site.table()
			.partitions()
			.stream()
			.filter((partition) -> !partition.detachPending() && !going.contains(partition.relation().oid()));
	}

	/** A partition without partitions of its own. */
	private record Leaf(Parent parent, Partition partition) {
	}

}

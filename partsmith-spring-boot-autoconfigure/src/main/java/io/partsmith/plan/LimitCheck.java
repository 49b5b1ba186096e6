package io.partsmith.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Question;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;

/**
 * Holds what a plan retires against the limits of its lifecycles, over all relations of a
 * level together. Detaches and drops are counted apart.
 */
final class LimitCheck {

	private final Map<RelationName, Integer> depths = new HashMap<>();

	private final Map<Integer, Integer> attached = new HashMap<>();

	private final Map<Integer, Integer> orphans = new HashMap<>();

	void saw(Survey survey) {
		this.attached.merge(survey.site().depth(), survey.layout().managed().size(), Integer::sum);
		sawOrphans(survey);
	}

	/** The rest of the units goes with what they are a part of. */
	void sawOrphans(Survey survey) {
		int depth = survey.site().depth();
		this.depths.put(survey.table().table(), depth);
		this.attached.putIfAbsent(depth, 0);
		this.orphans.merge(depth, survey.detached().orphans().size(), Integer::sum);
	}

	void check(TablePartitionConfig config, PlanDraft draft) {
		this.attached.forEach((depth, units) -> {
			Limits limits = config.lifecycleAt(depth).limits();
			if (!limits.equals(Limits.NONE)) {
				List<Operation.OnTable> detaches = planned(depth, OperationKind.DETACH, draft);
				boolean detaching = !exceeded(limits, detaches, units, draft, Step.DETACH);
				List<Operation.OnTable> drops = planned(depth, OperationKind.DROP, draft).stream()
					.filter((drop) -> detaching || drop.reason() != Reason.FOLLOWS_DETACH)
					.toList();
				exceeded(limits, drops, units + this.orphans.getOrDefault(depth, 0), draft, Step.DROP);
			}
		});
	}

	private List<Operation.OnTable> planned(int depth, OperationKind kind, PlanDraft draft) {
		return draft.operations()
			.stream()
			.filter((operation) -> operation.kind() == kind
					&& this.depths.getOrDefault(operation.parent().name(), -1) == depth)
			.map(Operation.OnTable.class::cast)
			.toList();
	}

	private static boolean exceeded(Limits limits, List<Operation.OnTable> wanted, int units, PlanDraft draft,
			Step step) {
		List<String> excess = new ArrayList<>();
		int count = wanted.size();
		Integer most = limits.units();
		if (most != null && count > most) {
			excess.add(count + " units, and max-units-per-run is " + most);
		}
		BigDecimal share = limits.share();
		if (share != null && count > Math.max(1,
				share.multiply(BigDecimal.valueOf(units)).setScale(0, RoundingMode.FLOOR).intValue())) {
			excess.add(count + " of " + units + " units, and max-share-per-run is " + share.toPlainString());
		}
		DataAmount bytes = limits.bytes();
		if (bytes != null) {
			bytes(bytes, wanted, draft, excess);
		}
		if (!excess.isEmpty()) {
			draft.find(finding(wanted, excess, step));
		}
		return !excess.isEmpty();
	}

	private static void bytes(DataAmount most, List<Operation.OnTable> wanted, PlanDraft draft, List<String> excess) {
		long sum = 0;
		for (Operation.OnTable operation : wanted) {
			Question question = new Question(new Candidate(operation.parent().name(), operation.table(),
					operation.window(), operation.kind() == OperationKind.DETACH), new Measure.Size());
			Answer answer = draft.knowledge().retirement().of(question).orElse(null);
			if (answer == null) {
				draft.ask(Lane.RETIRE, question);
			}
			else if (answer instanceof Answer.Number size) {
				sum += size.value();
			}
			else {
				excess.add("the size of " + operation.partition() + " could not be measured ("
						+ ((Answer.Unknown) answer).reason() + "), and max-bytes-per-run is " + most);
			}
		}
		if (sum > most.bytes()) {
			excess.add(new DataAmount(sum) + ", and max-bytes-per-run is " + most);
		}
	}

	private static Finding finding(List<Operation.OnTable> wanted, List<String> excess, Step step) {
		Operation.OnTable first = wanted.get(0);
		String kind = first.kind().toString();
		return new Finding(FindingCode.RETENTION_LIMIT, step, first.partition(),
				"A run wants to " + kind + " " + String.join("; ", excess) + ". Until somebody approves it, none is "
						+ ((step == Step.DROP) ? "dropped" : "detached") + ": "
						+ Findings.names(wanted.stream().map(Operation::partition).toList()),
				"Correct the retention if this is a mistake. If not, read the plan, and post its hash:"
						+ " {\"planHash\": \"...\"} to /actuator/partitions/<id>");
	}

}

package io.partsmith.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
		Set<Long> withheld = new HashSet<>();
		limited(config).forEach((depth, limits) -> {
			List<Operation.OnTable> detaches = planned(depth, OperationKind.DETACH, draft);
			if (exceeded(config.id(), limits, detaches, this.attached.getOrDefault(depth, 0), draft, Step.DETACH)) {
				draft.operations()
					.stream()
					.filter(Operation.Detach.class::isInstance)
					.forEach((detach) -> withheld.add(((Operation.Detach) detach).table().oid()));
			}
		});
		limited(config).forEach((depth, limits) -> {
			List<Operation.OnTable> drops = planned(depth, OperationKind.DROP, draft).stream()
				.filter((drop) -> withheld.isEmpty() || !follows((Operation.Drop) drop, withheld))
				.toList();
			exceeded(config.id(), limits, drops,
					this.attached.getOrDefault(depth, 0) + this.orphans.getOrDefault(depth, 0), draft, Step.DROP);
		});
	}

	/** Whether a drop stands behind a detach, which is withheld in every level then. */
	private static boolean follows(Operation.Drop drop, Set<Long> detaches) {
		return drop.reason() == Reason.FOLLOWS_DETACH || drop.goesWith() != null && detaches.contains(drop.goesWith());
	}

	private Map<Integer, Limits> limited(TablePartitionConfig config) {
		Map<Integer, Limits> limited = new TreeMap<>();
		this.attached.keySet().forEach((depth) -> limited.put(depth, config.lifecycleAt(depth).limits()));
		limited.values().removeIf(Limits.NONE::equals);
		return limited;
	}

	private List<Operation.OnTable> planned(int depth, OperationKind kind, PlanDraft draft) {
		return draft.operations()
			.stream()
			.filter((operation) -> operation.kind() == kind
					&& this.depths.getOrDefault(operation.parent().name(), -1) == depth)
			.map(Operation.OnTable.class::cast)
			.toList();
	}

	private static boolean exceeded(String id, Limits limits, List<Operation.OnTable> wanted, int units,
			PlanDraft draft, Step step) {
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
			draft.find(finding(id, wanted, excess, step));
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

	private static Finding finding(String id, List<Operation.OnTable> wanted, List<String> excess, Step step) {
		Operation.OnTable first = wanted.get(0);
		String kind = first.kind().toString();
		return new Finding(FindingCode.RETENTION_LIMIT, step, first.partition(),
				"A run wants to " + kind + " " + String.join("; ", excess) + ". Until somebody approves it, none is "
						+ ((step == Step.DROP) ? "dropped" : "detached") + ": "
						+ Findings.names(wanted.stream().map(Operation::partition).toList()),
				"Correct the retention if this is a mistake. If not, read the plan (GET /actuator/partitions/" + id
						+ "/plan), and post its hash: {\"planHash\": \"<its hash>\"} to /actuator/partitions/" + id);
	}

}

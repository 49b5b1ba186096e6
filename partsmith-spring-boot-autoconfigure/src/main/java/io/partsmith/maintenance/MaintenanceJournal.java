package io.partsmith.maintenance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.partsmith.execution.Issue;
import io.partsmith.plan.Finding;
import io.partsmith.plan.Lane;
import io.partsmith.plan.Operation;
import io.partsmith.plan.UnitState;
import io.partsmith.postgres.LockTimes;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;

/**
 * What this process last saw and did, so that health and metrics can answer without
 * asking the database. Safe for concurrent use.
 */
public final class MaintenanceJournal {

	/** Where hundreds of operations fail, they mostly do for one reason. */
	private static final int MOST_ISSUES = 100;

	private final Map<String, TableInspection> inspections = new ConcurrentHashMap<>();

	private final Map<String, MaintenanceResult> runs = new ConcurrentHashMap<>();

	private final Map<LaneOfTable, Instant> successes = new ConcurrentHashMap<>();

	private final Map<LaneOfTable, List<Issue>> issues = new ConcurrentHashMap<>();

	private final Map<String, LockTimes> locks = new ConcurrentHashMap<>();

	private final Map<String, String> failures = new ConcurrentHashMap<>();

	private final Map<String, UnitSizes> sizes = new ConcurrentHashMap<>();

	private final Map<String, Map<UnitState, Long>> sums = new ConcurrentHashMap<>();

	void saw(TableInspection inspection) {
		this.inspections.put(inspection.config().id(), inspection);
		this.failures.remove(inspection.config().id());
		UnitSizes known = this.sizes.get(inspection.config().id());
		if (known != null) {
			sum(inspection, known);
		}
	}

	void measured(TableInspection inspection, Map<Long, Long> bytes) {
		UnitSizes known = sizes(inspection.config().id()).with(bytes, inspection.plan().units());
		this.sizes.put(inspection.config().id(), known);
		sum(inspection, known);
	}

	private void sum(TableInspection inspection, UnitSizes known) {
		this.sums.put(inspection.config().id(), known.byState(inspection.plan().units()));
	}

	/** What is known of the sizes of a table's units. */
	UnitSizes sizes(String id) {
		return this.sizes.getOrDefault(id, UnitSizes.NONE);
	}

	/**
	 * How large a table's units in a state are together, as far as they were measured.
	 * @param id the table's id
	 * @param state their state
	 * @return the bytes on disk, with indexes and TOAST; empty before the first
	 * measurement
	 * @see PartitionLifecycleService#measure(boolean)
	 */
	public OptionalLong bytes(String id, UnitState state) {
		Map<UnitState, Long> known = this.sums.get(id);
		return (known != null) ? OptionalLong.of(known.getOrDefault(state, 0L)) : OptionalLong.empty();
	}

	void couldNotLook(TablePartitionConfig config, String message) {
		this.failures.put(config.id(), message);
	}

	/** What a caller chose to do says nothing of a lane's own work. */
	void ran(MaintenanceResult result) {
		this.runs.put(result.id(), result);
		paid(result.id(), result.locks());
		if (!result.scope().isChosen() && result.outcome() != Outcome.SKIPPED && result.outcome() != Outcome.PLANNED) {
			result.scope().lanes().forEach((lane) -> ended(new LaneOfTable(result.id(), lane), result));
		}
	}

	private void ended(LaneOfTable lane, MaintenanceResult result) {
		this.issues.put(lane, ofOperations(result));
		if (result.success()) {
			this.successes.put(lane, result.at());
		}
	}

	/** What the plan itself found, the next look finds again, or finds mended. */
	private static List<Issue> ofOperations(MaintenanceResult result) {
		Set<Issue> planned = (result.plan() != null) ? Set.copyOf(Issue.of(result.plan())) : Set.of();
		return result.issues().stream().filter((issue) -> !planned.contains(issue)).limit(MOST_ISSUES).toList();
	}

	/** What locks of a table have cost. */
	void paid(String id, LockTimes times) {
		this.locks.merge(id, times, LockTimes::plus);
	}

	/**
	 * The last look at a table.
	 * @param id the table's id
	 * @return the inspection; empty before the first
	 */
	public Optional<TableInspection> lastInspection(String id) {
		return Optional.ofNullable(this.inspections.get(id));
	}

	/**
	 * What was found at a table, and why what is still to be done there was not done by
	 * the last run of its lane in this process.
	 * @param seen a look at the table
	 * @return the findings of the plan first
	 */
	public List<Finding> findings(TableInspection seen) {
		List<Issue> issues = Arrays.stream(Lane.values())
			.map((lane) -> this.issues.getOrDefault(new LaneOfTable(seen.config().id(), lane), List.of()))
			.flatMap(List::stream)
			.toList();
		if (issues.isEmpty()) {
			return seen.plan().findings();
		}
		List<Finding> findings = new ArrayList<>(seen.plan().findings());
		Set<RelationName> pending = seen.plan()
			.operations()
			.stream()
			.map(Operation::partition)
			.collect(Collectors.toSet());
		issues.stream()
			.filter((issue) -> issue.partition() != null && pending.contains(issue.partition()))
			.filter((issue) -> findings.stream().noneMatch((known) -> isTold(issue, known)))
			.forEach((issue) -> findings
				.add(new Finding(issue.code(), issue.step(), issue.partition(), issue.message(), issue.next())));
		return findings;
	}

	private static boolean isTold(Issue issue, Finding known) {
		return known.code() == issue.code() && Objects.equals(known.partition(), issue.partition());
	}

	/**
	 * Why the last look at a table failed.
	 * @param id the table's id
	 * @return the message; empty where it did not fail
	 */
	public Optional<String> lookFailure(String id) {
		return Optional.ofNullable(this.failures.get(id));
	}

	/**
	 * The last run of a table in this process.
	 * @param id the table's id
	 * @return its result; empty before the first
	 */
	public Optional<MaintenanceResult> lastRun(String id) {
		return Optional.ofNullable(this.runs.get(id));
	}

	/**
	 * What the locks of all runs of a table in this process have cost.
	 * @param id the table's id
	 * @return the sums; zero before the first run
	 */
	public LockTimes locks(String id) {
		return this.locks.getOrDefault(id, LockTimes.NONE);
	}

	/**
	 * When the last run of a lane without a failure began in this process; one that was
	 * skipped or only planned does not count.
	 * @param id the table's id
	 * @param lane the lane
	 * @return the instant; empty before the first
	 */
	public Optional<Instant> lastSuccess(String id, Lane lane) {
		return Optional.ofNullable(this.successes.get(new LaneOfTable(id, lane)));
	}

	/**
	 * A lane of a table.
	 *
	 * @param id the table's id
	 * @param lane the lane
	 */
	private record LaneOfTable(String id, Lane lane) {
	}

}

package io.partsmith.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do to one table, and why. A value: making it changes nothing.
 *
 * @param id the table's id
 * @param table the table
 * @param at the clock's instant it was made for
 * @param operations the operations in the order they are carried out
 * @param findings what was seen and left alone
 * @param units every unit as it was judged
 * @param runway how long inserts find a partition, or {@code null} where the table could
 * not be judged
 * @param fingerprint identifies the configuration it was made from, hooks left aside
 */
public record MaintenancePlan(String id, RelationName table, Instant at, List<Operation> operations,
		List<Finding> findings, List<Unit> units, @Nullable Runway runway, String fingerprint) {

	/**
	 * Copies the lists.
	 * @param id the table's id
	 * @param table the table
	 * @param at the clock's instant
	 * @param operations the operations
	 * @param findings the findings
	 * @param units the units
	 * @param runway the runway, or {@code null}
	 * @param fingerprint identifies the configuration
	 */
	public MaintenancePlan {
		operations = List.copyOf(operations);
		findings = List.copyOf(findings);
		units = List.copyOf(units);
	}

	/**
	 * The same plan with the operations of one scope only.
	 * @param scope the scope
	 * @return a copy
	 */
	public MaintenancePlan within(Scope scope) {
		return keeping(scope::includes);
	}

	/**
	 * The same plan with some kinds of operation only. What builds on an operation that
	 * is left out is left out as well: the drop that follows a detach goes with it.
	 * @param kinds the kinds to keep
	 * @return a copy, with another hash if anything was left out
	 */
	public MaintenancePlan only(OperationKind... kinds) {
		List<OperationKind> kept = List.of(kinds);
		return keeping((operation) -> kept.contains(operation.kind()));
	}

	/**
	 * The same plan for some partitions only.
	 * @param partitions the partitions to keep
	 * @return a copy, with another hash if anything was left out
	 */
	public MaintenancePlan only(RelationName... partitions) {
		List<RelationName> kept = List.of(partitions);
		return keeping((operation) -> kept.contains(operation.partition()));
	}

	/**
	 * The same plan without some kinds of operation, and without what builds on them.
	 * @param kinds the kinds to leave out
	 * @return a copy, with another hash if anything was left out
	 */
	public MaintenancePlan without(OperationKind... kinds) {
		List<OperationKind> left = List.of(kinds);
		return keeping((operation) -> !left.contains(operation.kind()));
	}

	/**
	 * The same plan without some partitions.
	 * @param partitions the partitions to leave alone
	 * @return a copy, with another hash if anything was left out
	 */
	public MaintenancePlan without(RelationName... partitions) {
		List<RelationName> left = List.of(partitions);
		return keeping((operation) -> !left.contains(operation.partition()));
	}

	/**
	 * The same plan without what a limit of its lifecycle holds back, or a clock that
	 * cannot be trusted; this is what a run carries out by itself.
	 * @return a copy; the same where nothing is held back
	 */
	public MaintenancePlan permitted() {
		return withheld().findAny().isPresent() ? keeping((operation) -> !exceeds(operation)) : this;
	}

	/**
	 * Whether a limit holds an operation back until somebody approves the plan, or a
	 * clock until somebody mends it.
	 * @param operation an operation of this plan
	 * @return {@code true} if a run leaves it out
	 */
	public boolean isWithheld(Operation operation) {
		return exceeds(operation) || withheld().findAny().isPresent()
				&& this.operations.stream().anyMatch((other) -> operation.buildsOn(other) && exceeds(other));
	}

	private boolean exceeds(Operation operation) {
		return withheld().anyMatch((finding) -> withholds(finding, operation));
	}

	private Stream<Finding> withheld() {
		return this.findings.stream().filter(MaintenancePlan::withholds);
	}

	private static boolean withholds(Finding finding) {
		return isLimit(finding) || isSkew(finding);
	}

	private static boolean isLimit(Finding finding) {
		return finding.code() == FindingCode.RETENTION_LIMIT;
	}

	private static boolean isSkew(Finding finding) {
		return finding.code() == FindingCode.CLOCK_SKEW;
	}

	private static boolean withholds(Finding finding, Operation operation) {
		boolean detach = operation.kind() == OperationKind.DETACH || operation.reason() == Reason.FOLLOWS_DETACH;
		boolean drop = operation.kind() == OperationKind.DROP;
		return switch (finding.step()) {
			case DETACH -> detach;
			case DROP -> drop;
			default -> detach || drop || operation.kind() == OperationKind.CONVERT;
		};
	}

	/**
	 * The same plan with every limit lifted, for somebody has read it. A clock that
	 * cannot be trusted goes on holding back: who reads a plan does not see which clock
	 * is wrong.
	 * @return a copy with the same hash
	 */
	public MaintenancePlan approved() {
		List<Finding> others = this.findings.stream().filter((finding) -> !isLimit(finding)).toList();
		return new MaintenancePlan(this.id, this.table, this.at, this.operations, others, this.units, this.runway,
				this.fingerprint);
	}

	private MaintenancePlan keeping(Predicate<Operation> wanted) {
		List<Operation> kept = new ArrayList<>();
		List<Operation> left = new ArrayList<>();
		for (Operation operation : this.operations) {
			boolean stands = wanted.test(operation) && left.stream().noneMatch(operation::buildsOn);
			(stands ? kept : left).add(operation);
		}
		return new MaintenancePlan(this.id, this.table, this.at, kept, this.findings, this.units, this.runway,
				this.fingerprint);
	}

	/**
	 * The same plan with what else was seen.
	 * @param more findings that stand before those of the table
	 * @return a copy; the same without any
	 */
	public MaintenancePlan finding(List<Finding> more) {
		return more.isEmpty() ? this
				: new MaintenancePlan(this.id, this.table, this.at, this.operations,
						Stream.concat(more.stream(), this.findings.stream()).toList(), this.units, this.runway,
						this.fingerprint);
	}

	MaintenancePlan replacing(UnaryOperator<Operation> other) {
		return new MaintenancePlan(this.id, this.table, this.at, this.operations.stream().map(other).toList(),
				this.findings, this.units, this.runway, this.fingerprint);
	}

	/**
	 * The same plan held back by the clocks as they are found later. What held it back
	 * when it was made still does, for it was made by a clock that may have been wrong.
	 * @param later a plan of the same table, made just now
	 * @return a copy; the same where the clocks agree now, or did not when it was made
	 */
	public MaintenancePlan clockedBy(MaintenancePlan later) {
		return this.findings.stream().anyMatch(MaintenancePlan::isSkew) ? this
				: finding(later.findings.stream().filter(MaintenancePlan::isSkew).toList());
	}

	/**
	 * The same plan with its units measured more closely.
	 * @param measured the units
	 * @return a copy
	 */
	public MaintenancePlan with(List<Unit> measured) {
		return new MaintenancePlan(this.id, this.table, this.at, this.operations, this.findings, measured, this.runway,
				this.fingerprint);
	}

	/**
	 * Whether there is nothing to do.
	 * @return {@code true} without an operation
	 */
	public boolean isConverged() {
		return this.operations.isEmpty();
	}

	/**
	 * Identifies what the plan would do: the same operations on the same relations give
	 * the same hash.
	 * @return 16 hexadecimal digits
	 */
	public String hash() {
		return Digest.of(this.fingerprint
				+ this.operations.stream().map(Operation::identity).collect(Collectors.joining("\n", "\n", "")));
	}

	/**
	 * The plan for people, without its SQL.
	 * @return several lines: the table, every operation with its reason, table, locks and
	 * effect, and every finding with its next step
	 */
	public String describe() {
		return describe((operation) -> List.of());
	}

	/**
	 * The plan for people.
	 * @param sql the statements of an operation
	 * @return as {@link #describe()}, with the statements of each operation
	 */
	public String describe(Function<Operation, List<String>> sql) {
		return new PlanText(this, sql).toString();
	}

}

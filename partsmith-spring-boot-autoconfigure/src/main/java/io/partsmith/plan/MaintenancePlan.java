package io.partsmith.plan;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

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
		List<Operation> included = this.operations.stream().filter(scope::includes).toList();
		return new MaintenancePlan(this.id, this.table, this.at, included, this.findings, this.units, this.runway,
				this.fingerprint);
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
	 * The plan for people.
	 * @return a line for the table, then one for each operation and finding
	 */
	public String describe() {
		StringBuilder text = new StringBuilder("Plan for " + this.table + " at " + this.at + ": "
				+ (isConverged() ? "nothing to do" : this.operations.size() + " operation(s)"));
		for (Operation operation : this.operations) {
			text.append("\n  %-8s %s (%s: %s)".formatted(operation.kind(), operation.partition(), operation.reason(),
					operation.detail()));
		}
		for (Finding finding : this.findings) {
			text.append("\n  %-8s %s: %s".formatted(finding.severity(), finding.code(), finding.message()));
		}
		return text.toString();
	}

}

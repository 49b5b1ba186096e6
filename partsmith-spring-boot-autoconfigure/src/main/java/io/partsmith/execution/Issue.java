package io.partsmith.execution;

import java.util.List;

import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Severity;
import io.partsmith.plan.Step;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Something in a run that needs a person. It repeats in every run until it is mended.
 *
 * @param code what it is
 * @param step the step of the run
 * @param partition the partition it concerns, or {@code null} for the table
 * @param message what happened
 * @param next the step to take, with SQL or YAML to paste
 * @param sqlState PostgreSQL's code, or {@code null} where it was not asked
 */
public record Issue(FindingCode code, Step step, @Nullable RelationName partition, String message, String next,
		@Nullable String sqlState) {

	/**
	 * A finding as an issue.
	 * @param finding a finding of the plan
	 * @return the issue
	 */
	public static Issue of(Finding finding) {
		return new Issue(finding.code(), finding.step(), finding.partition(), finding.message(), finding.next(), null);
	}

	/**
	 * What a plan found that needs a person.
	 * @param plan the plan
	 * @return an issue for each finding that is a warning
	 */
	public static List<Issue> of(MaintenancePlan plan) {
		return plan.findings()
			.stream()
			.filter((finding) -> finding.severity() == Severity.WARNING)
			.map(Issue::of)
			.toList();
	}

	/**
	 * How much it matters.
	 * @return the severity of its code
	 */
	public Severity severity() {
		return this.code.severity();
	}

}

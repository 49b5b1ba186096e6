package io.partsmith.autoconfigure.endpoint;

import java.util.Locale;

import io.partsmith.execution.Issue;
import org.jspecify.annotations.Nullable;

/**
 * An issue in JSON.
 *
 * @param code what it is
 * @param severity {@code info} or {@code warning}
 * @param step the step of the run
 * @param partition the partition it concerns, or {@code null} for the table
 * @param message what happened
 * @param next the step to take
 * @param sqlstate PostgreSQL's code, or {@code null} where it was not asked
 */
record IssueDescriptor(String code, String severity, String step, @Nullable String partition, String message,
		String next, @Nullable String sqlstate) {

	static IssueDescriptor of(Issue issue) {
		return new IssueDescriptor(issue.code().toString(), issue.severity().toString(),
				issue.step().name().toLowerCase(Locale.ROOT), Literals.text(issue.partition()), issue.message(),
				issue.next(), issue.sqlState());
	}

}

package io.partsmith.autoconfigure.endpoint;

import io.partsmith.plan.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A finding in JSON.
 *
 * @param code what it is
 * @param severity {@code info} or {@code warning}
 * @param partition the partition it concerns, or {@code null} for the table
 * @param message what was seen
 * @param next the step to take
 */
record FindingDescriptor(String code, String severity, @Nullable String partition, String message, String next) {

	static FindingDescriptor of(Finding finding) {
		return new FindingDescriptor(finding.code().toString(), finding.severity().toString(),
				Literals.text(finding.partition()), finding.message(), finding.next());
	}

}

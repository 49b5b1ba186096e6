package io.partsmith.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.partsmith.plan.Finding;

/** Tables that do not fit their configuration. */
public final class TableMismatchException extends RuntimeException {

	private final Map<String, List<Finding>> findings;

	/**
	 * A mismatch.
	 * @param findings what does not fit, by the ids of the tables
	 */
	TableMismatchException(Map<String, List<Finding>> findings) {
		super(findings.values().stream().flatMap(List::stream).map(Finding::message).collect(Collectors.joining("; ")));
		this.findings = findings;
	}

	/** What does not fit, by the ids of the tables. */
	Map<String, List<Finding>> findings() {
		return this.findings;
	}

}

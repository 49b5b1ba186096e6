package io.partsmith.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.partsmith.plan.Finding;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says for each table what does not fit, and the step to take. */
final class TableMismatchFailureAnalyzer extends AbstractFailureAnalyzer<TableMismatchException> {

	private static final String REPORT = "To start all the same, and have the tables that fit maintained, set "
			+ "partsmith.startup-check: report; the rest then is a finding, with health DOWN.";

	private final PropertyOrigins origins;

	TableMismatchFailureAnalyzer(Environment environment) {
		this.origins = new PropertyOrigins(environment);
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TableMismatchException cause) {
		return new FailureAnalysis(
				"The database does not fit the configuration of partsmith:\n\n"
						+ paragraphs(cause, this::heading, Finding::message),
				paragraphs(cause, (id) -> id + ":", Finding::next) + "\n\n" + REPORT, cause);
	}

	private String heading(String id) {
		String property = TablePartitionConfigs.property(id);
		return property + ":" + this.origins.describe(property).map((origin) -> "\n    " + origin).orElse("");
	}

	private static String paragraphs(TableMismatchException cause, Function<String, String> heading,
			Function<Finding, String> text) {
		return cause.findings()
			.entrySet()
			.stream()
			.map((table) -> heading.apply(table.getKey()) + lines(table.getValue(), text))
			.collect(Collectors.joining("\n\n"));
	}

	private static String lines(List<Finding> findings, Function<Finding, String> text) {
		return findings.stream().map((finding) -> "\n    " + text.apply(finding)).collect(Collectors.joining());
	}

}

package io.partsmith.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to tell which of several data sources holds the managed tables. */
final class AmbiguousDataSourceFailureAnalyzer extends AbstractFailureAnalyzer<AmbiguousDataSourceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AmbiguousDataSourceException cause) {
		return new FailureAnalysis("partsmith.tables configures tables, but there are several DataSource beans ("
				+ String.join(", ", cause.names()) + "), and none of them is said to be the one that holds the tables.",
				"""
						Annotate the one that holds the managed tables:

						@Bean
						@PartsmithDataSource
						DataSource %s(...) {

						or mark one DataSource as @Primary, or switch partsmith off with partsmith.enabled: false."""
					.formatted(cause.names().get(0)),
				cause);
	}

}

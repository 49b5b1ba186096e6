package io.partsmith.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says where a refused property stands, why it is refused and what to write instead. */
final class PartsmithConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<PartsmithConfigurationException> {

	private final PropertyOrigins origins;

	PartsmithConfigurationFailureAnalyzer(Environment environment) {
		this.origins = new PropertyOrigins(environment);
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PartsmithConfigurationException cause) {
		StringBuilder description = new StringBuilder("The configuration of partsmith is refused:\n\n");
		description.append("    Property: ").append(cause.property()).append('\n');
		if (cause.value() != null) {
			description.append("    Value: \"").append(cause.value()).append("\"\n");
		}
		this.origins.describe(cause.property())
			.ifPresent((origin) -> description.append("    ").append(origin).append('\n'));
		description.append("    Reason: ").append(cause.reason());
		return new FailureAnalysis(description.toString(), cause.action(), cause);
	}

}

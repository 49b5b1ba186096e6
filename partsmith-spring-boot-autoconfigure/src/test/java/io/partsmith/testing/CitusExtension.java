package io.partsmith.testing;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties one cluster to the whole run, and skips loudly where there is none. */
class CitusExtension implements ExecutionCondition, BeforeEachCallback, ParameterResolver {

	private static final Logger log = LoggerFactory.getLogger(CitusExtension.class);

	private static final Namespace NAMESPACE = Namespace.create(CitusExtension.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String missing = CitusCluster.missing();
		if (missing == null) {
			return ConditionEvaluationResult.enabled("there is a Citus");
		}
		String told = "NOT TESTED, Citus: " + missing;
		if (context.getTestMethod().isEmpty() && context.getTestClass().isPresent()) {
			log.warn("{} ({})", told, context.getDisplayName());
		}
		return ConditionEvaluationResult.disabled(told);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		cluster(context).clear();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == CitusCluster.class;
	}

	@Override
	public CitusCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return cluster(context);
	}

	private static CitusCluster cluster(ExtensionContext context) {
		Store ofTheRun = context.getRoot().getStore(NAMESPACE);
		return ofTheRun.computeIfAbsent(CitusCluster.class, (type) -> CitusCluster.connect(), CitusCluster.class);
	}

}

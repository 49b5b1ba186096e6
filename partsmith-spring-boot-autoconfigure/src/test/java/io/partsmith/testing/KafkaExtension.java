package io.partsmith.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Ties one broker to the whole run. JUnit closes it, because it lies in its store. */
class KafkaExtension implements ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == KafkaBroker.class;
	}

	@Override
	public KafkaBroker resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(KafkaBroker.class, (type) -> new KafkaBroker(), KafkaBroker.class);
	}

}

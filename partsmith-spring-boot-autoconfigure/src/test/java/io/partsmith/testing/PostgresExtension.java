package io.partsmith.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Ties a database to a test class and one server to the whole run. JUnit closes both,
 * because they lie in its stores.
 */
class PostgresExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		Store ofTheRun = context.getRoot().getStore(NAMESPACE);
		int majorVersion = PostgresServer.requestedVersion();
		PostgresServer server = ofTheRun.computeIfAbsent(majorVersion, PostgresServer::start, PostgresServer.class);
		// A nested class finds the database of the class around it.
		context.getStore(NAMESPACE)
			.computeIfAbsent(PostgresDatabase.class, (type) -> PostgresDatabase.create(server), PostgresDatabase.class);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		database(context).clear();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == PostgresDatabase.class;
	}

	@Override
	public PostgresDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return database(context);
	}

	private static PostgresDatabase database(ExtensionContext context) {
		return context.getStore(NAMESPACE).get(PostgresDatabase.class, PostgresDatabase.class);
	}

}

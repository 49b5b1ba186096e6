package io.partsmith.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.SettableClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** An application with an actuator over real HTTP, on a database that can be cut off. */
public final class ActuatorApplication implements AutoCloseable {

	private final SettableClock clock = new SettableClock("2027-10-02T03:00:00Z");

	private final List<String> statements = new ArrayList<>();

	private final CuttableDataSource dataSource;

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	public ActuatorApplication(PostgresDatabase database, String... properties) {
		this.dataSource = new CuttableDataSource(database.recording(this.statements));
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "spring.flyway.enabled=false",
				"spring.liquibase.enabled=false", "management.endpoints.web.exposure.include=*",
				"partsmith.startup-check=report", "partsmith.health.refresh=365d", "partsmith.schedule.on-startup=none",
				"partsmith.schedule.create.cron=-", "partsmith.schedule.retire.cron=-"));
		arguments.addAll(List.of(properties));
		SpringApplication application = new SpringApplication(Application.class);
		application.addInitializers((context) -> {
			context.getBeanFactory().registerSingleton("dataSource", this.dataSource);
			context.getBeanFactory().registerSingleton("clock", this.clock);
		});
		this.context = application.run(arguments.stream().map((each) -> "--" + each).toArray(String[]::new));
	}

	public SettableClock clock() {
		return this.clock;
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** What was sent to the database since this was asked last. */
	public List<String> statements() {
		synchronized (this.statements) {
			List<String> sent = List.copyOf(this.statements);
			this.statements.clear();
			return sent;
		}
	}

	public void cut(boolean cut) {
		this.dataSource.cut = cut;
	}

	public Answer get(String path) {
		return send(request(path).GET());
	}

	public Answer post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:"
				+ this.context.getEnvironment().getProperty("local.server.port") + "/actuator" + path));
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), this.json.readTree(response.body()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What came back.
	 *
	 * @param status the HTTP status
	 * @param body the JSON
	 */
	public record Answer(int status, JsonNode body) {

		/** The node at a JSON pointer. */
		public JsonNode at(String pointer) {
			return this.body.at(pointer);
		}

		/** The text at a JSON pointer; {@code null} for JSON's own. */
		public String text(String pointer) {
			return this.body.at(pointer).asString(null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

	}

	private static final class CuttableDataSource extends DelegatingDataSource {

		private volatile boolean cut;

		CuttableDataSource(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.cut) {
				throw new SQLException("Connection refused", "08001");
			}
			return super.getConnection();
		}

	}

}

package io.partsmith.autoconfigure.endpoint;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.partsmith.autoconfigure.ActuatorApplication;
import io.partsmith.autoconfigure.YamlContext;
import io.partsmith.autoconfigure.health.PartsmithHealthAutoConfiguration;
import io.partsmith.autoconfigure.metrics.PartsmithMetrics;
import io.partsmith.autoconfigure.metrics.PartsmithMetricsAutoConfiguration;
import io.partsmith.autoconfigure.metrics.PartsmithObservationAutoConfiguration;
import io.partsmith.autoconfigure.ActuatorApplication.Answer;
import io.partsmith.execution.OperationObserver;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** What is there under which conditions. */
class ActuatorConditionsTest {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=partitions";

	private final ApplicationContextRunner runner = YamlContext
		.with("partsmith: { tables: { events: { partition-column: created_at, granularity: month } } }")
		.withConfiguration(
				AutoConfigurations.of(PartsmithEndpointAutoConfiguration.class, PartsmithHealthAutoConfiguration.class,
						PartsmithMetricsAutoConfiguration.class, PartsmithObservationAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withInitializer(
				(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()));

	@Test
	void everythingIsThere() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(PartitionsEndpoint.class)
				.hasSingleBean(PartsmithMetrics.class)
				.hasSingleBean(OperationObserver.class)
				.hasSingleBean(RunObserver.class)
				.hasBean("partitionsHealthContributor"));
	}

	@Test
	void nothingIsThereWithoutPartsmith() {
		this.runner.withPropertyValues(EXPOSED, "partsmith.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PartitionsEndpoint.class)
				.doesNotHaveBean(PartsmithMetrics.class)
				.doesNotHaveBean("partitionsHealthContributor"));
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("partitionsEndpoint")
				.hasBean("partitionsHealthContributor"));
	}

	@Test
	void backsOffWithoutActuatorsAutoConfiguration() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.autoconfigure"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("partitionsEndpoint"));
	}

	@Test
	void backsOffWithoutHealth() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("partitionsHealthContributor")
				.hasSingleBean(PartitionsEndpoint.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		YamlContext.with("partsmith: { tables: { events: { partition-column: created_at, granularity: month } } }")
			.withConfiguration(AutoConfigurations.of(PartsmithMetricsAutoConfiguration.class,
					PartsmithObservationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("partsmithMetrics")
				.doesNotHaveBean("partsmithOperationObserver")
				.doesNotHaveBean("partsmithRunObserver"));
	}

	@Test
	void withoutAMeterRegistryThereAreNoGauges() {
		YamlContext.with("partsmith: { tables: { events: { partition-column: created_at, granularity: month } } }")
			.withConfiguration(AutoConfigurations.of(PartsmithMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PartsmithMetrics.class));
	}

	@Test
	void theEndpointIsThereOnlyWhereItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(PartitionsEndpoint.class));
	}

	@Test
	void theEndpointIsGoneWithoutAccess() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.partitions.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(PartitionsEndpoint.class)
				.doesNotHaveBean(PartitionsEndpointWebExtension.class));
	}

	@Test
	void theEndpointCanOnlyBeReadUnlessItIsOpened() {
		assertThat(PartitionsEndpoint.class.getAnnotation(Endpoint.class).defaultAccess()).hasToString("READ_ONLY");
	}

	@Test
	void healthIsSwitchedOff() {
		this.runner.withPropertyValues("management.health.partitions.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("partitionsHealthContributor"));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("partitionsHealthContributor"));
	}

	@Test
	void beansOfTheApplicationWin() {
		OperationObserver operations = (config, operation, work) -> work.run();
		RunObserver runs = (id, scope, run) -> run.get();
		HealthIndicator health = () -> Health.up().build();
		PartitionsEndpoint endpoint = new PartitionsEndpoint(mock(), mock(), (id) -> null, Mode.OFF, null);
		this.runner.withPropertyValues(EXPOSED)
			.withBean("ownOperations", OperationObserver.class, () -> operations)
			.withBean("ownRuns", RunObserver.class, () -> runs)
			.withBean("ownEndpoint", PartitionsEndpoint.class, () -> endpoint)
			.withBean("partitionsHealthContributor", HealthContributor.class, () -> health)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(OperationObserver.class)).isSameAs(operations);
				assertThat(context.getBean(RunObserver.class)).isSameAs(runs);
				assertThat(context.getBean(PartitionsEndpoint.class)).isSameAs(endpoint);
				assertThat(context.getBean("partitionsHealthContributor")).isSameAs(health);
			});
	}

	@Test
	void severalObservationRegistriesAreNoObstacle() {
		this.runner.withBean("one", ObservationRegistry.class, ObservationRegistry::create)
			.withBean("other", ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** What the three levels of access mean over HTTP. */
	@Nested
	@PostgresTest
	class AccessOverHttp {

		private final PostgresDatabase database;

		AccessOverHttp(PostgresDatabase database) {
			this.database = database;
		}

		private ActuatorApplication application(String... properties) {
			return new ActuatorApplication(this.database, properties);
		}

		@Test
		void isReadOnlyByDefault() {
			try (ActuatorApplication application = application()) {
				Answer all = application.get("/partitions");
				assertThat(all.status()).isEqualTo(200);
				assertThat(all.at("/tables")).isEmpty();
				assertThat(application.post("/partitions", "{}").status()).isEqualTo(405);
				assertThat(application.post("/partitions/events", "{}").status()).isEqualTo(405);
			}
		}

		@Test
		void isNotFoundWithoutAccess() {
			try (ActuatorApplication application = application("management.endpoint.partitions.access=none")) {
				assertThat(application.get("/partitions").status()).isEqualTo(404);
			}
		}

	}

}

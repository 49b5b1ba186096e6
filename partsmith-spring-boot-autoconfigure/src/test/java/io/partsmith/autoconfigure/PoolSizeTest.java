package io.partsmith.autoconfigure;

import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.PostgresLockManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** A pool without room for a run is refused before it could ever keep one waiting. */
class PoolSizeTest {

	private static ApplicationContextRunner pool(int size, String partsmith) {
		return YamlContext.bare("""
				spring.datasource:
				  url: jdbc:postgresql://localhost:1/none
				  hikari:
				    maximum-pool-size: %d
				partsmith:
				  tables: { events: { partition-column: at, granularity: month } }
				  %s
				""".formatted(size, partsmith))
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));
	}

	@Test
	void aPoolOfOneIsRefusedNamingTheKeyToRaise() {
		assertThat(Failures.of(pool(1, ""))).contains("Property: spring.datasource.hikari.maximum-pool-size",
				"Value: \"1\"", "Origin: application.yml - 4:", "a run needs two connections at once",
				"Give the pool 2 connections or more");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode: plan-only", "mode: \"off\"" })
	void aPoolOfOneIsEnoughWhereNothingRuns(String mode) {
		pool(1, mode).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aPoolOfOneIsEnoughForLocksThatNeedNoConnection() {
		pool(1, "").withBean(LockManager.class, () -> (config, scope) -> {
			throw new UnsupportedOperationException();
		}).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aPoolOfTwoIsEnough() {
		pool(2, "").run((context) -> assertThat(context).hasSingleBean(PostgresLockManager.class));
	}

	@ParameterizedTest
	@CsvSource({ "2, 2, 1, 4", "3, 2, 1, 4", "10, 9, 8, 11" })
	void moreTablesAtATimeThanThePoolLeavesForACreationAreRefusedNamingBothKeys(int size, int parallelism, int most,
			int raised) {
		assertThat(Failures.of(pool(size, "execution: { parallelism: %d }".formatted(parallelism)))).contains(
				"Property: partsmith.execution.parallelism", "Value: \"" + parallelism + "\"",
				"leaves no room for a creation in the pool of " + size
						+ " connections (spring.datasource.hikari.maximum-pool-size)",
				"Give at most " + most + ", or raise spring.datasource.hikari.maximum-pool-size to " + raised);
	}

	@ParameterizedTest
	@CsvSource({ "2, 1", "3, 1", "4, 2", "10, 8" })
	void asManyTablesAtATimeAsThePoolLeavesAreNot(int size, int parallelism) {
		pool(size, "execution: { parallelism: %d }".formatted(parallelism))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whereThePoolIsUnknownNothingIsRefused() {
		YamlContext.with("partsmith.tables.events: { partition-column: at, granularity: month }")
			.run((context) -> assertThat(context).hasSingleBean(PostgresLockManager.class));
	}

}

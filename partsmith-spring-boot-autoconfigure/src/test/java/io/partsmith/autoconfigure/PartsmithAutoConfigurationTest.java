package io.partsmith.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.partsmith.execution.HookLimits;
import io.partsmith.execution.NamedHooks;
import io.partsmith.execution.PlanExecutor;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Creation;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.maintenance.TableInspector;
import io.partsmith.maintenance.TableRunner;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockLimits;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.SettableClock;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Server;
import io.partsmith.topology.TableTopology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;

import static org.assertj.core.api.Assertions.assertThat;

class PartsmithAutoConfigurationTest {

	private static final String TABLE = "partsmith.tables.events: { partition-column: c, granularity: day }";

	@Test
	void configuresTheEngineWithoutTouchingTheDatabase() {
		YamlContext.with(TABLE)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ManagedTables.class)
				.hasSingleBean(ExecutionSettings.class)
				.hasSingleBean(PartitionMetadataProvider.class)
				.hasSingleBean(PartitionRepository.class)
				.hasSingleBean(LockManager.class)
				.hasSingleBean(MaintenanceJournal.class)
				.hasSingleBean(PlanExecutor.class)
				.hasSingleBean(TableInspector.class)
				.hasSingleBean(TableRunner.class)
				.hasSingleBean(PartitionLifecycleService.class)
				.hasSingleBean(PartitionMaintainer.class)
				.hasSingleBean(StartupCheck.class)
				.hasSingleBean(DataSource.class)
				.doesNotHaveBean(Clock.class));
	}

	@Test
	void startsWithoutATable() {
		YamlContext.with("").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ManagedTables.class).all()).isEmpty();
		});
	}

	@Test
	void takesTheSettingsFromTheConfiguration() {
		YamlContext.with("")
			.run((context) -> assertThat(context.getBean(ExecutionSettings.class))
				.isEqualTo(ExecutionSettings.DEFAULT));
		YamlContext
			.with("""
					partsmith:
					  execution: { lock-timeout: 1s, lock-attempts: 3, lock-budget: 9m, max-inflicted: 50ms, statement-timeout: 2m,
					    time-zone: Asia/Tokyo }
					  marker-prefix: other
					""")
			.run((context) -> {
				ExecutionSettings settings = context.getBean(ExecutionSettings.class);
				assertThat(settings.locks())
					.isEqualTo(new LockLimits(Duration.ofSeconds(1), 3, Duration.ofMinutes(9), Duration.ofMillis(50)));
				assertThat(settings.statementTimeout()).hasMinutes(2);
				assertThat(settings.timeZone()).hasToString("Asia/Tokyo");
				assertThat(settings.markerPrefix()).isEqualTo("other");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "OFF", "\"off\"" })
	void takesTheModeOffAlthoughYamlReadsItAsFalse(String mode) {
		YamlContext.with("partsmith.mode: " + mode)
			.run((context) -> assertThat(context.getBean(PartsmithProperties.class).mode()).hasToString("off"));
	}

	@Test
	void backsOffWhenDisabled() {
		YamlContext.relaxed("partsmith: { enabled: false, unknown: 1 }")
			.withUserConfiguration(YamlContext.UnreachableDatabase.class)
			.run(PartsmithAutoConfigurationTest::assertAbsent);
	}

	@Test
	void backsOffWithoutADataSource() {
		YamlContext.bare(TABLE).run(PartsmithAutoConfigurationTest::assertAbsent);
	}

	@Test
	void backsOffWithoutSpringJdbc() {
		YamlContext.with(TABLE)
			.withClassLoader(new FilteredClassLoader(JdbcOperations.class))
			.run(PartsmithAutoConfigurationTest::assertAbsent);
	}

	private static void assertAbsent(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed()
			.doesNotHaveBean(ManagedTables.class)
			.doesNotHaveBean(PartitionLifecycleService.class)
			.doesNotHaveBean(PartsmithProperties.class);
	}

	@Test
	void refusesToGuessAmongSeveralDataSources() {
		assertThat(Failures.of(YamlContext.bare(TABLE).withUserConfiguration(TwoDataSources.class))).isEqualTo("""
				partsmith.tables configures tables, but there are several DataSource beans (orders, reports), and none \
				of them is said to be the one that holds the tables.

				Action:

				Annotate the one that holds the managed tables:

				@Bean
				@PartsmithDataSource
				DataSource orders(...) {

				or mark one DataSource as @Primary, or switch partsmith off with partsmith.enabled: false.
				""");
	}

	@Test
	void backsOffFromSeveralDataSourcesWhereNoTableIsConfigured() {
		YamlContext.bare("")
			.withUserConfiguration(TwoDataSources.class)
			.run(PartsmithAutoConfigurationTest::assertAbsent);
	}

	@Test
	void takesThePrimaryDataSource() {
		YamlContext.bare(TABLE)
			.withUserConfiguration(TwoDataSources.class, PrimaryDataSource.class)
			.run((context) -> assertThat(context.getBean(MaintenanceDataSource.class).dataSource())
				.isSameAs(context.getBean("primary")));
	}

	@Test
	void prefersTheQualifiedDataSource() {
		YamlContext.bare(TABLE)
			.withUserConfiguration(TwoDataSources.class, PrimaryDataSource.class, QualifiedDataSource.class)
			.run((context) -> assertThat(context.getBean(MaintenanceDataSource.class).dataSource())
				.isSameAs(context.getBean("qualified")));
		YamlContext.bare(TABLE)
			.withUserConfiguration(TwoDataSources.class, QualifiedDataSource.class)
			.run((context) -> assertThat(context.getBean(MaintenanceDataSource.class).dataSource())
				.isSameAs(context.getBean("qualified")));
	}

	@Test
	void leavesEveryPartToTheApplication() {
		YamlContext.with(TABLE)
			.withUserConfiguration(OwnParts.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(PartitionRepository.class)
				.hasSingleBean(PartitionMetadataProvider.class)
				.hasSingleBean(LockManager.class)
				.hasSingleBean(PartitionLifecycleService.class)
				.getBean(PartitionRepository.class)
				.isInstanceOf(OwnRepository.class));
	}

	@Test
	void takesTablesThatTheApplicationDeclaresInCode() {
		YamlContext.with("")
			.withBean(ManagedTables.class, () -> new ManagedTables(List.of()))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ManagedTables.class));
	}

	@Test
	void takesTheOnlyClock() {
		SettableClock clock = new SettableClock("2027-10-02T03:00:00Z");
		YamlContext.with(TABLE)
			.withUserConfiguration(OwnParts.class)
			.withBean(Clock.class, () -> clock)
			.run((context) -> assertThat(plannedAt(context.getBean(PartitionLifecycleService.class)))
				.isEqualTo(clock.instant()));
	}

	@Test
	void takesTheSystemsClockWhereTheApplicationHasNoneOrSeveral() {
		YamlContext.with(TABLE).withUserConfiguration(OwnParts.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(plannedAt(context.getBean(PartitionLifecycleService.class))).isAfter("2026-01-01T00:00:00Z");
		});
		YamlContext.with(TABLE)
			.withUserConfiguration(OwnParts.class)
			.withBean("one", Clock.class, () -> new SettableClock("2001-10-02T03:00:00Z"))
			.withBean("other", Clock.class, () -> new SettableClock("2002-10-02T03:00:00Z"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(plannedAt(context.getBean(PartitionLifecycleService.class))).isAfter("2026-01-01T00:00:00Z");
			});
	}

	private static Instant plannedAt(PartitionLifecycleService service) {
		return service.inspect().get(0).at();
	}

	private static List<NamedHooks> hooks(ListableBeanFactory beans) {
		return HookBeans.of(beans, beans.getBean(PartsmithProperties.class).hooks());
	}

	@Test
	void ordersHooksAndKnowsTheirNames() {
		YamlContext.with(TABLE).withUserConfiguration(Hooks.class).run((context) -> {
			assertThat(hooks(context)).extracting(NamedHooks::name).containsExactly("archive", "report", "unordered");
			assertThat(hooks(context)).extracting(NamedHooks::hooks)
				.containsExactlyElementsOf(List.of((PartitionLifecycleHooks) context.getBean("archive"),
						(PartitionLifecycleHooks) context.getBean("report"),
						(PartitionLifecycleHooks) context.getBean("unordered")));
		});
	}

	@Test
	void aHookHasTheTimeOfItsLaneUnlessItHasItsOwn() {
		YamlContext.with(TABLE + "\npartsmith.hooks: { create-timeout: 5s, timeouts: { archive: 6h } }\n")
			.withUserConfiguration(Hooks.class)
			.run((context) -> assertThat(hooks(context)).extracting(NamedHooks::limits)
				.containsExactly(new HookLimits(Duration.ofHours(6), Duration.ofHours(6)),
						new HookLimits(Duration.ofSeconds(5), null), new HookLimits(Duration.ofSeconds(5), null)));
	}

	@Test
	void refusesATimeLimitForAHookThatIsNoBean() {
		assertThat(Failures.of(YamlContext.with(TABLE + "\npartsmith.hooks: { timeouts: { archives: 6h } }\n")
			.withUserConfiguration(Hooks.class))).contains("Property: partsmith.hooks.timeouts.archives\n",
					"no PartitionLifecycleHooks bean has this name", "Write one of: ");
	}

	@Test
	void refusesAHookThatIsNoBean() {
		assertThat(Failures.of(YamlContext.with("""
				partsmith.tables:
				  events: { partition-column: c, granularity: day, hooks: [archive, reprt] }
				""").withUserConfiguration(Hooks.class))).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables.events.hooks[1]
				    Value: "reprt"
				    Origin: application.yml - 2:69
				    Reason: no PartitionLifecycleHooks bean has this name

				Action:

				Write one of: archive, report, unordered; or declare a bean of that name.
				""");
	}

	@Test
	void bindsWithoutADefaultThatHidesAnother() {
		YamlContext.with(TABLE).run((context) -> {
			PartsmithProperties properties = context.getBean(PartsmithProperties.class);
			assertThat(properties.schedule().create().cron()).isEqualTo("0 */10 * * * *");
			assertThat(properties.schedule().retire().lockAtMostFor()).hasToString("PT2H");
			assertThat(properties.schedule().onStartup()).isEqualTo(PartsmithProperties.OnStartup.CREATE);
			assertThat(properties.storage()).isEqualTo(new PartsmithProperties.Storage("public", true));
			assertThat(properties.health().refresh()).hasToString("PT1M");
			assertThat(properties.startupCheck()).isEqualTo(PartsmithProperties.OnMismatch.FAIL);
			assertThat(context.getBean(ManagedTables.class).get("events").lifecycle().creation())
				.isEqualTo(new Creation.CreateAhead(6));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource orders() {
			return new YamlContext.UnreachableDataSource();
		}

		@Bean
		DataSource reports() {
			return new YamlContext.UnreachableDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDataSource {

		@Bean
		@Primary
		DataSource primary() {
			return new YamlContext.UnreachableDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDataSource {

		@Bean
		@PartsmithDataSource
		DataSource qualified() {
			return new YamlContext.UnreachableDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hooks {

		@Bean
		PartitionLifecycleHooks unordered() {
			return new PartitionLifecycleHooks() {
			};
		}

		@Bean
		@Order(2)
		PartitionLifecycleHooks report() {
			return new PartitionLifecycleHooks() {
			};
		}

		@Bean
		@Order(1)
		PartitionLifecycleHooks archive() {
			return new PartitionLifecycleHooks() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnParts {

		@Bean
		OwnRepository ownRepository(DataSource dataSource, ExecutionSettings settings) {
			return new OwnRepository(dataSource, settings);
		}

		@Bean
		PartitionMetadataProvider ownMetadata() {
			return new NothingThere();
		}

		@Bean
		LockManager ownLocks() {
			return (config, scope) -> new LockAttempt.HeldBy("nobody");
		}

	}

	static class OwnRepository extends PostgresPartitionRepository {

		OwnRepository(DataSource dataSource, ExecutionSettings settings) {
			super(dataSource, settings);
		}

	}

	static class NothingThere implements PartitionMetadataProvider {

		@Override
		public CatalogSnapshot read(Collection<TablePartitionConfig> tables) {
			return new CatalogSnapshot(new Server(180006),
					tables.stream()
						.collect(Collectors.toMap(TablePartitionConfig::table,
								(table) -> new TableTopology.Missing(table.table(), List.of()))));
		}

		@Override
		public Map<Long, Long> sizes(TableTopology.Partitioned table) {
			return Map.of();
		}

	}

}

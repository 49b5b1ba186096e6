package io.partsmith.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RoleDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class StartupCheckTest {

	private static final String EVENTS = "partsmith.tables.events: { partition-column: at, granularity: month }\n";

	@Test
	void passesATableThatFits(PostgresDatabase database) {
		database.execute("CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at)");
		on(database, EVENTS).run((context) -> {
			context.getBean(StartupCheck.class).check();
			assertThat(context.getBean(MaintenanceJournal.class).lastInspection("events")).isPresent();
		});
	}

	/** What the refusal says to write is written as it stands. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					audit.events  | at         | Write: partsmith.tables.events.table: audit.events | partsmith.tables.events.table: audit.events
					public.events | created_at | Name the table's own key in partsmith.tables.events: partition-column: at | partsmith.tables.events: { partition-column: at }""")
	void theRefusalIsMendedByWhatItSays(String table, String column, String said, String yaml,
			PostgresDatabase database) {
		database.execute("CREATE SCHEMA IF NOT EXISTS audit",
				"CREATE TABLE " + table + " (at timestamptz NOT NULL) PARTITION BY RANGE (at)");
		String wrong = "partsmith.tables.events: { partition-column: " + column + ", granularity: month }\n";
		on(database, wrong).run((context) -> assertThat(refusal(context)).contains(said));
		on(database, wrong + "---\n" + yaml + "\n").run((context) -> {
			context.getBean(StartupCheck.class).check();
			assertThat(context.getBean(MaintenanceJournal.class).lastInspection("events").orElseThrow().plan())
				.satisfies((plan) -> assertThat(plan.findings()).isEmpty())
				.satisfies((plan) -> assertThat(plan.operations()).isNotEmpty());
		});
	}

	@Test
	void refusesEveryTableThatDoesNotFit(PostgresDatabase database) {
		database.execute("CREATE SCHEMA audit",
				"CREATE TABLE audit.events (at timestamptz NOT NULL) PARTITION BY RANGE (at)",
				"CREATE TABLE readings (id bigint PRIMARY KEY, at timestamptz)",
				"CREATE TABLE metrics (at timestamptz NOT NULL) PARTITION BY RANGE (at)");
		on(database, """
				partsmith:
				  defaults: { partition-column: at, granularity: month }
				  tables:
				    events:
				    readings:
				    metrics: { partition-column: created_at }
				    fine: { table: audit.events }
				""").run((context) -> assertThat(refusal(context)).isEqualTo("""
				The database does not fit the configuration of partsmith:

				partsmith.tables.events:
				    Origin: application.yml - 4:12
				    The table public.events of partsmith.tables.events does not exist

				partsmith.tables.readings:
				    Origin: application.yml - 5:14
				    public.readings is a plain table, not a partitioned table

				partsmith.tables.metrics:
				    Beside: partsmith.tables.metrics.partition-column in application.yml - 6:34
				    public.metrics is partitioned by RANGE (at), but configured for the key (created_at)

				Action:

				events:
				    Did you mean audit.events? Write: partsmith.tables.events.table: audit.events

				readings:
				    Make a partitioned table with PARTITION BY RANGE (at), move the rows and swap the names; \
				PostgreSQL cannot partition a table in place. Its PRIMARY KEY (id) must hold at then (0A000)

				metrics:
				    Name the table's own key in partsmith.tables.metrics: partition-column: at

				To start all the same, and have the tables that fit maintained, set partsmith.startup-check: report; \
				the rest then is a finding, with health DOWN.
				"""));
	}

	@Test
	void onlyLogsWhereThatIsAskedFor(PostgresDatabase database, CapturedOutput output) {
		on(database, EVENTS + "partsmith.startup-check: report")
			.run((context) -> context.getBean(StartupCheck.class).check());
		assertThat(output).contains("ERROR",
				"partsmith.tables.events: The table public.events of partsmith.tables.events does not exist. "
						+ "Create it with a migration: CREATE TABLE public.events (...) PARTITION BY RANGE (at)");
	}

	@Test
	void onlyLogsOnAServerThatIsReadOnly(PostgresDatabase database, CapturedOutput output) {
		database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
		try {
			on(database, EVENTS).run((context) -> context.getBean(StartupCheck.class).check());
		}
		finally {
			database.execute("SET default_transaction_read_only = off",
					"ALTER DATABASE " + database.name() + " RESET default_transaction_read_only");
		}
		assertThat(output).contains("ERROR", "The table public.events of partsmith.tables.events does not exist");
	}

	@Test
	void onlyLogsADatabaseThatCannotBeReached(CapturedOutput output) {
		YamlContext.with(EVENTS).run((context) -> context.getBean(StartupCheck.class).check());
		assertThat(output).contains("WARN", "The configured tables could not be checked at start",
				"Connection refused");
	}

	@Test
	void saysThatNothingIsManaged(CapturedOutput output) {
		YamlContext.with("").run((context) -> context.getBean(StartupCheck.class).check());
		assertThat(output).contains("No table is configured under partsmith.tables: nothing is maintained");
	}

	@Test
	void looksAtTheTablesAfterTheMigrationsThatMakeThem(PostgresDatabase database) {
		on(database, EVENTS).withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.run((context) -> assertThat(List.of("maintenanceDataSource", "tableInspector", "tableRunner"))
				.allSatisfy((bean) -> assertThat(context.getBeanFactory().getBeanDefinition(bean).getDependsOn())
					.contains("flywayInitializer")));
	}

	@Test
	void looksAtTheTablesAfterLiquibaseMadeThem(PostgresDatabase database) {
		on(database, EVENTS).withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.change-log=classpath:io/partsmith/autoconfigure/events.sql")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(List.of("maintenanceDataSource", "tableInspector", "tableRunner"))
					.allSatisfy((bean) -> assertThat(context.getBeanFactory().getBeanDefinition(bean).getDependsOn())
						.contains("liquibase"));
				assertThat(context.getBean(StartupCheck.class).check()).isTrue();
			});
	}

	@Test
	void namesWhatARoleThatIsNotTheOwnerNeeds(PostgresDatabase database) {
		database.execute("CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at)",
				"REVOKE CREATE ON SCHEMA public FROM PUBLIC", "CREATE ROLE t_app");
		YamlContext.bare(EVENTS)
			.withBean(DataSource.class, () -> new RoleDataSource(database.dataSource(), "t_app"))
			.run((context) -> assertThat(refusal(context)).contains(
					"Our role is not the owner of public.events, which ATTACH and DETACH ask for (42501)",
					"Our role may not create tables in the schema public (42501)",
					"ALTER TABLE public.events OWNER TO t_app", "GRANT USAGE, CREATE ON SCHEMA public TO t_app"));
	}

	private static ApplicationContextRunner on(PostgresDatabase database, String yaml) {
		return YamlContext.bare(yaml)
			.withBean(DataSource.class, database::dataSource, (bean) -> bean.setDestroyMethodName(""));
	}

	private static String refusal(ConfigurableApplicationContext context) {
		TableMismatchException[] thrown = new TableMismatchException[1];
		assertThatExceptionOfType(TableMismatchException.class)
			.isThrownBy(() -> context.getBean(StartupCheck.class).check())
			.satisfies((ex) -> thrown[0] = ex);
		return Failures.analyze(thrown[0], context);
	}

}

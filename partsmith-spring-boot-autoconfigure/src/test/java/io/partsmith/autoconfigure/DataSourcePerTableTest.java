package io.partsmith.autoconfigure;

import java.sql.SQLException;
import java.util.stream.Stream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partsmith.autoconfigure.endpoint.PartitionsEndpoint;
import io.partsmith.autoconfigure.endpoint.PartsmithEndpointAutoConfiguration;
import io.partsmith.autoconfigure.health.PartitionsHealthContributor;
import io.partsmith.autoconfigure.health.PartsmithHealthAutoConfiguration;
import io.partsmith.autoconfigure.metrics.PartsmithMetricsAutoConfiguration;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.RunListener;
import io.partsmith.maintenance.RunReason;
import io.partsmith.plan.Scope;
import io.partsmith.plan.UnitState;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.TableLock;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RemoteServer;
import io.partsmith.testing.RoleDataSource;
import io.partsmith.testing.SettableClock;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Tables of one name in two databases, maintained by one application. */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class DataSourcePerTableTest {

	private static final String TWO = """
			partsmith:
			  defaults: { partition-column: created_at, granularity: month, create-ahead-count: 2,
			    retention-count: 1, drop-grace: P0D }
			  tables:
			    near: { table: public.t }
			    far: { table: public.t, data-source: warehouse }
			""";

	@Test
	void eachTableIsMaintainedWhereItIs(PostgresDatabase near) {
		try (RemoteServer server = RemoteServer.beside(near)) {
			PostgresDatabase far = server.database();
			near.execute(Tables.M);
			far.execute(Tables.M, Tables.month("2026_05"), "INSERT INTO t (created_at) VALUES ('2026-05-02Z')");
			on(near, far.dataSource(), TWO).run((context) -> {
				assertThat(context).hasNotFailed();
				PartitionLifecycleService service = context.getBean(PartitionLifecycleService.class);
				assertThat(context.getBean(ManagedTables.class).dataSource("far")).contains("warehouse");
				context.getBean(StartupCheck.class).check();
				assertThat(service.plan("far").operations()).hasSize(4);
				assertThat(service.plan("near").operations()).hasSize(2);
				assertThat(CatalogProbe.of(near).partitions("t")).isEmpty();
				assertThat(service.maintain("far", Scope.MAINTAIN).success()).isTrue();
				assertThat(CatalogProbe.of(near).partitions("t")).isEmpty();
				assertThat(CatalogProbe.of(far).partitions("t")).containsExactly("t__2026_08", "t__2026_09");
				assertThat(CatalogProbe.of(far).exists("t__2026_05")).isFalse();
				assertThat(service.maintain(Scope.MAINTAIN)).extracting(MaintenanceResult::id)
					.containsExactly("near", "far");
				assertThat(CatalogProbe.of(near).partitions("t")).containsExactly("t__2026_08", "t__2026_09");
				assertThat(service.inspect()).extracting((seen) -> seen.config().id()).containsExactly("near", "far");
				assertThat(service.rehearse(Scope.MAINTAIN)).allMatch((result) -> result.plan().isConverged());
				assertThat(context.getBean(MaintenanceJournal.class).lastRun("far")).isPresent();
				seenFromOutside(context);
				heldByAnother(far, service);
			});
		}
	}

	private static void seenFromOutside(ApplicationContext context) {
		PartitionsHealthContributor health = context.getBean(PartitionsHealthContributor.class);
		assertThat(((HealthIndicator) health.getContributor("far")).health().getStatus()).isEqualTo(Status.UP);
		assertThat(context.getBean(MeterRegistry.class)
			.get("partsmith.partitions")
			.tags("table", "far", "state", "future")
			.gauge()
			.value()).isEqualTo(1);
		PartitionsEndpoint endpoint = context.getBean(PartitionsEndpoint.class);
		Object tables = endpoint.tables();
		assertThat(tables.toString()).contains("near=", "far=");
		Object plan = endpoint.view("far", "plan", "2026-10-02T00:00:00Z");
		assertThat(plan.toString()).contains("CREATE TABLE public.t__2026_11");
	}

	/** The lock of a table is held where the table is, and keeps no namesake waiting. */
	private static void heldByAnother(PostgresDatabase far, PartitionLifecycleService service) throws SQLException {
		far.execute("DROP TABLE t__2026_09");
		TableLock lock = ((LockAttempt.Acquired) new PostgresLockManager(far.dataSource())
			.tryLock(service.tables().get("near"), Scope.MAINTAIN)).lock();
		try (lock) {
			assertThat(service.maintain(Scope.MAINTAIN)).extracting(MaintenanceResult::reason)
				.contains(RunReason.LOCK_HELD);
			assertThat(CatalogProbe.of(far).exists("t__2026_09")).isFalse();
		}
		assertThat(service.maintain(Scope.CREATE)).extracting(MaintenanceResult::createdCount).containsExactly(0, 1);
	}

	/** A pool that never had a connection fails in its own way. */
	static Stream<DataSource> unreachable() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:postgresql://localhost:1/none");
		return Stream.of(new YamlContext.UnreachableDataSource(), pool);
	}

	@ParameterizedTest
	@MethodSource("unreachable")
	void aDatabaseThatIsGoneLeavesTheOthersAlone(DataSource far, PostgresDatabase near, CapturedOutput output) {
		near.execute(Tables.M);
		on(near, far, TWO).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(StartupCheck.class).check()).isTrue();
			PartitionLifecycleService service = context.getBean(PartitionLifecycleService.class);
			assertThat(service.maintain(Scope.CREATE)).extracting(MaintenanceResult::outcome)
				.containsExactly(Outcome.CHANGED, Outcome.FAILED);
			MaintenanceJournal journal = context.getBean(MaintenanceJournal.class);
			assertThat(journal.lookFailure("far").orElseThrow()).containsPattern("Connection.* refused");
			assertThat(journal.lookFailure("near")).isEmpty();
			JsonNode tables = JsonMapper.builder()
				.build()
				.valueToTree(context.getBean(PartitionsEndpoint.class).tables())
				.get("tables");
			assertThat(tables.get("near").get("partitions").get("future").asInt()).isEqualTo(1);
			assertThat(tables.get("near").has("error")).isFalse();
			assertThat(tables.get("far").get("error").asString())
				.startsWith("public.t in warehouse could not be read: ")
				.containsPattern("Connection.* refused");
			assertThat(tables.get("far").has("partitions")).isFalse();
			assertThat(tables.get("far").get("lastRun").get("success").asBoolean()).isFalse();
			assertThat(output).containsOnlyOnce("The database of [far] fails");
		});
	}

	@Test
	void sizesThatOneDatabaseRefusesSayNothingOfHowItAnswers(PostgresDatabase near, CapturedOutput output) {
		try (RemoteServer server = RemoteServer.beside(near)) {
			PostgresDatabase far = server.database();
			near.execute(Tables.M);
			far.execute(Tables.M, Tables.month("2026_08"), "CREATE ROLE t_far", "ALTER TABLE t OWNER TO t_far",
					"ALTER TABLE t__2026_08 OWNER TO t_far", "GRANT CREATE ON SCHEMA public TO t_far",
					"REVOKE EXECUTE ON FUNCTION pg_total_relation_size(regclass) FROM public");
			on(near, new RoleDataSource(far.dataSource(), "t_far"), TWO).run((context) -> {
				PartitionLifecycleService service = context.getBean(PartitionLifecycleService.class);
				service.maintain("near", Scope.CREATE);
				for (int round = 0; round < 2; round++) {
					service.inspect();
					assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> service.measure(true))
						.withMessageContaining("Measuring [public.t]")
						.withStackTraceContaining("pg_total_relation_size");
				}
				MaintenanceJournal journal = context.getBean(MaintenanceJournal.class);
				assertThat(journal.bytes("near", UnitState.ACTIVE).orElseThrow()).isPositive();
				assertThat(journal.bytes("far", UnitState.ACTIVE)).isEmpty();
				assertThat(output).doesNotContain("The database of [far]");
			});
		}
	}

	@Test
	void aListenerThatHangsHoldsNoDatabaseUp(PostgresDatabase near) {
		try (RemoteServer server = RemoteServer.beside(near)) {
			near.execute(Tables.M);
			server.database().execute(Tables.M);
			on(near, server.database().dataSource(), TWO).withPropertyValues("partsmith.hooks.create-timeout=200ms")
				.withBean("hanging", RunListener.class, () -> (result) -> new Semaphore(0).acquireUninterruptibly())
				.run((context) -> {
					PartitionLifecycleService service = context.getBean(PartitionLifecycleService.class);
					assertTimeoutPreemptively(Duration.ofSeconds(60),
							() -> assertThat(service.maintain(Scope.CREATE)).extracting(MaintenanceResult::createdCount)
								.containsExactly(2, 2));
				});
		}
	}

	@Test
	void aNameThatNoBeanHasIsRefusedWithItsLine(PostgresDatabase near) {
		assertThat(Failures
			.of(on(near, near.dataSource(), TWO.replace("data-source: warehouse", "data-source: warehose"))))
			.contains("partsmith.tables.far.data-source", "warehose", "application.yml - 6",
					"no DataSource bean has this name", "warehouse");
	}

	@Test
	void oneTableIsConfiguredOnceByWhateverName(PostgresDatabase near) {
		assertThat(Failures
			.of(on(near, near.dataSource(), TWO.replace("data-source: warehouse", "data-source: application"))))
			.contains("partsmith.tables.far.table", "partsmith.tables.near configures the same table");
	}

	@Test
	void anArchiveElsewhereIsRefused(PostgresDatabase near) {
		assertThat(Failures.of(on(near, near.dataSource(), TWO + "  archive: { location: 'file:/tmp/x' }\n")))
			.contains("partsmith.tables.far.data-source", "archive: { enabled: false }");
	}

	private static ApplicationContextRunner on(PostgresDatabase near, DataSource warehouse, String yaml) {
		return YamlContext.bare(yaml).withBean("application", DataSource.class, near::dataSource, (bean) -> {
			bean.setDestroyMethodName("");
			bean.setPrimary(true);
		})
			.withBean("warehouse", DataSource.class, () -> warehouse, (bean) -> bean.setDestroyMethodName(""))
			.withConfiguration(AutoConfigurations.of(PartsmithHealthAutoConfiguration.class,
					PartsmithMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					PartsmithEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=partitions")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(SettableClock.class, () -> new SettableClock("2026-08-26T00:00:00Z"));
	}

}

package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class PartsmithSchedulingTest {

	private static final String EVERY_SECOND = "partsmith.schedule.create.cron=* * * * * *";

	private ApplicationContextRunner runner = new ApplicationContextRunner();

	private PostgresDatabase db;

	@BeforeEach
	void application(PostgresDatabase database) {
		this.db = database;
		database.execute("CREATE TABLE public.t (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		this.runner = new ApplicationContextRunner().withAllowBeanDefinitionOverriding(false)
			.withBean(DataSource.class, () -> new DelegatingDataSource(database.dataSource()))
			.withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class,
					PartsmithAutoConfiguration.class, PartsmithSchedulingAutoConfiguration.class))
			.withPropertyValues("partsmith.tables.t.partition-column=created_at", "partsmith.tables.t.granularity=day",
					"partsmith.tables.t.create-ahead-count=3", "partsmith.schedule.create.cron=-",
					"partsmith.schedule.retire.cron=-", "partsmith.execution.lock-timeout=50ms",
					"partsmith.execution.lock-attempts=2");
	}

	private long partitions() {
		return this.db.<Long>queryOne("SELECT count(*) FROM pg_inherits WHERE inhparent = 'public.t'::regclass");
	}

	@Test
	void partitionsAreThereBeforeTheApplicationTakesTraffic() {
		List<Long> seen = new CopyOnWriteArrayList<>();
		this.runner.withBean(Traffic.class, () -> new Traffic(() -> seen.add(partitions())))
			.run((context) -> assertThat(seen).containsExactly(3L));
	}

	@Test
	void onStartupNoneLeavesTheTablesAlone() {
		this.runner.withPropertyValues("partsmith.schedule.on-startup=none").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(partitions()).isZero();
		});
	}

	@Test
	void aTableThatIsLockedDoesNotKeepTheApplicationFromStartingAndIsLoud(CapturedOutput output) throws Exception {
		try (var holder = this.db.connect()) {
			holder.setAutoCommit(false);
			holder.createStatement().execute("LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE");
			this.runner.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("INSERTS FAIL: t (public.t) has no partition").contains("55P03");
			});
		}
	}

	@Test
	void theCreateLaneRunsOnItsCron() {
		this.runner.withPropertyValues("partsmith.schedule.on-startup=none", EVERY_SECOND)
			.run((context) -> await().atMost(Duration.ofSeconds(10)).until(() -> partitions() == 3));
	}

	@Test
	void theRetireLaneRunsOnItsCronAndCreatesNothing() {
		this.db.execute("CREATE TABLE public.t__2020_01_01 PARTITION OF public.t FOR VALUES "
				+ "FROM ('2020-01-01 00:00:00+00') TO ('2020-01-02 00:00:00+00')");
		this.runner
			.withPropertyValues("partsmith.schedule.on-startup=none", "partsmith.schedule.retire.cron=* * * * * *",
					"partsmith.tables.t.retention-count=2")
			.run((context) -> await().atMost(Duration.ofSeconds(10)).until(() -> partitions() == 0));
	}

	@Test
	void theLockTableIsMadeAndUsed() {
		this.runner.withPropertyValues(EVERY_SECOND)
			.run((context) -> await().atMost(Duration.ofSeconds(10))
				.until(() -> this.db.queryOne("SELECT to_regclass('public.shedlock') IS NOT NULL") == Boolean.TRUE
						&& this.db.<Long>queryOne(
								"SELECT count(*) FROM public.shedlock WHERE name LIKE 'partsmith-%-create'") == 1L));
	}

	@Test
	void withoutTheLockTableTheLanesRunAndTheDdlIsSaid(CapturedOutput output) {
		this.runner
			.withPropertyValues("partsmith.schedule.on-startup=none", "partsmith.storage.initialize=false",
					EVERY_SECOND)
			.run((context) -> {
				await().atMost(Duration.ofSeconds(10)).until(() -> partitions() == 3);
				assertThat(output).contains("CREATE TABLE IF NOT EXISTS public.shedlock (name varchar(64) PRIMARY KEY");
			});
		assertThat(this.db.<Boolean>queryOne("SELECT to_regclass('public.shedlock') IS NULL")).isTrue();
	}

	@Test
	void theApplicationsLockProviderIsUsed() {
		RecordingLocks locks = new RecordingLocks();
		this.runner.withBean(LockProvider.class, () -> locks).withPropertyValues(EVERY_SECOND).run((context) -> {
			await().atMost(Duration.ofSeconds(10)).until(() -> !locks.names.isEmpty());
			assertThat(locks.names).allMatch((name) -> name.startsWith("partsmith-") && name.endsWith("-create"));
			assertThat(this.db.<Boolean>queryOne("SELECT to_regclass('public.shedlock') IS NULL")).isTrue();
		});
	}

	@Test
	void aLaneThatAnotherReplicaHoldsIsLeftToIt() {
		RecordingLocks locks = new RecordingLocks();
		locks.free = false;
		this.runner.withBean(LockProvider.class, () -> locks)
			.withPropertyValues("partsmith.schedule.on-startup=none", EVERY_SECOND)
			.run((context) -> {
				await().atMost(Duration.ofSeconds(10)).until(() -> locks.names.size() > 1);
				assertThat(partitions()).isZero();
			});
	}

	@Test
	void aLockProviderThatFailsDoesNotKeepPartitionsFromBeingMade() {
		LockProvider broken = (configuration) -> {
			throw new IllegalStateException("no connection to the lock store");
		};
		this.runner.withBean(LockProvider.class, () -> broken)
			.withPropertyValues("partsmith.schedule.on-startup=none", EVERY_SECOND)
			.run((context) -> await().atMost(Duration.ofSeconds(10)).until(() -> partitions() == 3));
	}

	@Test
	void withoutShedLockTheLanesRun() {
		this.runner.withClassLoader(new FilteredClassLoader("net.javacrumbs.shedlock"))
			.withPropertyValues("partsmith.schedule.on-startup=none", EVERY_SECOND)
			.run((context) -> await().atMost(Duration.ofSeconds(10)).until(() -> partitions() == 3));
	}

	@Test
	void nothingIsSwitchedOnForTheHost() {
		this.runner.withUserConfiguration(HostJob.class).withPropertyValues(EVERY_SECOND).run((context) -> {
			assertThat(context).doesNotHaveBean(TaskScheduler.class);
			Thread.sleep(1500);
			assertThat(context.getBean(HostJob.class).fired()).isZero();
		});
	}

	@Test
	void aHostThatSchedulesKeepsItsSchedulerAndFiresUsOnce() {
		RecordingLocks locks = new RecordingLocks();
		this.runner.withUserConfiguration(SchedulingHost.class)
			.withBean(LockProvider.class, () -> locks)
			.withPropertyValues(EVERY_SECOND)
			.run((context) -> {
				HostJob job = context.getBean(HostJob.class);
				await().atMost(Duration.ofSeconds(10))
					.until(() -> locks.names.stream().filter("host"::equals).count() >= 3);
				assertThat(context).hasSingleBean(TaskScheduler.class);
				assertThat(job.thread()).startsWith("scheduling-");
				long host = locks.names.stream().filter("host"::equals).count();
				long ours = locks.names.stream().filter((name) -> name.endsWith("-create")).count();
				assertThat(ours).isBetween(host - 2, host + 2);
				assertThat(locks.atMost).contains(Duration.ofSeconds(77));
			});
	}

	@Test
	void modeOffRunsNothingButIsWatched() {
		this.runner.withPropertyValues("partsmith.mode=off", EVERY_SECOND).run((context) -> {
			Thread.sleep(1500);
			assertThat(partitions()).isZero();
			assertThat(context.getBean(MaintenanceJournal.class).lastInspection("t")).isPresent();
			assertThat(context.getBean(MaintenanceSchedule.class).nextRun("t")).isNull();
		});
	}

	@Test
	void theNextRunIsThatOfTheNextLane() {
		this.runner.withPropertyValues(EVERY_SECOND)
			.run((context) -> assertThat(context.getBean(MaintenanceSchedule.class).nextRun("t")).isNotNull());
	}

	/**
	 * What the hooks were told of is not begun any more; the next run tells them again.
	 */
	@Test
	void aStopEndsTheRunBehindTheHookThatIsCalled() {
		List<String> created = new CopyOnWriteArrayList<>();
		PartitionLifecycleHooks slow = new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				created.add(event.phase() + " " + event.partition().name());
				try {
					Thread.sleep(700);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		};
		this.runner.withBean(PartitionLifecycleHooks.class, () -> slow)
			.withPropertyValues("partsmith.schedule.on-startup=none", EVERY_SECOND)
			.run((context) -> await().atMost(Duration.ofSeconds(10)).until(() -> !created.isEmpty()));
		assertThat(partitions()).isZero();
		assertThat(created).singleElement().asString().startsWith("BEFORE_CREATE");
		assertThat(this.db.<Long>queryOne("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).isZero();
	}

	@Test
	void lazyInitializationDoesNotDisableMaintenance() {
		this.runner
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(partitions()).isEqualTo(3));
	}

	@Test
	void aBadCronRefusesTheStart() {
		this.runner.withPropertyValues("partsmith.schedule.create.cron=every day").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("every day");
		});
	}

	/** What an application starts to take its traffic with. */
	static final class Traffic implements SmartLifecycle {

		private final Runnable first;

		private boolean running;

		Traffic(Runnable first) {
			this.first = first;
		}

		@Override
		public void start() {
			this.first.run();
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

	/** An application's own job, which nobody asked us to start. */
	@Configuration(proxyBeanMethods = false)
	static class HostJob {

		private final AtomicInteger fired = new AtomicInteger();

		private volatile String thread = "";

		@Scheduled(fixedRate = 1000)
		@SchedulerLock(name = "host")
		public void fire() {
			this.thread = Thread.currentThread().getName();
			this.fired.incrementAndGet();
		}

		public int fired() {
			return this.fired.get();
		}

		public String thread() {
			return this.thread;
		}

	}

	/** An application that schedules and locks by itself. */
	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@EnableSchedulerLock(defaultLockAtMostFor = "PT77S")
	static class SchedulingHost {

		@Bean
		HostJob job() {
			return new HostJob();
		}

	}

	/** Locks that remember who asked. */
	static final class RecordingLocks implements LockProvider {

		final List<String> names = new CopyOnWriteArrayList<>();

		final List<Duration> atMost = new CopyOnWriteArrayList<>();

		volatile boolean free = true;

		@Override
		public Optional<SimpleLock> lock(LockConfiguration configuration) {
			this.names.add(configuration.getName());
			this.atMost.add(configuration.getLockAtMostFor());
			return this.free ? Optional.of(() -> {
			}) : Optional.empty();
		}

	}

}

package io.partsmith.autoconfigure.event;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.event.EventChannel;
import io.partsmith.event.MaintenanceCompleted;
import io.partsmith.event.PartitionCreated;
import io.partsmith.event.PartitionDetaching;
import io.partsmith.event.PartitionDropped;
import io.partsmith.event.PartitionDropping;
import io.partsmith.event.PartitionLifecycleEvent;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.SettableClock;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** What listeners of an application are told, and what they can prevent. */
@PostgresTest
class ApplicationEventsTest {

	private PostgresDatabase db;

	private ApplicationContextRunner runner;

	@BeforeEach
	void makeM(PostgresDatabase database) {
		this.db = database;
		database.execute(Tables.M, Tables.month("2024_01"));
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PartsmithEventAutoConfiguration.class, PartsmithAutoConfiguration.class))
			// A singleton of ours, which the context does not close.
			.withInitializer(
					(context) -> context.getBeanFactory().registerSingleton("dataSource", database.dataSource()))
			.withBean(Clock.class, () -> new SettableClock("2024-03-15T00:00:00Z"))
			.withPropertyValues("partsmith.tables.t.partition-column=created_at",
					"partsmith.tables.t.granularity=month", "partsmith.tables.t.create-ahead-count=3",
					"partsmith.tables.t.retention-count=1", "partsmith.tables.t.drop-grace=P0D");
	}

	private static MaintenanceResult maintain(ApplicationContext context) {
		return context.getBean(PartitionLifecycleService.class).maintain("t", Scope.MAINTAIN);
	}

	/** A partition's row in the catalog tells which transaction has made it. */
	private long transactions() {
		return this.db.<Long>queryOne("SELECT count(DISTINCT xmin::text) FROM pg_class WHERE relispartition"
				+ " AND relname LIKE 't\\_\\_%' AND relkind = 'r' AND relname > 't__2024_02'");
	}

	/** Those of hooks are chosen by their names, listeners by their types. */
	@ParameterizedTest
	@ValueSource(strings = { "", "partsmith.tables.t.hooks=" })
	void everyPhaseAndTheEndOfTheRunIsToldOfEveryTable(String hooks) {
		this.runner.withBean(Everything.class).withPropertyValues(hooks).run((context) -> {
			MaintenanceResult result = maintain(context);
			assertThat(result.success()).as("%s", result.error()).isTrue();
			assertThat(context.getBean(Everything.class).told).containsExactly("PartitionCreating t__2024_03",
					"PartitionCreated t__2024_03", "PartitionCreating t__2024_04", "PartitionCreated t__2024_04",
					"PartitionCreating t__2024_05", "PartitionCreated t__2024_05", "PartitionDetaching t__2024_01",
					"PartitionDetached t__2024_01", "PartitionDropping t__2024_01", "PartitionDropped t__2024_01",
					"MaintenanceCompleted changed " + result.runId());
			context.getBean(Everything.class).told.clear();
			MaintenanceResult idle = maintain(context);
			assertThat(context.getBean(Everything.class).told)
				.containsExactly("MaintenanceCompleted converged " + idle.runId());
		});
	}

	@Test
	void anOrphanThatComesBackIsToldToo() {
		this.db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		this.runner.withBean(Everything.class).run((context) -> {
			maintain(context);
			assertThat(context.getBean(Everything.class).told).contains("PartitionAttaching t__2024_03",
					"PartitionAttached t__2024_03");
		});
	}

	@Test
	void aListenerThatThrowsBeforehandKeepsThePartition() {
		this.runner.withBean(Veto.class).run((context) -> {
			MaintenanceResult result = maintain(context);
			assertThat(result.error()).contains("The hook 'applicationEvents' refused BEFORE_DROP", "not exported yet");
			assertThat(CatalogProbe.of(this.db).tables("public")).contains("t__2024_01");
		});
	}

	@Test
	void aListenerThatThrowsAfterwardsIsAWarning() {
		this.runner.withBean(TooLate.class).run((context) -> {
			MaintenanceResult result = maintain(context);
			assertThat(result.success()).isTrue();
			assertThat(issues(result)).containsExactly("drop hook_failed t__2024_01");
			assertThat(context.getBean(MaintenanceJournal.class).lastRun("t")).contains(result);
		});
	}

	@Test
	void whatNobodyListensToChangesNothing() {
		this.runner.run((context) -> {
			assertThat(context.getBean(EventChannel.class).isHeard(PartitionCreated.class)).isFalse();
			assertThat(maintain(context).success()).isTrue();
			assertThat(transactions()).isOne();
		});
	}

	@Test
	void aListenerToOtherPhasesLeavesPartitionsMadeTogether() {
		this.runner.withBean(TooLate.class).run((context) -> {
			maintain(context);
			assertThat(transactions()).isOne();
		});
	}

	@Test
	void aListenerToCreationsHasEachMadeAlone() {
		this.runner.withBean(Everything.class).run((context) -> {
			maintain(context);
			assertThat(transactions()).isEqualTo(3);
		});
	}

	@Test
	void aListenerThatIsMadeLateIsHeard() {
		this.runner.withBean(LateListener.class, LateListener::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				EventChannel channel = context.getBean(EventChannel.class);
				assertThat(channel.isHeard(PartitionDropped.class)).isTrue();
				assertThat(channel.isHeard(PartitionCreated.class)).isFalse();
				maintain(context);
				assertThat(context.getBean(LateListener.class).dropped).containsExactly("public.t__2024_01");
			});
	}

	@Test
	void aListenerInTheParentContextIsHeard() {
		new ApplicationContextRunner().withBean(TooLate.class)
			.run((parent) -> this.runner.withParent(parent.getSourceApplicationContext()).run((context) -> {
				assertThat(context.getBean(EventChannel.class).isHeard(PartitionDropped.class)).isTrue();
				assertThat(context.getBean(EventChannel.class).isHeard(PartitionDetaching.class)).isFalse();
			}));
	}

	@Test
	void aListenerMayHaveATimeLimit() {
		this.runner.withBean(Sleeper.class)
			.withPropertyValues("partsmith.hooks.timeouts.applicationEvents=100ms")
			.run((context) -> assertThat(maintain(context).error()).contains("'applicationEvents'",
					"took longer than PT0.1S"));
	}

	@Test
	void aListenerThatHangsAtTheEndOfARunKeepsNoTableWaiting() {
		this.runner.withBean(Hanging.class)
			.withPropertyValues("partsmith.hooks.timeouts.applicationEvents=100ms")
			.run((context) -> {
				assertThat(maintain(context).success()).isTrue();
				Hanging listener = context.getBean(Hanging.class);
				assertThat(listener.interrupted.await(60, TimeUnit.SECONDS)).isTrue();
				assertThat(listener.thread).startsWith("partsmith-hook-");
			});
	}

	@Test
	void aListenerMayAskTheServiceForAnotherRun() {
		this.runner.withBean(Again.class).run((context) -> {
			maintain(context);
			assertThat(context.getBean(Again.class).outcomes).containsExactly("changed", "converged");
		});
	}

	@Test
	void nothingIsThereWherePartsmithIsNot() {
		this.runner.withPropertyValues("partsmith.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventChannel.class));
	}

	/** Listens to all there is. */
	static class Everything {

		private final List<String> told = new ArrayList<>();

		@EventListener
		void phase(PartitionLifecycleEvent event) {
			this.told.add(event.getClass().getSimpleName() + " " + event.partition().name());
		}

		@EventListener
		void end(MaintenanceCompleted run) {
			this.told.add("MaintenanceCompleted " + run.result().outcome() + " " + run.result().runId());
		}

	}

	/** Keeps what was not exported. */
	static class Veto {

		@EventListener(PartitionDropping.class)
		void keep() {
			throw new IllegalStateException("not exported yet");
		}

	}

	/** Fails when all is over. */
	static class TooLate {

		@EventListener(PartitionDropped.class)
		void dropped() {
			throw new IllegalStateException("too late");
		}

		@EventListener(MaintenanceCompleted.class)
		void completed() {
			throw new IllegalStateException("too late");
		}

	}

	/** Never comes back by itself. */
	static class Hanging {

		private final CountDownLatch interrupted = new CountDownLatch(1);

		private volatile String thread = "";

		@EventListener(MaintenanceCompleted.class)
		void hang() {
			this.thread = Thread.currentThread().getName();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
		}

	}

	/** Takes its time. */
	static class Sleeper {

		@EventListener(PartitionDetaching.class)
		void sleep() throws InterruptedException {
			Thread.sleep(60_000);
		}

	}

	/** Runs the table again. */
	static class Again {

		private final List<String> outcomes = new ArrayList<>();

		private final ObjectProvider<PartitionLifecycleService> service;

		Again(ObjectProvider<PartitionLifecycleService> service) {
			this.service = service;
		}

		@EventListener
		void again(MaintenanceCompleted run) {
			this.outcomes.add(run.result().outcome().toString());
			if (this.outcomes.size() == 1) {
				this.service.getObject().maintain("t", Scope.MAINTAIN);
			}
		}

	}

	/** A listener by interface. */
	static class LateListener implements ApplicationListener<PayloadApplicationEvent<PartitionDropped>> {

		private final List<String> dropped = new ArrayList<>();

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<PartitionDropped> event) {
			this.dropped.add(event.getPayload().partition().qualifiedName());
		}

	}

}

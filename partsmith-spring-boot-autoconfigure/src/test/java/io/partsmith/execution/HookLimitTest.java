package io.partsmith.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hooks that do not come to an end. */
@PostgresTest
@Timeout(120)
class HookLimitTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private static final HookLimits SHORT = new HookLimits(Duration.ofMillis(200), Duration.ofMillis(200));

	private final CountDownLatch released = new CountDownLatch(1);

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M, Tables.month("2024_01"));
	}

	/** Waits for ever in one phase. */
	private static PartitionLifecycleHooks hangingAt(HookPhase phase, Waiting waiting) {
		return new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				if (event.phase() == phase) {
					waiting.await();
				}
			}

		};
	}

	private void untilInterrupted() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

	private void heedlessly() {
		boolean open = false;
		while (!open) {
			try {
				this.released.await();
				open = true;
			}
			catch (InterruptedException ex) {
				// Not heeded.
			}
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ALL, names = "BEFORE.*")
	void oneThatHangsBeforehandIsInterruptedAndAborts(HookPhase phase, PostgresDatabase db) {
		if (phase == HookPhase.BEFORE_ATTACH) {
			db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		}
		AtomicBoolean interrupted = new AtomicBoolean();
		MaintenanceResult result = Engine.on(db, MARCH).with(hangingAt(phase, () -> {
			try {
				untilInterrupted();
			}
			catch (IllegalStateException ex) {
				interrupted.set(true);
			}
		}), SHORT).run(T);
		assertThat(interrupted).isTrue();
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("The hook 'hook0' refused " + phase, "took longer than PT0.2S",
				"was interrupted");
		assertThat(result.issues()).singleElement()
			.satisfies((issue) -> assertThat(issue.next()).contains("partsmith.hooks.timeouts: { hook0: 1h }"));
		assertThat(result.done()).noneMatch((operation) -> HookPhase.before(operation.kind()) == phase);
		assertThat(Engine.on(db, MARCH).run(T).success()).isTrue();
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_03");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ALL, names = "AFTER.*")
	void oneThatHangsAfterwardsIsAWarningAndTheRunGoesOn(HookPhase phase, PostgresDatabase db) {
		if (phase == HookPhase.AFTER_ATTACH) {
			db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		}
		MaintenanceResult result = Engine.on(db, MARCH).with(hangingAt(phase, this::untilInterrupted), SHORT).run(T);
		assertThat(result.success()).isTrue();
		assertThat(result.issues()).singleElement()
			.satisfies((issue) -> assertThat(issue.message()).contains("hook0", phase.name(), "was interrupted"));
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_03");
	}

	/**
	 * Whatever it still does with the rows, nothing is dropped behind its back, and no
	 * second thread is given to it.
	 */
	@Test
	void oneThatHeedsNoInterruptIsNotCalledAgainUntilItEnds(PostgresDatabase db) {
		List<String> calls = new CopyOnWriteArrayList<>();
		PartitionLifecycleService service = Engine.on(db, MARCH)
			.continuingOnError()
			.with(hangingAt(HookPhase.BEFORE_DROP, () -> {
				calls.add("called");
				heedlessly();
				calls.add("ended");
			}), SHORT)
			.service(T);
		MaintenanceResult first = service.maintain("t", Scope.MAINTAIN);
		assertThat(first.error()).contains("does not heed the interrupt");
		assertThat(done(first)).containsExactly("create t__2024_03", "detach t__2024_01");
		MaintenanceResult second = service.maintain("t", Scope.MAINTAIN);
		assertThat(second.error()).contains("an earlier call for this table", "has not ended yet");
		assertThat(calls).containsExactly("called");
		assertThat(this.catalog.tables("public")).contains("t__2024_01");
		this.released.countDown();
		await().until(() -> calls.contains("ended"));
		await().untilAsserted(() -> assertThat(service.maintain("t", Scope.MAINTAIN).success()).isTrue());
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_03");
	}

	@Test
	void aLimitOfOneLaneIsNoneOfTheOther(PostgresDatabase db) {
		List<String> threads = new ArrayList<>();
		MDC.put("request", "4711");
		try {
			Engine.on(db, MARCH).with(new PartitionLifecycleHooks() {

				@Override
				public void onEvent(PartitionEvent event) {
					threads.add(event.phase() + " " + (Thread.currentThread().getName().equals("hook")) + " "
							+ MDC.get("request"));
				}

			}, new HookLimits(Duration.ofSeconds(30), null)).run(T);
			assertThat(MDC.get("request")).isEqualTo("4711");
		}
		finally {
			MDC.clear();
		}
		assertThat(threads).containsExactly("BEFORE_CREATE true 4711", "AFTER_CREATE true 4711",
				"BEFORE_DETACH false 4711", "AFTER_DETACH false 4711", "BEFORE_DROP false 4711",
				"AFTER_DROP false 4711");
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void anErrorOfAHookIsItsOwnFailureOnEitherThread(Kind kind, PostgresDatabase db) {
		List<String> outcomes = new ArrayList<>();
		Engine engine = Engine.on(db, MARCH)
			.hooksObservedBy(
					(hook, event, call) -> outcomes.add(hook + " " + event.phase() + " " + call.get().outcome()))
			.with(hangingAt(HookPhase.AFTER_CREATE, kind::fail), kind.limits)
			.with(hangingAt(HookPhase.BEFORE_DROP, kind::fail), kind.limits);
		MaintenanceResult result = engine.run(T);
		assertThat(issues(result)).containsExactly("create hook_failed t__2024_03", "drop hook_failed t__2024_01");
		assertThat(result.error()).contains("The hook 'hook1' refused BEFORE_DROP", kind.failure);
		assertThat(this.catalog.tables("public")).contains("t__2024_01");
		assertThat(outcomes).contains("hook0 AFTER_CREATE failed", "hook1 AFTER_CREATE done",
				"hook1 BEFORE_DROP refused");
	}

	@Test
	void anObserverThatFailsNeitherKeepsAHookFromItsCallNorHidesItsRefusal(PostgresDatabase db) {
		MaintenanceResult result = Engine.on(db, MARCH).hooksObservedBy((hook, event, call) -> {
			throw new IllegalStateException("no span");
		}).with(hangingAt(HookPhase.BEFORE_DETACH, Kind.ASSERTION::fail)).run(T);
		assertThat(result.error()).contains("AssertionError");
		assertThat(this.catalog.partitions("t")).contains("t__2024_01");
	}

	/** The run's thread is interrupted when the application ends. */
	@Test
	void anInterruptOfTheRunReachesTheHook(PostgresDatabase db) throws InterruptedException {
		CountDownLatch waiting = new CountDownLatch(1);
		List<MaintenanceResult> results = new CopyOnWriteArrayList<>();
		Engine engine = Engine.on(db, MARCH).with(hangingAt(HookPhase.BEFORE_DETACH, () -> {
			waiting.countDown();
			untilInterrupted();
		}), new HookLimits(null, Duration.ofHours(1)));
		Thread run = new Thread(() -> results.add(engine.run(T)));
		run.start();
		assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
		run.interrupt();
		run.join(60_000);
		assertThat(results).singleElement()
			.satisfies(
					(result) -> assertThat(result.error()).contains("refused BEFORE_DETACH", "InterruptedException"));
		assertThat(this.catalog.partitions("t")).contains("t__2024_01");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aLongCallSaysThatItIsStillAtIt(PostgresDatabase db, CapturedOutput output) {
		List<PartitionEvent> events = new ArrayList<>();
		Engine.on(db, MARCH).with(hangingAt(HookPhase.BEFORE_DROP, () -> {
		})).with(new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				events.add(event);
			}

		}).run(T);
		LongCall call = new LongCall("archive", HookCaller.moment(events.get(0)), Duration.ofMillis(20));
		await().untilAsserted(() -> assertThat(output.getOut().lines())
			.filteredOn((line) -> line.contains("The hook 'archive' has been at BEFORE_CREATE of public.t__2024_03"))
			.hasSizeGreaterThan(1));
		call.close();
	}

	/** Waits. */
	@FunctionalInterface
	private interface Waiting {

		void await();

	}

	/** Errors of hooks. */
	private enum Kind {

		/** Of a library that is missing, on the thread of the run. */
		LINKAGE(HookLimits.NONE, "NoClassDefFoundError") {
			@Override
			void fail() {
				throw new NoClassDefFoundError("S3Client");
			}
		},

		/** Without an end of its own. */
		STACK(HookLimits.NONE, "StackOverflowError") {
			@Override
			void fail() {
				fail();
			}
		},

		/** Of a test's own tools. */
		ASSERTION(new HookLimits(Duration.ofSeconds(30), Duration.ofSeconds(30)), "AssertionError") {
			@Override
			void fail() {
				throw new AssertionError("not so");
			}
		},

		/** On a thread of its own. */
		DEEP(new HookLimits(Duration.ofSeconds(30), Duration.ofSeconds(30)), "StackOverflowError") {
			@Override
			void fail() {
				fail();
			}
		};

		private final HookLimits limits;

		private final String failure;

		Kind(HookLimits limits, String failure) {
			this.limits = limits;
			this.failure = failure;
		}

		abstract void fail();

	}

}

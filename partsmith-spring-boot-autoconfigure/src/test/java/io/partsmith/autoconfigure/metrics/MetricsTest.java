package io.partsmith.autoconfigure.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partsmith.autoconfigure.StubCatalog;
import io.partsmith.autoconfigure.YamlContext;
import io.partsmith.autoconfigure.scheduling.AfterLook;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.testing.SettableClock;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Gauges answer from the last look and the clock. */
@ExtendWith(OutputCaptureExtension.class)
class MetricsTest {

	private final StubCatalog catalog = new StubCatalog();

	private final SettableClock clock = new SettableClock("2027-10-02T00:00:00Z");

	private final ApplicationContextRunner runner = YamlContext.with("""
			partsmith:
			  mode: create-only
			  tables:
			    events: { partition-column: created_at, granularity: month, create-ahead-count: 2, retention-count: 2 }
			    readings: { partition-column: id, step: 1000, create-ahead-count: 2 }
			""")
		.withConfiguration(
				AutoConfigurations.of(PartsmithMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(PartitionMetadataProvider.class, () -> this.catalog)
		.withBean(Clock.class, () -> this.clock);

	private void run(Consumer<ApplicationContext> test) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private static double gauge(ApplicationContext context, String name, String... tags) {
		return context.getBean(MeterRegistry.class).get(name).tags(tags).gauge().value();
	}

	private static double counter(ApplicationContext context, String name, String... tags) {
		return context.getBean(MeterRegistry.class).get(name).tags(tags).functionCounter().count();
	}

	@Test
	void everyGaugeIsThereBeforeTheFirstLook() {
		run((context) -> {
			assertThat(gauge(context, "partsmith.runway", "table", "events")).isNaN();
			assertThat(gauge(context, "partsmith.runway.ids", "table", "readings")).isNaN();
			assertThat(gauge(context, "partsmith.partitions", "table", "events", "state", "pending-detach")).isNaN();
			assertThat(gauge(context, "partsmith.findings", "table", "events", "severity", "warning")).isNaN();
			assertThat(gauge(context, "partsmith.default.rows", "table", "events")).isNaN();
			assertThat(size(context, "active")).isNaN();
			assertThat(gauge(context, "partsmith.last.success", "table", "events")).isZero();
			assertThat(counter(context, "partsmith.lock.wait", "table", "events")).isZero();
			assertThat(counter(context, "partsmith.lock.inflicted", "table", "events")).isZero();
			assertThat(this.catalog.reads()).isZero();
		});
	}

	@Test
	void everyModeIsVisible() {
		run((context) -> {
			assertThat(gauge(context, "partsmith.enabled", "mode", "create-only")).isEqualTo(1);
			assertThat(gauge(context, "partsmith.enabled", "mode", "full")).isZero();
			assertThat(gauge(context, "partsmith.enabled", "mode", "plan-only")).isZero();
			assertThat(gauge(context, "partsmith.enabled", "mode", "off")).isZero();
		});
	}

	@Test
	void gaugesShowTheLastLook() {
		this.catalog.holds(Topologies.of("events")
			.months(2027, 8, 11)
			.orphan("__2027_07", this.clock.instant())
			.withDefault()
			.defaultRows(7, true));
		this.catalog.holds(Topologies.ids("readings", "bigint").ids(1000, 0).newest(41));
		run((context) -> {
			context.getBean(PartitionLifecycleService.class).inspect();
			assertThat(gauge(context, "partsmith.runway", "table", "events")).isEqualTo(60 * 86_400);
			assertThat(gauge(context, "partsmith.runway.ids", "table", "readings")).isEqualTo(958);
			assertThat(partitions(context, "active")).isEqualTo(2);
			assertThat(partitions(context, "future")).isEqualTo(1);
			assertThat(partitions(context, "expired")).isEqualTo(1);
			assertThat(partitions(context, "detached")).isEqualTo(1);
			assertThat(partitions(context, "default")).isEqualTo(1);
			assertThat(partitions(context, "pending-detach")).isZero();
			assertThat(partitions(context, "unmanaged")).isZero();
			assertThat(gauge(context, "partsmith.default.rows", "table", "events")).isEqualTo(7);
			assertThat(gauge(context, "partsmith.default.rows", "table", "readings")).isZero();
			assertThat(gauge(context, "partsmith.findings", "table", "events", "severity", "warning")).isEqualTo(1);
			assertThat(gauge(context, "partsmith.findings", "table", "readings", "severity", "info")).isZero();
		});
	}

	@Test
	void sizesAreMeasuredWhereSomebodyReadsThem() {
		this.catalog.holds(Topologies.of("events").months(2027, 8, 11).orphan("__2027_07", this.clock.instant()));
		this.catalog.holds(Topologies.ids("readings", "bigint").ids(1000, 0));
		run((context) -> {
			look(context);
			look(context);
			assertThat(this.catalog.measurements()).as("nobody asks").isZero();
			assertThat(size(context, "active")).isNaN();
			look(context);
			assertThat(size(context, "active")).isEqualTo(2000);
			assertThat(size(context, "future")).isEqualTo(1000);
			assertThat(size(context, "expired")).isEqualTo(1000);
			assertThat(size(context, "detached")).isEqualTo(1000);
			assertThat(size(context, "default")).isZero();
			assertThat(gauge(context, "partsmith.size", "table", "readings", "state", "active")).isEqualTo(1000);
			assertThat(this.catalog.measurements()).as("once for each table").isEqualTo(2);
			look(context);
			assertThat(this.catalog.measurements()).as("not again before its time").isEqualTo(2);
			this.catalog.holds(Topologies.of("events").months(2027, 9, 12).oid(5000));
			look(context);
			assertThat(this.catalog.measurements()).as("what is new").isEqualTo(3);
			assertThat(size(context, "future")).isEqualTo(2000);
			assertThat(size(context, "detached")).isZero();
			look(context);
			assertThat(this.catalog.measurements()).isEqualTo(3);
		});
	}

	@Test
	void sizesAreMeasuredAgainWhenTheyAreOld() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 10));
		this.runner.withPropertyValues("partsmith.metrics.size-refresh=1ms").run((context) -> {
			for (int round = 1; round <= 3; round++) {
				size(context, "active");
				Thread.sleep(2);
				look(context);
				assertThat(this.catalog.measurements()).isEqualTo(round);
			}
			Thread.sleep(2);
			look(context);
			assertThat(this.catalog.measurements()).as("nobody asks any more").isEqualTo(3);
		});
	}

	@Test
	void sizesThatCannotBeMeasuredWaitForTheirInterval() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 10));
		this.catalog.measurable(false);
		run((context) -> {
			size(context, "active");
			look(context);
			size(context, "active");
			look(context);
			look(context);
			assertThat(this.catalog.measurements()).isOne();
		});
	}

	@Test
	void sizesThatCannotBeMeasuredAreSaidOnceAndTriedAgain(CapturedOutput output) {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 10));
		this.catalog.measurable(false);
		this.runner.withPropertyValues("partsmith.metrics.size-refresh=1ms").run((context) -> {
			size(context, "active");
			for (int round = 1; round <= 3; round++) {
				look(context);
				assertThat(this.catalog.measurements()).isEqualTo(round);
				Thread.sleep(2);
			}
			assertThat(output).containsOnlyOnce("sizes of partitions cannot be measured");
			this.catalog.measurable(true);
			look(context);
			assertThat(size(context, "active")).isEqualTo(1000);
			Thread.sleep(2);
			this.catalog.measurable(false);
			look(context);
			assertThat(output.toString().split("sizes of partitions cannot be measured", -1)).as("a new failure")
				.hasSize(3);
		});
	}

	/** As the watch does it. */
	private static void look(ApplicationContext context) {
		context.getBean(PartitionLifecycleService.class).inspect();
		context.getBeansOfType(AfterLook.class).values().forEach(AfterLook::looked);
	}

	private static double size(ApplicationContext context, String state) {
		return gauge(context, "partsmith.size", "table", "events", "state", state);
	}

	private static double partitions(ApplicationContext context, String state) {
		return gauge(context, "partsmith.partitions", "table", "events", "state", state);
	}

	@Test
	void theRunwayShrinksWithoutAnotherLook() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 10));
		run((context) -> {
			context.getBean(PartitionLifecycleService.class).inspect();
			this.clock.advance(Duration.ofDays(31));
			assertThat(gauge(context, "partsmith.runway", "table", "events")).isEqualTo(-86_400);
			this.catalog.breakDown();
			assertThatException().isThrownBy(() -> context.getBean(PartitionLifecycleService.class).inspect());
			this.clock.advance(Duration.ofDays(1));
			assertThat(gauge(context, "partsmith.runway", "table", "events")).isEqualTo(-2 * 86_400);
			assertThat(this.catalog.reads()).isEqualTo(2);
		});
	}

	@Test
	void aRunwayWithoutEndIsInfiniteAndOneThatNeverWasIsZero() {
		this.catalog.holds(Topologies.of("events").range("_rest", "2027-01-01 00:00:00+00", "MAXVALUE"));
		this.catalog.holds(Topologies.ids("readings", "bigint"));
		run((context) -> {
			context.getBean(PartitionLifecycleService.class).inspect();
			assertThat(gauge(context, "partsmith.runway", "table", "events")).isInfinite().isPositive();
			assertThat(gauge(context, "partsmith.runway.ids", "table", "readings")).isZero();
		});
	}

	@Test
	void aRunWithoutAFailureIsASuccess() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 11));
		run((context) -> {
			context.getBean(PartitionLifecycleService.class).maintain("events", Scope.CREATE);
			assertThat(gauge(context, "partsmith.last.success", "table", "events"))
				.isEqualTo(this.clock.instant().getEpochSecond());
		});
	}

	@Test
	void noTagNamesAPartition() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 11));
		run((context) -> {
			context.getBean(PartitionLifecycleService.class).inspect();
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.allSatisfy((meter) -> assertThat(meter.getId().toString()).doesNotContain("2027"));
		});
	}

}

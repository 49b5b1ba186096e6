package io.partsmith.autoconfigure.scheduling;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partsmith.autoconfigure.StubCatalog;
import io.partsmith.autoconfigure.YamlContext;
import io.partsmith.autoconfigure.metrics.PartsmithMetricsAutoConfiguration;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class InspectionWatchTest {

	private static final String UNREAD = "The partitions cannot be read";

	@Test
	void sizesThatCannotBeMeasuredAreNoFailureOfTheLookAndHideNone(CapturedOutput output) {
		StubCatalog catalog = new StubCatalog().holds(Topologies.of("events").months(2027, 10, 11));
		catalog.measurable(false);
		YamlContext.with("partsmith.tables.events: { partition-column: created_at, granularity: month }")
			.withConfiguration(
					AutoConfigurations.of(PartsmithMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(PartitionMetadataProvider.class, () -> catalog)
			.run((context) -> {
				InspectionWatch watch = new InspectionWatch(context.getBean(PartitionLifecycleService.class),
						context.getBeanProvider(AfterLook.class).orderedStream().toList());
				context.getBean(MeterRegistry.class).get("partsmith.size").gauges().forEach((gauge) -> gauge.value());
				watch.look();
				assertThat(catalog.measurements()).isOne();
				assertThat(output).contains("cannot be measured").doesNotContain(UNREAD);
				catalog.breakDown();
				watch.look();
				watch.look();
				assertThat(output).containsOnlyOnce(UNREAD).contains("Connection refused");
			});
	}

}

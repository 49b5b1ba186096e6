package io.partsmith.autoconfigure.event;

import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.event.EventChannel;
import io.partsmith.event.EventFormat;
import io.partsmith.event.EventHooks;
import io.partsmith.event.EventRuns;
import io.partsmith.execution.NamedHooks;
import io.partsmith.maintenance.PartitionLifecycleService;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of application events, and of how events are written for others.
 * Where nobody listens, nothing is done.
 */
@AutoConfiguration(after = PartsmithAutoConfiguration.class)
@ConditionalOnBean(PartitionLifecycleService.class)
public final class PartsmithEventAutoConfiguration {

	/** The name by which it has a time limit and a metric. */
	private static final String NAME = "applicationEvents";

	@Bean
	@ConditionalOnMissingBean
	EventChannel partsmithEventChannel(ApplicationContext context) {
		return new ApplicationEventChannel(context);
	}

	/** No hook bean: listeners choose by type, and not by what a table names. */
	@Bean
	@ConditionalOnMissingBean(name = "partsmithEventHooks")
	NamedHooks partsmithEventHooks(EventChannel channel) {
		return NamedHooks.everywhere(NAME, new EventHooks(channel));
	}

	@Bean
	@ConditionalOnMissingBean(EventFormat.class)
	JsonEventFormat partsmithEventFormat() {
		return new JsonEventFormat();
	}

	@Bean
	@ConditionalOnMissingBean
	EventRuns partsmithEventRuns(EventChannel channel) {
		return new EventRuns(channel);
	}

}

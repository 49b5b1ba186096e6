package io.partsmith.autoconfigure.command;

import java.time.Clock;

import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.autoconfigure.event.PartsmithEventAutoConfiguration;
import io.partsmith.command.CommandHooks;
import io.partsmith.command.CommandLimits;
import io.partsmith.event.EventFormat;
import io.partsmith.maintenance.PartitionLifecycleService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of hooks that are programs. What is wrong with them refused the
 * start before.
 */
@AutoConfiguration(after = { PartsmithAutoConfiguration.class, PartsmithEventAutoConfiguration.class })
@ConditionalOnBean(PartitionLifecycleService.class)
@ConditionalOnBooleanProperty("partsmith.commands.enabled")
public final class PartsmithCommandAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CommandHooks commandHooks(PartsmithProperties properties, EventFormat format, ObjectProvider<Clock> clock) {
		PartsmithProperties.Commands commands = properties.commands();
		return new CommandHooks(commands.byPhase(),
				new CommandLimits(commands.timeout().toDuration(), commands.killAfter().toDuration()), format,
				clock.getIfUnique(Clock::systemUTC));
	}

}

package io.partsmith.autoconfigure.command;

import io.partsmith.autoconfigure.Failures;
import io.partsmith.autoconfigure.YamlContext;
import io.partsmith.autoconfigure.event.PartsmithEventAutoConfiguration;
import io.partsmith.command.CommandHooks;
import io.partsmith.hook.HookPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Which commands are run, and which refuse the start. */
@DisabledOnOs(OS.WINDOWS)
class CommandConfigurationTest {

	private static final String TABLE = "partsmith.tables.events: { partition-column: c, granularity: day";

	private static ApplicationContextRunner with(String yaml) {
		return YamlContext.with(yaml)
			.withConfiguration(AutoConfigurations.of(PartsmithEventAutoConfiguration.class,
					PartsmithCommandAutoConfiguration.class));
	}

	@Test
	void nothingIsThereUnlessItIsSwitchedOn() {
		with(TABLE + " }").run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CommandHooks.class));
		with("partsmith: { enabled: false, commands: { enabled: true } }")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CommandHooks.class));
	}

	@Test
	void aTableMayNameTheCommands() {
		with(TABLE + """
				, hooks: [commandHooks] }
				partsmith.commands: { enabled: true, timeout: 30s, after-create: [sh, -c, exit 0] }
				partsmith.hooks: { timeouts: { commandHooks: 1m } }
				""").run((context) -> {
			assertThat(context).hasNotFailed();
			CommandHooks hooks = context.getBean("commandHooks", CommandHooks.class);
			assertThat(HookPhase.values()).filteredOn(hooks::takesPartIn).containsExactly(HookPhase.AFTER_CREATE);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "before-drop: [/bin/true] | before-drop | commands are switched off",
					"enabled: true, before-drop: [] | before-drop | a command has a program",
					"enabled: true, before-drop: [''] | before-drop | a command has a program",
					"enabled: true, after-drop: [/no/such/program, -v] | after-drop[0] | there is no file of this name",
					"enabled: true, after-drop: [/etc/passwd] | after-drop[0] | that we may execute",
					"enabled: true, after-drop: [/tmp] | after-drop[0] | that we may execute",
					"enabled: true, after-drop: '/bin/echo hello' | after-drop[0] | that we may execute",
					"enabled: true, after-attach: no-such-program-here | after-attach[0] | no directory of the PATH",
					"enabled: true, before-dropping: [/bin/true] | before-dropping[0] | did you mean 'before-drop'?",
					"enabled: true, timeout: 0s | timeout | this must be 1ms or more",
					"enabled: true, kill-after: P1M | kill-after | P1M has no exact length" })
	void refusesAtStart(String commands, String property, String reason) {
		assertThat(Failures.of(with("partsmith.commands: { " + commands + " }")))
			.contains("Property: partsmith.commands." + property + "\n", "application.yml - 1:", reason);
	}

	@Test
	void needsNoJackson() {
		with("partsmith.commands: { enabled: true, after-drop: ['true'] }")
			.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasSingleBean(CommandHooks.class));
	}

}

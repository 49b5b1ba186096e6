package io.partsmith.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.scheme.FourFourFive;
import io.partsmith.scheme.PartitionCalendar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README shows can be pasted. */
class ReadmeTest {

	private static final Path README = Path.of("..", "README.md");

	static Stream<String> configurations() throws IOException {
		return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(README))
			.results()
			.map((block) -> block.group(1))
			.filter((block) -> block.startsWith("partsmith:"));
	}

	@ParameterizedTest
	@MethodSource("configurations")
	void everyConfigurationBinds(String yaml) {
		YamlContext.with(yaml)
			.withBean("archived", PartitionPredicate.class, () -> (candidate) -> false)
			.withBean("copyBeforeDrop", PartitionLifecycleHooks.class, () -> new PartitionLifecycleHooks() {
			})
			.withBean("fiscal", PartitionCalendar.class, FourFourFive::new)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theFullConfigurationHoldsTheDefaults() throws IOException {
		List<String> blocks = configurations().toList();
		assertThat(blocks).hasSizeGreaterThan(1);
		YamlContext.with(blocks.get(1))
			.withBean("copyBeforeDrop", PartitionLifecycleHooks.class, () -> new PartitionLifecycleHooks() {
			})
			.run((written) -> YamlContext.with("partsmith: {}").run((bare) -> {
				PartsmithProperties shown = written.getBean(PartsmithProperties.class);
				PartsmithProperties defaults = bare.getBean(PartsmithProperties.class);
				assertThat(shown).usingRecursiveComparison().ignoringFields("tables").isEqualTo(defaults);
			}));
	}

}

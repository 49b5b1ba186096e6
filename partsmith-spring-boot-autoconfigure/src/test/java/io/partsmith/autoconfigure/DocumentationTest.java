package io.partsmith.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.partsmith.maintenance.RunReason;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README and docs show can be pasted, and shows all there is. */
class DocumentationTest {

	static Stream<String> yaml() throws IOException {
		return Documentation.yaml();
	}

	static Stream<String> configurations() throws IOException {
		return Documentation.configurations();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void everyYamlFitsTheSchema(String yaml) {
		assertThat(PublishedSchema.errors(yaml)).isEmpty();
	}

	@Test
	void theSampleFitsTheSchema() throws IOException {
		String yaml = Files.readString(Path.of("..", "sample-app", "src", "main", "resources", "application.yml"));
		assertThat(yaml).contains("partsmith:");
		assertThat(PublishedSchema.errors(yaml)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("configurations")
	void everyConfigurationBinds(String yaml) {
		Documentation.withBeans(YamlContext.with(yaml)).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void everyKeyAndEveryKindIsShown() throws IOException {
		Set<String> shown = new TreeSet<>();
		configurations().forEach((yaml) -> PublishedSchema.documents(yaml).forEach((it) -> collect(it, shown)));
		ConfigurationSchema schema = new ConfigurationSchema(ConfigurationMetadata.read());
		Set<String> known = new TreeSet<>();
		schema.generate().forEach((keyword, below) -> collectKnown(keyword, below, known));
		assertThat(known).isNotEmpty();
		known.removeAll(shown);
		assertThat(known).as("in no example").isEmpty();
	}

	/** The keys and the values that are written. */
	private static void collect(Object yaml, Set<String> words) {
		if (yaml instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				words.add(key.toString());
				collect(value, words);
			});
		}
		else if (yaml instanceof Collection<?> list) {
			list.forEach((value) -> collect(value, words));
		}
		else if (yaml != null) {
			words.add(yaml.toString());
			if (yaml.equals(false)) {
				// What YAML makes of it.
				words.add("off");
			}
		}
	}

	/** The keys and the enumerated values that a schema allows. */
	private static void collectKnown(String keyword, Object schema, Set<String> words) {
		if (schema instanceof Map<?, ?> map) {
			map.forEach((key, below) -> {
				if (keyword.equals("properties")) {
					words.add((String) key);
				}
				collectKnown((String) key, below, words);
			});
		}
		else if (schema instanceof List<?> list) {
			list.forEach((below) -> {
				if (keyword.equals("enum")) {
					words.add(below.toString());
				}
				collectKnown("", below, words);
			});
		}
	}

	@Test
	void everyCodeAndEveryReasonIsExplained() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "findings.md"));
		assertThat(FindingCode.values())
			.allSatisfy((code) -> assertThat(page).contains("\n| `" + code + "` | " + code.severity() + " | "));
		assertThat(page.lines().filter((line) -> line.startsWith("| `"))).hasSize(FindingCode.values().length);
		assertThat(Reason.values()).allSatisfy((reason) -> assertThat(page).contains("`" + reason + "`"));
		assertThat(RunReason.values()).allSatisfy((reason) -> assertThat(page).contains("`" + reason + "`"));
	}

	@Test
	void theFullConfigurationHoldsTheDefaults() {
		String full = Documentation.yaml(Documentation.README)
			.filter((block) -> block.startsWith("partsmith:\n  enabled: true"))
			.findFirst()
			.orElseThrow();
		Documentation.withBeans(YamlContext.with(full))
			.run((written) -> YamlContext.with("partsmith: {}").run((bare) -> {
				PartsmithProperties shown = written.getBean(PartsmithProperties.class);
				PartsmithProperties defaults = bare.getBean(PartsmithProperties.class);
				assertThat(shown).usingRecursiveComparison().ignoringFields("tables").isEqualTo(defaults);
			}));
	}

}

package io.partsmith.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema in the jar says what binds. */
class ConfigurationSchemaTest {

	private static final Path FILE = Path.of("src", "main", "resources", PublishedSchema.RESOURCE.substring(1));

	/**
	 * With {@code -Dpartsmith.schema=write} the file is written instead of compared.
	 */
	@Test
	void isWhatTheRecordsSay() throws IOException {
		DefaultIndenter lines = new DefaultIndenter("  ", "\n");
		String generated = JsonMapper.builder()
			.defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines))
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValueAsString(new ConfigurationSchema(ConfigurationMetadata.read()).generate()) + "\n";
		if ("write".equals(System.getProperty("partsmith.schema"))) {
			Files.createDirectories(FILE.getParent());
			Files.writeString(FILE, generated);
		}
		assertThat(Files.readString(FILE))
			.as("what is bound has changed: write the schema anew as CONTRIBUTING.md says")
			.isEqualTo(generated);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			granularty: month                                                           | granularty
			lifecycle: { retension: { kind: keep-newest, count: 3 } }                   | retension
			scheme: { method: range, boundaries: { kind: time, granularity: month, by: 1 } } | by
			lifecycle: { retention: { kind: all-of, rules: [{ kind: sql, sql: x }] } }  | sql
			holds: [{ name: case, until: 2026-01-01 }]                                  | until
			""")
	void namesAMisspelledKey(String entry, String key) {
		assertThat(PublishedSchema.errors("partsmith: { tables: { events: { " + entry + " } } }")).singleElement()
			.asString()
			.contains("'" + key + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "granularity: fortnight", "detach: Concurrent", "detach: true",
			"lifecycle: { retention: { kind: keep_for, age: P90D } }",
			"lifecycle: { retention: { kind: any-of, rules: [{ kind: larger-than, size: 1GB }] } }",
			"scheme: { method: tree }", "retention-age: 10", "retention-age: '10'", "retention-age: 3M",
			"retention-age: P", "retention-age: 10 bananas", "drop-grace: 0",
			"lifecycle: { retention: { kind: keep-for, age: 90 } }",
			"lifecycle: { limits: { max-bytes-per-run: 500 } }", "retention-count: many", "create-ahead-count: 1.5",
			"holds: { name: case }", "scheme: { groups: { nordic: [no, se] } }", "zone: '?'",
			"scheme: { boundaries: { epoch: 2015 } }" })
	void refusesAWrongValue(String entry) {
		assertThat(PublishedSchema.errors("partsmith: { tables: { events: { " + entry + " } } }")).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "retention-age: P1Y2M3W4D", "retention-age: PT1.5S", "retention-age: P1DT12H",
			"retention-age: 300ms", "retention-age: 90D", "drop-grace: P0D", "retention-age: p3m", "origin: -5",
			"retention-age: '${events.age:P90D}'", "retention-count: '${events.count}'", "detach: '${events.detach}'",
			"zone: GMT+2", "zone: +02:00", "hooks: 'one, two'", "hooks: [one, two]", "hooks: []",
			"holds: [{ name: 4711, from: 5 }]",
			"leaves: { storage-parameters: { fillfactor: 70, toast.autovacuum_enabled: false } }",
			"scheme: { method: list, groups: { eu: [de, 49, 'no'], none: [null], us: us }, catch-all: below }" })
	void acceptsWhatBinds(String entry) {
		String yaml = "partsmith: { tables: { events: { " + entry + " } } }";
		assertThat(PublishedSchema.errors(yaml)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode: off", "mode: 'off'", "mode: plan-only", "tables: {}", "tables: { events: }",
			"execution: { lock-timeout: 1s }" })
	void acceptsWhatStandsBesideTables(String entry) {
		assertThat(PublishedSchema.errors("{ server: { port: 8080 }, partsmith: { " + entry + " } }")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode: on", "table: {}", "defaults: { table: public.events }", "defaults: { holds: [] }" })
	void refusesWhatDoesNotStandThere(String entry) {
		assertThat(PublishedSchema.errors("partsmith: { " + entry + " }")).isNotEmpty();
	}

}

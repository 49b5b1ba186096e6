package io.partsmith.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.maintenance.ManagedTables;
import io.partsmith.table.TablePartitionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/** An entry in the snake case of pg-partsmith means what it means in kebab case. */
class CarryOverTest {

	/** Below these, names are those of the user or of PostgreSQL. */
	private static final Set<String> NAMES = Set.of("tables", "groups", "storage-parameters", "options");

	static Stream<String> configurations() throws IOException {
		return Documentation.configurations().filter((yaml) -> yaml.contains("\n  tables:"));
	}

	@ParameterizedTest
	@MethodSource("configurations")
	void bindsInSnakeCaseToTheSame(String yaml) {
		StringBuilder snake = new StringBuilder();
		PublishedSchema.documents(yaml).forEach((it) -> snake.append(new Yaml().dump(snake(it, "", true))));
		assertThat(bound(snake.toString())).as(snake.toString()).isNotEmpty().isEqualTo(bound(yaml));
	}

	/** Keys, and the values that are kinds. */
	private static Object snake(Object yaml, String key, boolean keys) {
		if (yaml instanceof Map<?, ?> map) {
			Map<String, Object> snake = new LinkedHashMap<>();
			map.forEach((name, below) -> snake.put(keys ? name.toString().replace('-', '_') : name.toString(),
					(below != null) ? snake(below, name.toString(), !NAMES.contains(name)) : null));
			return snake;
		}
		if (yaml instanceof List<?> list) {
			return list.stream().map((below) -> (below != null) ? snake(below, key, true) : null).toList();
		}
		return Set.of("kind", "cursor", "codec").contains(key) ? yaml.toString().replace('-', '_') : yaml;
	}

	/** All that a document of the other library may say. */
	static Stream<String> keysOfTheOtherLibrary() {
		return Stream.of("version dsn defaults tables runtime hooks",
				"schema schema_name table_name scheme lifecycle leaves partition_column",
				"trailing_partition_columns granularity tz boundary_codec subpartition create_ahead_count",
				"retention_count partition_type partition_strategy",
				"method key child boundaries modulus name_suffix groups sequence include_default default_name name values",
				"kind codec calculator step origin cursor_source start creation retention detach drop count",
				"position when age distance bytes rows sql callback members member grace",
				"tablespace storage_parameters inherit_privileges server options",
				"marker_prefix ddl_timezone ddl_timeout_seconds lock_prefix lock_min_interval_seconds",
				"drop_allow_unmanaged drop_lock_timeout_ms drop_max_retries drop_retry_delay drop_max_backoff")
			.flatMap((line) -> Stream.of(line.split(" ")));
	}

	@ParameterizedTest
	@MethodSource("keysOfTheOtherLibrary")
	void saysOfEveryKeyWhereItWent(String key) throws IOException {
		String page = Files.readString(Documentation.README.resolveSibling("docs").resolve("pg-partsmith.md"));
		assertThat(page.lines().filter((line) -> line.startsWith("| ")).map((line) -> line.split("\\|")[1]))
			.anyMatch((there) -> there.matches(".*\\b" + key + "\\b.*"));
	}

	@Test
	void bindsAnEntryOfTheOtherLibrary() {
		assertThat(bound("""
				partsmith:
				  tables:
				    flat:
				      partition_column: created_at
				      granularity: month
				      create_ahead_count: 3
				      retention_count: 12
				      detach: concurrent
				    composed:
				      scheme:
				        method: range
				        key: id
				        boundaries: { kind: time, granularity: week, codec: epoch_milliseconds }
				        child: { method: hash, key: tenant_id, modulus: 8 }
				      lifecycle:
				        creation: { kind: create_next_if, when: { kind: rows_above, rows: 10 } }
				        retention: { kind: keep_for, age: P90D }
				        drop: { kind: drop_after, grace: P7D, when: { kind: unreferenced } }
				      leaves:
				        kind: local
				        storage_parameters: { autovacuum_enabled: false, toast.autovacuum_enabled: false }
				        inherit_privileges: true
				""")).isEqualTo(bound("""
				partsmith:
				  tables:
				    flat:
				      partition-column: created_at
				      granularity: month
				      create-ahead-count: 3
				      retention-count: 12
				      detach: concurrent
				    composed:
				      scheme:
				        method: range
				        key: id
				        boundaries: { kind: time, granularity: week, codec: epoch-milliseconds }
				        child: { method: hash, key: tenant_id, modulus: 8 }
				      lifecycle:
				        creation: { kind: create-next-if, when: { kind: rows-above, rows: 10 } }
				        retention: { kind: keep-for, age: P90D }
				        drop: { kind: drop-after, grace: P7D, when: { kind: unreferenced } }
				      leaves:
				        kind: local
				        storage-parameters: { autovacuum_enabled: false, toast.autovacuum_enabled: false }
				        inherit-privileges: true
				"""));
	}

	private static List<String> bound(String yaml) {
		List<String> configs = new ArrayList<>();
		Documentation.withBeans(YamlContext.relaxed(yaml).withUserConfiguration(YamlContext.UnreachableDatabase.class))
			.run((context) -> {
				for (TablePartitionConfig config : context.getBean(ManagedTables.class).all()) {
					configs.add(config.toString());
				}
			});
		return configs;
	}

}

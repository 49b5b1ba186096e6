package io.partsmith.autoconfigure;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.partsmith.maintenance.ManagedTables;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/** What an editor offers is what binds, no more and no less. */
class ConfigurationMetadataTest {

	private static final Set<String> REFUSED = Set.of("partsmith.defaults.table", "partsmith.defaults.holds");

	@Test
	void describesEveryKeyThatBinds() throws IOException {
		Map<String, Map<String, Object>> documented = documented();
		assertThat(documented.keySet()).isEqualTo(bound());
		documented.forEach((name, property) -> {
			assertThat((String) property.get("description")).as(name)
				.isNotBlank()
				.doesNotStartWith("The ")
				.doesNotStartWith("A ")
				.doesNotContain("{@", "<");
			assertThat((String) property.get("type")).as(name).isNotBlank();
			if ("java.lang.Boolean".equals(property.get("type"))) {
				assertThat((String) property.get("description")).as(name).startsWith("Whether ");
			}
		});
	}

	@Test
	void tellsTheDefaultsThatHold() throws IOException {
		Map<String, Map<String, Object>> documented = documented();
		assertThat(documented.get("partsmith.mode")).containsEntry("defaultValue", "full");
		assertThat(documented.get("partsmith.execution.lock-timeout")).containsEntry("defaultValue", "300ms");
		String yaml = """
				partsmith.tables:
				  silent: { partition-column: c, granularity: day }
				  flat: { partition-column: c, granularity: day, zone: %s, codec: %s, create-ahead-count: %s, detach: %s, drop-grace: %s }
				  composed:
				    scheme: { method: range, key: c, boundaries: { kind: time, granularity: day, zone: %s, codec: %s } }
				    lifecycle:
				      creation: { kind: create-ahead, count: %s }
				      detach: %s
				      drop: { kind: drop-after, grace: %s }
				  ids: { partition-column: c, step: 5, origin: %s }
				  composed-ids:
				    scheme: { method: range, key: c, boundaries: { kind: integer, step: 5, cursor: %s } }
				  silent-ids: { partition-column: c, step: 5 }
				  snowflakes:
				    scheme: { method: range, key: c, boundaries: { kind: time, granularity: day, codec: snowflake, epoch: '%s' } }
				  silent-snowflakes: { partition-column: c, granularity: day, codec: snowflake }
				"""
			.formatted(List
				.of("zone", "codec", "create-ahead-count", "detach", "drop-grace", "scheme.boundaries.zone",
						"scheme.boundaries.codec", "lifecycle.creation.count", "lifecycle.detach",
						"lifecycle.drop.grace", "origin", "scheme.boundaries.cursor", "scheme.boundaries.epoch")
				.stream()
				.map((key) -> Objects.requireNonNull(documented.get("partsmith.defaults." + key)).get("defaultValue"))
				.toArray());
		YamlContext.with(yaml).run((context) -> {
			ManagedTables tables = context.getBean(ManagedTables.class);
			for (String spelled : List.of("flat", "composed")) {
				assertThat(tables.get(spelled).scheme()).isEqualTo(tables.get("silent").scheme());
				assertThat(tables.get(spelled).lifecycle()).isEqualTo(tables.get("silent").lifecycle());
			}
			assertThat(tables.get("ids").scheme()).isEqualTo(tables.get("silent-ids").scheme());
			assertThat(tables.get("composed-ids").scheme()).isEqualTo(tables.get("silent-ids").scheme());
			assertThat(tables.get("snowflakes").scheme()).isEqualTo(tables.get("silent-snowflakes").scheme());
		});
	}

	private static Map<String, Map<String, Object>> documented() throws IOException {
		return ConfigurationMetadata.read().properties();
	}

	private static Set<String> bound() {
		Set<String> names = new TreeSet<>();
		collect("partsmith", PartsmithProperties.class, names);
		names.removeAll(REFUSED);
		names.removeIf((name) -> name.startsWith("partsmith.defaults.archive."));
		return names;
	}

	private static void collect(String prefix, Class<?> type, Set<String> names) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			Class<?> part = component.getType();
			if (part.isRecord() && part.getPackage() == PartsmithProperties.class.getPackage()) {
				collect(name, part, names);
			}
			else {
				names.add(name);
			}
		}
	}

}

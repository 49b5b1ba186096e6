package io.partsmith.mpp.citus;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.mpp.ReplicationSlot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The settings that Citus needs, and the slots that are its own. */
class CitusRulesTest {

	private static final String PREPARED = "max_prepared_transactions";

	static Stream<JsonNode> gucs() {
		return Vectors.of("gucs");
	}

	/**
	 * Text is a number here. To Patroni "0" is none, so that nothing is changed, and
	 * "100" doubled is "100100": in these cases the number of prepared transactions is
	 * another one than there.
	 */
	@ParameterizedTest
	@MethodSource("gucs")
	void settingsAreThoseOfPatroni(JsonNode vector) {
		Map<String, Object> settings = settings(vector.get("in"));
		boolean text = settings.get(PREPARED) instanceof String
				|| settings.get("max_connections") instanceof String && settings.get(PREPARED).equals(0);
		CitusSettings.adjust(settings, vector.get("host").isNull() ? null : vector.get("host").asString());
		Map<String, Object> wanted = settings(vector.get("out"));
		if (text) {
			assertThat(wanted.get(PREPARED)).isIn("0", "100100");
			wanted.put(PREPARED, 200);
		}
		assertThat(settings).isEqualTo(wanted);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> settings(JsonNode node) {
		return new HashMap<>(JsonMapper.shared().treeToValue(node, Map.class));
	}

	private static Map<String, Object> adjusted(@Nullable String libraries, Object prepared, Object connections) {
		Map<String, Object> settings = new HashMap<>(Map.of(PREPARED, prepared, "max_connections", connections));
		if (libraries != null) {
			settings.put("shared_preload_libraries", libraries);
		}
		CitusSettings.adjust(settings, null);
		return settings;
	}

	@Test
	void settingsOfTheScenarios() {
		assertThat(adjusted("foo , citus, bar ", 0, 101)).containsEntry("shared_preload_libraries", "citus,foo,bar") // M13
			.containsEntry(PREPARED, 202)
			.containsEntry("wal_level", "logical")
			.containsEntry("citus.local_hostname", "localhost");
		assertThat(adjusted(null, 5, 100)).containsEntry("shared_preload_libraries", "citus") // M14
			.containsEntry(PREPARED, 5);
		assertThat(adjusted(" , ,", 5, 100)).containsEntry("shared_preload_libraries", "citus");
		assertThat(adjusted(null, 0, "100")).containsEntry(PREPARED, 200); // M16
	}

	@Test
	void aNumberThatIsMissingChangesNothing() {
		Map<String, Object> settings = new HashMap<>(Map.of(PREPARED, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> CitusSettings.adjust(settings, null))
			.withMessageContaining("max_connections");
		assertThat(settings).containsOnlyKeys(PREPARED);
	}

	static Stream<JsonNode> slots() {
		return Vectors.of("slots").filter((vector) -> vector.get("primary").asBoolean());
	}

	/** Whether the server is a primary is asked of the database: CitusBootstrapTest. */
	@ParameterizedTest
	@MethodSource("slots")
	void slotsAreThoseOfPatroni(JsonNode vector) {
		ReplicationSlot slot = new ReplicationSlot(vector.get("name").asString(), vector.get("type").asString(),
				vector.get("database").asString(), vector.get("plugin").asString());
		assertThat(CitusSlots.isOwn(slot, "citus")).isEqualTo(vector.get("keep").asBoolean());
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			citus_shard_move_slot_3_10_8,   logical,  citus, pgoutput, true
			citus_shard_split_slot_2_10_10, logical,  citus, citus,    true
			citus_shard_move_slot_3_10_8,   logical,  other, pgoutput, false
			citus_shard_move_slot_3_10_8,   physical, citus, pgoutput, false
			citus_shard_move_slot_3,        logical,  citus, pgoutput, false
			citus_shard_move_slot_3_1_2_4,  logical,  citus, pgoutput, false
			citus_shard_move_slot_03_1_2,   logical,  citus, pgoutput, false
			""")
	void slotsOfTheScenarios(String name, String type, String database, String plugin, boolean own) { // M17,
																										// M19,
																										// M20
		assertThat(CitusSlots.isOwn(new ReplicationSlot(name, type, database, plugin), "citus")).isEqualTo(own);
		assertThat(CitusSlots.isOwn(new ReplicationSlot(name, "physical", null, null), "citus")).isFalse();
	}

}

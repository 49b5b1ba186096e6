package io.partsmith.mpp.citus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.mpp.Mpp;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppHandler;
import io.partsmith.mpp.Mpps;
import io.partsmith.mpp.NullMpp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/** A node of a Citus cluster, as it is configured. */
class CitusMppTest {

	/**
	 * Where we are stricter than Patroni, and why: the first two pass its check and fail
	 * when the group is read; a blank database lets it connect to whatever the user's
	 * default is.
	 */
	private static final List<String> REFUSED_HERE_ONLY = List.of("{\"group\":\"0x10\",\"database\":\"citus\"}",
			"{\"group\":\"1.9\",\"database\":\"citus\"}", "{\"group\":1,\"database\":\"\"}");

	private static Mpp mpp(@Nullable Object section) {
		Map<String, Object> config = new HashMap<>();
		config.put("citus", section);
		return Mpps.getMpp(config);
	}

	private static Map<String, Object> section(@Nullable Object group, @Nullable Object database) {
		Map<String, Object> section = new HashMap<>();
		section.put("group", group);
		section.put("database", database);
		return section;
	}

	static Stream<JsonNode> configs() {
		return Vectors.of("configs");
	}

	@ParameterizedTest
	@MethodSource("configs")
	void aSectionMeansWhatItMeansToPatroni(JsonNode vector) {
		Object section = JsonMapper.shared().treeToValue(vector.get("config"), Object.class);
		Mpp mpp = mpp(section);
		if (REFUSED_HERE_ONLY.contains(vector.get("config").toString())) {
			assertThat(vector.get("validate").asBoolean()).isTrue();
			assertThat(mpp).isInstanceOfSatisfying(NullMpp.class, (plain) -> assertThat(plain.reasons()).hasSize(1));
			return;
		}
		assertThat(new CitusMppProvider().validateConfig(section).isEmpty())
			.isEqualTo(vector.get("validate").asBoolean());
		assertThat(mpp.isEnabled()).isEqualTo(vector.get("enabled").asBoolean());
		assertThat(mpp.isCoordinator()).isEqualTo(vector.get("coordinator").asBoolean());
		assertThat(mpp.isWorker()).isEqualTo(vector.get("worker").asBoolean());
		assertThat(mpp.type()).isEqualTo(vector.get("type").asString());
		assertThat(mpp.k8sGroupLabel()).isEqualTo(vector.get("k8s").asString());
		assertThat(number(mpp.group())).isEqualTo(number(vector.get("group")));
		assertThat(number(mpp.coordinatorGroupId())).isEqualTo(number(vector.get("coordinator_group_id")));
	}

	private static @Nullable Integer number(java.util.OptionalInt number) {
		return number.isPresent() ? number.getAsInt() : null;
	}

	private static @Nullable Integer number(JsonNode node) {
		return node.isNull() ? null : node.asInt();
	}

	@Test
	void theCoordinator() { // M05
		Mpp mpp = mpp(section(0, "citus"));
		assertThat(mpp.type()).isEqualTo("Citus");
		assertThat(mpp.k8sGroupLabel()).isEqualTo("citus-group");
		assertThat(mpp.isCoordinator()).isTrue();
		assertThat(mpp.isWorker()).isFalse();
	}

	@Test
	void aGroupMayBeTextWithBlanks() { // M07
		assertThat(mpp(section("0", "citus")).group()).hasValue(0);
		assertThat(mpp(section(" 3 ", "citus")).group()).hasValue(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "null", textBlock = """
			null        | citus | citus: 'group' is missing
			abc         | citus | citus: 'group' is 'abc', and must be a whole number in decimal digits
			1MB         | citus | citus: 'group' is '1MB'
			0x10        | citus | citus: 'group' is '0x10'
			1.9         | citus | citus: 'group' is '1.9'
			-1          | citus | citus: 'group' is -1, and must be 0 for the coordinator, or more
			99999999999 | citus | citus: 'group' is 99999999999, which is too large
			1           | null  | citus: 'database' is missing
			1           | ' '   | citus: 'database' is blank
			""")
	void whatCannotBeUsedIsPlainPostgresWithAReason(@Nullable String group, @Nullable String database, String reason) { // M08
		assertThat(mpp(section(group, database))).isInstanceOfSatisfying(NullMpp.class,
				(plain) -> assertThat(plain.reasons()).singleElement().asString().startsWith(reason));
	}

	@Test
	void otherTypesAreRefusedToo() { // M08
		for (Object section : new Object[] { section(true, "citus"), section(1.9, "citus"), section(1.0, "citus"),
				section(List.of(1), "citus"), section(1, 5), section(1, true), List.of(), "x", 1 }) {
			assertThat(mpp(section)).isInstanceOf(NullMpp.class);
			assertThatIllegalArgumentException().isThrownBy(() -> new CitusMppProvider().create(section));
		}
	}

	static Stream<JsonNode> groups() {
		return Vectors.of("group_re");
	}

	@ParameterizedTest
	@MethodSource("groups")
	void aGroupIsADecimalWithoutLeadingZero(JsonNode vector) {
		assertThat(isGroup(vector.get("s").asString())).isEqualTo(vector.get("match").asBoolean());
	}

	@Test
	void groupsOfTheScenario() { // M10; the last one passes in Patroni
		assertThat(Stream.of("0", "1", "10")).allMatch(CitusMppTest::isGroup);
		assertThat(Stream.of("01", "-1", "", "1.0", "1 ", "00", "+1", "1\n")).noneMatch(CitusMppTest::isGroup);
	}

	private static boolean isGroup(String text) {
		return mpp(section(0, "citus")).groupPattern().orElseThrow().matcher(text).matches();
	}

	@Test
	void aHandlerIsANodeOfTheSameType() { // M11
		try (MppHandler handler = mpp(section(2, "citus")).handler(MppDatabase.of(mock()))) {
			assertThat(handler.type()).isEqualTo("Citus");
			assertThat(handler.k8sGroupLabel()).isEqualTo("citus-group");
			assertThat(handler.isWorker()).isTrue();
			assertThat(handler.group()).hasValue(2);
		}
	}

}

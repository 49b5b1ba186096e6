package io.partsmith.mpp.citus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The way from the rows of a group to its servers. */
class TransitionTest {

	private static CitusNode node(String host, String role, @Nullable Integer id) {
		return new CitusNode(host, 5432, NodeRole.valueOf(role.toUpperCase(java.util.Locale.ROOT)), id);
	}

	/** Servers as {@code primary,secondary,..}, with rows from 1 on; a dash pauses. */
	private static GroupNodes nodes(String text, boolean rows) {
		List<CitusNode> nodes = new ArrayList<>();
		for (String name : text.strip().split(",")) {
			String role = nodes.isEmpty() ? name.endsWith("-") ? "demoted" : "primary" : "secondary";
			nodes.add(node(name.replace("-", ""), role, rows ? (Integer) (nodes.size() + 1) : null));
		}
		return new GroupNodes(1, nodes);
	}

	private static GroupNodes nodes(JsonNode list) {
		return new GroupNodes(1,
				list.valueStream()
					.map((entry) -> node(entry.get(0).asString(), entry.get(1).asString(),
							entry.get(2).isNull() ? null : (Integer) entry.get(2).asInt()))
					.toList());
	}

	private static List<String> steps(Transition way, RecordingNodeWriter writer, List<CitusNode> result) {
		result.addAll(way.kept());
		for (NodeStep step : way.steps()) {
			@Nullable Integer id = writer.apply(1, step, java.time.Duration.ZERO);
			result.removeIf((node) -> node.id() != null && Objects.equals(node.id(), step.node().id()));
			if (id != null) {
				result.add(step.node().in(id));
			}
		}
		return writer.taken();
	}

	static Stream<JsonNode> vectors() {
		return Vectors.of("transitions");
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void isThatOfPatroni(JsonNode vector) { // M31
		Transition way = Transition.between(nodes(vector.get("old")), nodes(vector.get("new")));
		List<CitusNode> result = new ArrayList<>();
		List<String> wanted = vector.get("steps").valueStream().map(JsonNode::asString).toList();
		// A server that is paused and has no row gets none: no step to us.
		assertThat(steps(way, new RecordingNodeWriter(), result))
			.isEqualTo(wanted.stream().filter((step) -> !step.startsWith("skip")).toList());
		assertThat(way.touchesPrimary()).isEqualTo(vector.get("failover").asBoolean());
		assertThat(result).containsExactlyInAnyOrderElementsOf(nodes(vector.get("final")).nodes());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			M22 | a,b   | b,a   | update 1 -> a-demoted; update 2 -> a; update 1 -> b
			M23 | a,b   | b     | update 1 -> a-demoted; update 2 -> a; update 1 -> b
			M25 | a,b   | a-,b  | update 1 -> a-demoted
			M26 | a-,b  | b,a   | update 2 -> a; update 1 -> b
			M28 | a-,b  | c,a   | update 1 -> c; update 2 -> a
			M29 | a,b   | a,c   | update 2 -> c
			M29 | a,b   | a     | remove b
			""")
	void ofTheScenarios(String scenario, String old, String wish, String steps) {
		Transition way = Transition.between(nodes(old, true), nodes(wish, false));
		assertThat(steps(way, new RecordingNodeWriter(), new ArrayList<>())).as(scenario)
			.containsExactly(steps.strip().split("; "));
	}

	@Test
	void theOldPrimaryStaysListedAsASecondary() { // M23
		List<CitusNode> result = new ArrayList<>();
		steps(Transition.between(nodes("a,b", true), nodes("b", false)), new RecordingNodeWriter(), result);
		assertThat(result).containsExactlyInAnyOrder(node("b", "primary", 1), node("a", "secondary", 2));
	}

	/**
	 * Whatever happens to a group: no address stands in two rows at any time, the
	 * primary's row keeps its id, and two looks at most are enough.
	 */
	@Test
	void anyWayKeepsTheRulesOfCitusAndEndsWhereItShould() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int i = 0; i < 2000; i++) {
			GroupNodes old = random(random, true);
			GroupNodes wish = random(random, false);
			GroupNodes last = old;
			for (int look = 0; look < 3 && !last.fulfils(wish); look++) {
				last = walk(last, wish, "seed " + seed + ": " + old + " to " + wish);
			}
			assertThat(last.fulfils(wish)).as("seed %s: %s to %s ends at %s", seed, old, wish, last).isTrue();
			assertThat(last.primary().orElseThrow().id()).isEqualTo(1);
		}
	}

	private static GroupNodes walk(GroupNodes old, GroupNodes wish, String what) {
		Map<Integer, String> rows = new HashMap<>();
		old.nodes().stream().filter((node) -> node.id() != null).forEach((node) -> rows.put(node.id(), node.rowHost()));
		Transition way = Transition.between(old, wish);
		List<CitusNode> result = new ArrayList<>(way.kept());
		int next = 200 + rows.size() + result.size() + wish.nodes().hashCode() % 100;
		for (NodeStep step : way.steps()) {
			CitusNode node = step.node();
			if (step instanceof NodeStep.Remove) {
				assertThat(rows.remove(node.id())).as(what).isNotNull();
				result.removeIf((other) -> other.equals(node));
				continue;
			}
			assertThat(rows.entrySet()).as(what)
				.noneMatch((row) -> row.getValue().equals(node.rowHost()) && !row.getKey().equals(node.id()));
			int id = (node.id() != null) ? node.id() : next++;
			assertThat(step instanceof NodeStep.Add).as(what).isEqualTo(rows.put(id, node.rowHost()) == null);
			result.removeIf((other) -> other.id() != null && other.id() == id);
			result.add(node.in(id));
			assertThat(step instanceof NodeStep.Add && way.touchesPrimary()).as(what).isFalse();
		}
		return new GroupNodes(1, result);
	}

	private static GroupNodes random(Random random, boolean rows) {
		List<String> hosts = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
		java.util.Collections.shuffle(hosts, random);
		List<CitusNode> nodes = new ArrayList<>();
		for (String host : hosts.subList(0, 1 + random.nextInt(4))) {
			String role = nodes.isEmpty() ? random.nextInt(4) == 0 ? "demoted" : "primary" : "secondary";
			nodes.add(node(host, role, rows ? (Integer) (nodes.size() + 1) : null));
		}
		return new GroupNodes(1, nodes);
	}

}

package io.partsmith.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.table.LeafPattern;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Relation;
import io.partsmith.topology.Trait;

/**
 * Holds the partitions there are against what a new one would get. They are not changed:
 * most of it needs a lock that stops everybody, so a person chooses the hour.
 */
final class DriftCheck {

	/** How many partitions a message names. */
	private static final int NAMED = 3;

	/** How many partitions get their SQL at once. */
	private static final int MENDED = 20;

	private final TablePartitionConfig config;

	private final PropertySheet sheet;

	private final LeafPattern pattern;

	private final Set<Relation> compared = new HashSet<>();

	/** The relations that lack something, and what, by the kind of property. */
	private final Map<String, Map<Relation, List<Trait>>> lacking = new LinkedHashMap<>();

	DriftCheck(TablePartitionConfig config, PropertySheet sheet) {
		this.config = config;
		this.sheet = sheet;
		this.pattern = config.leaves().pattern(config.table(), sheet);
	}

	/**
	 * One finding for each kind of property, whatever the number of partitions.
	 * @param units every unit as it was judged; what is not ours, or about to leave,
	 * needs no mending
	 * @return the findings
	 */
	List<Finding> check(List<Unit> units) {
		units.stream()
			.filter((unit) -> unit.state() == UnitState.ACTIVE || unit.state() == UnitState.FUTURE)
			.forEach((unit) -> compare(unit.relation(), unit.children()));
		List<Finding> findings = new ArrayList<>();
		this.lacking.forEach((label, relations) -> findings.add(finding(label, relations)));
		return findings;
	}

	/** A unit within a unit comes twice, alone and as a child. */
	private void compare(Relation relation, List<Partition> beneath) {
		List<Trait> present = this.sheet.of(relation);
		if (!present.isEmpty() && this.compared.add(relation)) {
			this.pattern.wanted(relation.kind())
				.stream()
				.filter((wanted) -> !present.contains(wanted) && this.sheet.keeps(relation, wanted))
				.forEach((wanted) -> this.lacking.computeIfAbsent(wanted.label(), (key) -> new LinkedHashMap<>())
					.computeIfAbsent(relation, (key) -> new ArrayList<>())
					.add(wanted));
		}
		beneath.forEach((partition) -> compare(partition.relation(), partition.children()));
	}

	private Finding finding(String label, Map<Relation, List<Trait>> relations) {
		boolean protects = relations.values().stream().flatMap(List::stream).anyMatch(Trait::protects);
		String names = relations.keySet()
			.stream()
			.limit(NAMED)
			.map((relation) -> relation.name().toString())
			.collect(Collectors.joining(", "));
		int more = relations.size() - NAMED;
		return new Finding(protects ? FindingCode.PROTECTION_DRIFT : FindingCode.PROPERTY_DRIFT, Step.RECONCILE,
				(relations.size() == 1) ? relations.keySet().iterator().next().name() : null,
				relations.size() + " partition(s) of " + this.config.table() + " differ in their " + label
						+ " from what a new one gets: " + names + ((more > 0) ? " and " + more + " more" : ""),
				sql(relations));
	}

	private String sql(Map<Relation, List<Trait>> relations) {
		String statements = relations.entrySet()
			.stream()
			.limit(MENDED)
			.flatMap((lacks) -> lacks.getValue()
				.stream()
				.flatMap((trait) -> trait
					.statements(lacks.getKey().name(), this.config.table(), this.sheet.of(lacks.getKey()))
					.stream()))
			.collect(Collectors.joining(";\n", "", ";"));
		int more = relations.size() - MENDED;
		return statements + ((more > 0) ? "\n-- " + more + " more follow once these are mended" : "");
	}

}

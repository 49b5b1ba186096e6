package io.partsmith.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

	/** The relations that lack something, and what, by the kind of property. */
	private final Map<String, Map<Relation, List<Trait>>> lacking = new LinkedHashMap<>();

	DriftCheck(TablePartitionConfig config, PropertySheet sheet) {
		this.config = config;
		this.sheet = sheet;
		this.pattern = config.leaves().pattern(sheet);
	}

	/**
	 * One finding for each kind of property, whatever the number of partitions.
	 * @param managed the partitions that are ours
	 * @return the findings
	 */
	List<Finding> check(List<Partition> managed) {
		managed.forEach(this::compare);
		List<Finding> findings = new ArrayList<>();
		this.lacking.forEach((label, relations) -> findings.add(finding(label, relations)));
		return findings;
	}

	private void compare(Partition partition) {
		List<Trait> present = this.sheet.of(partition.relation());
		// One that was made since the properties were read has none here.
		if (!present.isEmpty()) {
			this.pattern.wanted(partition.relation().kind())
				.stream()
				.filter((wanted) -> !present.contains(wanted))
				.forEach((wanted) -> this.lacking.computeIfAbsent(wanted.label(), (key) -> new LinkedHashMap<>())
					.computeIfAbsent(partition.relation(), (key) -> new ArrayList<>())
					.add(wanted));
		}
		partition.children().forEach(this::compare);
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

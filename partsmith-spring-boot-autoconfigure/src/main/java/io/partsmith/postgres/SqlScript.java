package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.partsmith.plan.Displacement;
import io.partsmith.plan.NewPartition;
import io.partsmith.plan.Operation;
import io.partsmith.topology.Datum;
import io.partsmith.topology.ForeignKeys;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The statements of each operation. The repository sends them and the plan shows them:
 * there is one text for both. Locks are taken in one order everywhere: the parent first,
 * as every reader does.
 */
final class SqlScript {

	private SqlScript() {
	}

	/** Behind it, a transaction commits without waiting for the disk. */
	static final String LAZILY = "SET LOCAL synchronous_commit = off";

	/** Readers and writers pass; it is what ATTACH and COMMENT ask for. */
	static String lockAgainstDdl(RelationName table) {
		return "LOCK TABLE ONLY " + table + " IN SHARE UPDATE EXCLUSIVE MODE";
	}

	/** The same with all beneath it. */
	static String lockAllAgainstDdl(RelationName table) {
		return "LOCK TABLE " + table + " IN SHARE UPDATE EXCLUSIVE MODE";
	}

	static String lockParentAgainstAll(RelationName parent) {
		return "LOCK TABLE ONLY " + parent + " IN ACCESS EXCLUSIVE MODE";
	}

	/** With all beneath it. */
	static String lockAgainstAll(RelationName table) {
		return "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE";
	}

	/**
	 * A partition that is still attached; whoever reads it through the table waits there.
	 */
	static String lockPartition(Relation partition) {
		return (partition.kind() == RelationKind.FOREIGN) ? lockOrphan(partition)
				: lockParentAgainstAll(partition.name());
	}

	/** What the parent is a part of itself, from the root down. */
	static Map<RelationName, String> lockAbove(Operation operation) {
		Map<RelationName, String> locks = new LinkedHashMap<>();
		operation.parent()
			.above()
			.forEach((table) -> locks.put(table, "LOCK TABLE ONLY " + table + " IN ACCESS SHARE MODE"));
		return locks;
	}

	/** The tables at the other ends of foreign keys, in their order, with their locks. */
	static Map<RelationName, String> lockTies(Operation operation, boolean detaching) {
		ForeignKeys keys = operation.parent().foreignKeys();
		Map<RelationName, String> locks = new LinkedHashMap<>();
		for (RelationName table : keys.all()) {
			String mode = (detaching && keys.referencing().contains(table)) ? "ACCESS" : "SHARE ROW";
			locks.put(table, "LOCK TABLE ONLY " + table + " IN " + mode + " EXCLUSIVE MODE");
		}
		return locks;
	}

	/**
	 * With its subtree, which a drop takes along. LOCK TABLE refuses foreign tables
	 * (42809); this statement changes nothing on any table of today, but takes the same
	 * lock to do so.
	 */
	static String lockOrphan(Relation orphan) {
		return (orphan.kind() == RelationKind.FOREIGN) ? "ALTER FOREIGN TABLE " + orphan.name() + " SET WITHOUT OIDS"
				: "LOCK TABLE " + orphan.name() + " IN ACCESS EXCLUSIVE MODE";
	}

	/** Several only of ordinary tables. */
	static String lockOrphans(List<Relation> orphans) {
		return (orphans.size() == 1) ? lockOrphan(orphans.get(0))
				: "LOCK TABLE " + names(orphans) + " IN ACCESS EXCLUSIVE MODE";
	}

	/**
	 * A new partition, made and built to its leaves beside its table, so that no row ever
	 * meets a half built one.
	 */
	static List<String> build(Operation.Create operation) {
		RelationName parent = operation.parent().name();
		return build(operation.made(), parent, new LeafScript(operation.leaves(), parent));
	}

	/** What was built is attached; a catch-all in its way is moved for that. */
	static List<String> place(Operation.Create operation) {
		RelationName parent = operation.parent().name();
		String attach = attach(parent, operation.partition(), operation.bounds());
		Displacement displaced = operation.displaced();
		return (displaced == null) ? List.of(attach)
				: List.of("ALTER TABLE " + parent + " DETACH PARTITION " + displaced.table().name(), attach,
						attach(parent, displaced.table().name(), displaced.bounds()));
	}

	/**
	 * What is missing beneath an orphan is made before the orphan itself is attached. Its
	 * model is the orphan, on which a concurrent detach has left a CHECK constraint that
	 * the parent does not have.
	 */
	static List<String> complete(Operation.Attach operation) {
		return operation.completions()
			.stream()
			.flatMap((missing) -> makeAndAttach(missing.partition(), missing.parent(),
					new LeafScript(missing.leaves(), missing.parent()))
				.stream())
			.toList();
	}

	private static List<String> makeAndAttach(NewPartition made, RelationName parent, LeafScript leaves) {
		List<String> statements = build(made, parent, leaves);
		statements.add(attach(parent, made.name(), made.bounds()));
		return statements;
	}

	private static List<String> build(NewPartition made, RelationName parent, LeafScript leaves) {
		List<String> statements = new ArrayList<>();
		LeafScript within = leaves.within(made);
		statements.addAll(within.make(made, parent));
		if (made.subtree() != null) {
			made.subtree()
				.partitions()
				.forEach((beneath) -> statements.addAll(makeAndAttach(beneath, made.name(), within)));
		}
		return statements;
	}

	static String attach(Operation.Attach operation) {
		return attach(operation.parent().name(), operation.partition(), operation.bounds());
	}

	private static String attach(RelationName parent, RelationName partition, PartitionBounds bounds) {
		return "ALTER TABLE " + parent + " ATTACH PARTITION " + partition + " " + bounds.toSql();
	}

	static String detach(Operation operation, String how) {
		return "ALTER TABLE " + operation.parent().name() + " DETACH PARTITION " + operation.partition() + how;
	}

	static String convert(Operation.Convert operation) {
		return "ALTER TABLE " + operation.partition() + " SET ACCESS METHOD "
				+ ((operation.into() == RelationKind.COLUMNAR) ? "columnar" : "heap");
	}

	static String comment(RelationName table, @Nullable String comment) {
		return comment("TABLE ", table, comment);
	}

	static String comment(Relation table, @Nullable String comment) {
		return comment(kind(table), table.name(), comment);
	}

	private static String comment(String kind, RelationName table, @Nullable String comment) {
		return "COMMENT ON " + kind + table + " IS "
				+ ((comment != null) ? new Datum.Literal(comment).toSql() : "NULL");
	}

	/** Several only of one kind. The rows of a foreign table stay where they are. */
	static String drop(List<Relation> orphans) {
		return "DROP " + kind(orphans.get(0)) + names(orphans);
	}

	private static String names(List<Relation> tables) {
		return tables.stream().map((table) -> table.name().toString()).collect(Collectors.joining(", "));
	}

	private static String kind(Relation table) {
		return (table.kind() == RelationKind.FOREIGN) ? "FOREIGN TABLE " : "TABLE ";
	}

}

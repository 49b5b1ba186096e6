package io.partsmith.topology;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables that foreign keys tie to a partitioned table. ATTACH and DETACH change their
 * triggers and take SHARE ROW EXCLUSIVE for that; DETACH takes ACCESS EXCLUSIVE on those
 * that refer to the table, and the drop of what was detached on those it refers to.
 *
 * @param referenced the tables that this one refers to
 * @param referencing the tables that refer to this one
 */
public record ForeignKeys(Set<RelationName> referenced, Set<RelationName> referencing) {

	/** A table that stands for itself. */
	public static final ForeignKeys NONE = new ForeignKeys(Set.of(), Set.of());

	/**
	 * Copies the names.
	 * @param referenced the tables that this one refers to
	 * @param referencing the tables that refer to this one
	 */
	public ForeignKeys {
		referenced = Set.copyOf(referenced);
		referencing = Set.copyOf(referencing);
	}

	/**
	 * All of these tables, in the one order in which they are locked.
	 * @return the names, each once, ordered
	 */
	public List<RelationName> all() {
		return sorted(Stream.concat(this.referenced.stream(), this.referencing.stream()));
	}

	/**
	 * The tables that refer to this one, in the one order in which they are locked.
	 * @return the names, ordered
	 */
	public List<RelationName> incoming() {
		return sorted(this.referencing.stream());
	}

	/**
	 * The tables that this one refers to, in the one order in which they are locked.
	 * @return the names, ordered
	 */
	public List<RelationName> outgoing() {
		return sorted(this.referenced.stream());
	}

	private static List<RelationName> sorted(Stream<RelationName> names) {
		return names.distinct()
			.sorted(Comparator.comparing(RelationName::schema).thenComparing(RelationName::name))
			.toList();
	}

}

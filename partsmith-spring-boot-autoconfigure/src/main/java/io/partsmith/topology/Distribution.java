package io.partsmith.topology;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a cluster such as Citus keeps a relation. What it keeps on one server alone, like a
 * table that was never given to it, has none.
 *
 * @param kind how it is kept
 * @param column the column by which its rows are spread, or {@code null} where they are
 * not
 * @param colocation the number of the group of relations whose shards lie together; a
 * partition must be of the group of its table
 * @param leftover an estimate of the rows that lie on the coordinator from before it was
 * given to the cluster: nobody sees them any more, and they take their room
 */
public record Distribution(Kind kind, @Nullable String column, int colocation, long leftover) {

	/**
	 * Whether a partition that is kept like this may belong to a table that is kept like
	 * that. Citus takes a partition that is spread by another column than its table, and
	 * then gives wrong answers to queries that name the table's column.
	 * @param table how the table is kept
	 * @return {@code true} if rows are found where they are looked for
	 */
	public boolean fits(Distribution table) {
		return this.kind == table.kind && this.colocation == table.colocation
				&& Objects.equals(this.column, table.column);
	}

	/**
	 * As it is said to people.
	 * @return for example {@code distributed by tenant_id, group 3}
	 */
	@Override
	public String toString() {
		String by = (this.column != null) ? " by " + RelationName.quoteIdentifier(this.column) : "";
		return this.kind + by + ((this.kind != Kind.LOCAL) ? ", colocation group " + this.colocation : "");
	}

	/** How a relation is kept. */
	public enum Kind {

		/** In shards, by the hash of a column. */
		DISTRIBUTED("distributed"),

		/** In one shard somewhere. */
		SINGLE_SHARD("distributed in a single shard"),

		/** In one shard, with all others of its schema. */
		SCHEMA("distributed with its schema"),

		/** On the coordinator, but known to all nodes. */
		LOCAL("a local table of the cluster"),

		/** A copy on each node. */
		REFERENCE("a reference table");

		private final String text;

		Kind(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}

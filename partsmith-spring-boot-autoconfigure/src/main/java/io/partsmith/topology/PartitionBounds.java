package io.partsmith.topology;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a partition holds, as its bound in the catalog says. The bound, and never the
 * name, tells what a partition is.
 */
public sealed interface PartitionBounds {

	/**
	 * Reads the text that {@code pg_get_expr(relpartbound, oid)} gives. Never fails: a
	 * text that follows none of PostgreSQL's four forms becomes {@link Unreadable}, so
	 * that its partition is reported and left alone.
	 * @param text the bound's text
	 * @return the bounds
	 */
	static PartitionBounds parse(String text) {
		return new BoundParser(text).parse();
	}

	/**
	 * The bounds as they stand in an {@code ATTACH PARTITION} statement.
	 * @return SQL text, literals quoted
	 */
	String toSql();

	/**
	 * A half open range, {@code FOR VALUES FROM (..) TO (..)}.
	 *
	 * @param from the lower bound, inclusive, one datum for each key column
	 * @param to the upper bound, exclusive, one datum for each key column
	 */
	record Range(List<Datum> from, List<Datum> to) implements PartitionBounds {

		/**
		 * Copies both bounds.
		 * @param from the lower bound
		 * @param to the upper bound
		 */
		public Range {
			from = List.copyOf(from);
			to = List.copyOf(to);
		}

		@Override
		public String toSql() {
			return "FOR VALUES FROM " + tuple(this.from) + " TO " + tuple(this.to);
		}

	}

	/**
	 * The values of a LIST partition, {@code FOR VALUES IN (..)}.
	 *
	 * @param values the values it owns
	 */
	record Values(List<Datum> values) implements PartitionBounds {

		/**
		 * Copies the values.
		 * @param values the values it owns
		 */
		public Values {
			values = List.copyOf(values);
		}

		@Override
		public String toSql() {
			return "FOR VALUES IN " + tuple(this.values);
		}

	}

	/**
	 * One residue class of a HASH table,
	 * {@code FOR VALUES WITH (modulus m, remainder r)}.
	 *
	 * @param modulus the modulus, at least 1
	 * @param remainder the remainder, from 0 to below the modulus
	 */
	record Residue(int modulus, int remainder) implements PartitionBounds {

		@Override
		public String toSql() {
			return "FOR VALUES WITH (modulus " + this.modulus + ", remainder " + this.remainder + ")";
		}

	}

	/** The partition that takes what no other one holds. */
	record Default() implements PartitionBounds {

		@Override
		public String toSql() {
			return "DEFAULT";
		}

	}

	/**
	 * A text that could not be read.
	 *
	 * @param text what the catalog gave
	 */
	record Unreadable(String text) implements PartitionBounds {

		@Override
		public String toSql() {
			return this.text;
		}

	}

	private static String tuple(List<Datum> data) {
		return data.stream().map(Datum::toSql).collect(Collectors.joining(", ", "(", ")"));
	}

}

package io.partsmith.table;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.partsmith.topology.ColumnShape;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.Trait;

/**
 * What a new partition looks like: the wishes of the configuration, filled in from the
 * partitioned table. Whoever holds one can write down the whole statement.
 */
public sealed interface LeafPattern {

	/** The placeholders in the options of a foreign table. */
	List<String> PLACEHOLDERS = List.of("{relname}", "{schema}", "{parent}", "{root}");

	/** Local tables that take over nothing. */
	LeafPattern PLAIN = new Local(List.of(), List.of());

	/**
	 * What a relation of a kind should have.
	 * @param kind what it is
	 * @return the traits, in the order in which they are given
	 */
	List<Trait> wanted(RelationKind kind);

	/**
	 * Local tables.
	 *
	 * @param wanted what they are given
	 * @param newborn what a new table has by itself
	 */
	record Local(List<Trait> wanted, List<Trait> newborn) implements LeafPattern {

		/**
		 * Copies the lists.
		 * @param wanted what they are given
		 * @param newborn what a new table has by itself
		 */
		public Local {
			wanted = List.copyOf(wanted);
			newborn = List.copyOf(newborn);
		}

		@Override
		public List<Trait> wanted(RelationKind kind) {
			return switch (kind) {
				case TABLE -> this.wanted;
				case PARTITIONED -> this.wanted.stream().filter(Trait::isForBranches).toList();
				case FOREIGN -> List.of();
			};
		}

	}

	/**
	 * Foreign tables.
	 *
	 * @param server the foreign server
	 * @param options the options by name, with placeholders in their values
	 * @param columns the columns to repeat
	 * @param derived whether generated columns and CHECK constraints are to be repeated
	 */
	record Foreign(String server, Map<String, String> options, List<ColumnShape> columns,
			boolean derived) implements LeafPattern {

		/**
		 * Copies the collections.
		 * @param server the foreign server
		 * @param options the options by name
		 * @param columns the columns to repeat
		 * @param derived whether generated columns and CHECK constraints are repeated
		 */
		public Foreign {
			options = Collections.unmodifiableMap(new TreeMap<>(options));
			columns = List.copyOf(columns);
		}

		@Override
		public List<Trait> wanted(RelationKind kind) {
			return List.of();
		}

	}

}

package io.partsmith.table;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.partsmith.topology.ColumnShape;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Trait;

/**
 * What a new partition looks like: the wishes of the configuration, filled in from the
 * partitioned table. Whoever holds one can write down the whole statement.
 */
public sealed interface LeafPattern {

	/** The placeholders in the options of a foreign table. */
	List<String> PLACEHOLDERS = List.of("{relname}", "{schema}", "{parent}", "{root}");

	/**
	 * Local tables that take over nothing.
	 * @param root the configured table
	 * @return the pattern
	 */
	static LeafPattern plain(RelationName root) {
		return new Local(root, List.of(), List.of());
	}

	/**
	 * The configured table, which it was taken from.
	 * @return the table at the root
	 */
	RelationName root();

	/**
	 * What a relation of a kind should have.
	 * @param kind what it is
	 * @return the traits, in the order in which they are given
	 */
	List<Trait> wanted(RelationKind kind);

	/**
	 * Local tables.
	 *
	 * @param root the configured table
	 * @param wanted what they are given
	 * @param newborn what a new table has by itself
	 */
	record Local(RelationName root, List<Trait> wanted, List<Trait> newborn) implements LeafPattern {

		/**
		 * Copies the lists.
		 * @param root the configured table
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
				case TABLE, COLUMNAR -> this.wanted.stream().filter(Trait::isForLeaves).toList();
				case PARTITIONED -> this.wanted.stream().filter(Trait::isForBranches).toList();
				case FOREIGN -> List.of();
			};
		}

	}

	/**
	 * Foreign tables.
	 *
	 * @param root the configured table
	 * @param server the foreign server
	 * @param options the options by name, with placeholders in their values
	 * @param columns the columns to repeat
	 * @param derived whether generated columns and CHECK constraints are to be repeated
	 */
	record Foreign(RelationName root, String server, Map<String, String> options, List<ColumnShape> columns,
			boolean derived) implements LeafPattern {

		/**
		 * Copies the collections.
		 * @param root the configured table
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

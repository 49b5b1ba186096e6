package io.partsmith.topology;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Something that a table has besides its columns and indexes, and that PostgreSQL does
 * not hand down to a partition: a copy made with LIKE lacks it, and ATTACH does not bring
 * it.
 */
public sealed interface Trait permits Tablespace, StorageParameter, Unlogged, Privileges, ReplicaIdentity,
		StatisticsTarget, RowSecurity, TableComment, Publication {

	/**
	 * What it is, for people; the same for all traits of a kind.
	 * @return for example {@code replica identity}
	 */
	String label();

	/**
	 * Whether rows may get lost or be seen by the wrong people without it.
	 * @return {@code true} if a partition that lacks it needs a person
	 */
	default boolean protects() {
		return false;
	}

	/**
	 * Whether a table that is itself partitioned has it too.
	 * @return {@code true} if it is given to branches, not to leaves alone
	 */
	default boolean isForBranches() {
		return false;
	}

	/**
	 * Whether an ordinary table has it.
	 * @return {@code false} if it is given to branches alone
	 */
	default boolean isForLeaves() {
		return true;
	}

	/**
	 * The statements that give it to a table.
	 * @param table the table
	 * @param model the partitioned table it is taken from
	 * @param present what the table has now
	 * @return SQL; empty where nothing is left to do
	 */
	List<String> statements(RelationName table, RelationName model, Collection<Trait> present);

	/** The trait of a kind that a table has. */
	static <T extends Trait> Optional<T> of(Class<T> kind, Collection<Trait> present) {
		return present.stream().filter(kind::isInstance).map(kind::cast).findFirst();
	}

}

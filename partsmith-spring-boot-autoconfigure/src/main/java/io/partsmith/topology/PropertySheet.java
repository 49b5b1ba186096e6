package io.partsmith.topology;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a partitioned table and everything beneath it have besides columns and indexes.
 * Read only where the configuration or the table itself gives a reason; empty elsewhere.
 *
 * @param own what the partitioned table has
 * @param newborn what a table that our role makes beside it has by itself: the database's
 * tablespace, our role as its owner, and the default privileges
 * @param partitions what each relation beneath it has, by OID
 * @param toastless the OIDs of the relations beneath it that have no TOAST table, since
 * no column of theirs needs one; they keep no parameter for it
 * @param shape the partitioned table as a foreign table would have to repeat it
 * @param place whether the configured tablespace or server can be used
 */
public record PropertySheet(List<Trait> own, List<Trait> newborn, Map<Long, List<Trait>> partitions,
		Set<Long> toastless, Shape shape, Place place) {

	/** Nothing was read, because nothing is handed down. */
	public static final PropertySheet EMPTY = new PropertySheet(List.of(), List.of(), Map.of(), Set.of(),
			new Shape(List.of(), false, List.of()), Place.USABLE);

	/**
	 * Copies the collections.
	 * @param own what the partitioned table has
	 * @param newborn what a new table has by itself
	 * @param partitions what each relation beneath has, by OID
	 * @param toastless the OIDs of those without a TOAST table
	 * @param shape what a foreign table would have to repeat
	 * @param place whether the configured place can be used
	 */
	public PropertySheet {
		own = List.copyOf(own);
		newborn = List.copyOf(newborn);
		partitions = Map.copyOf(partitions);
		toastless = Set.copyOf(toastless);
	}

	/**
	 * What one relation has.
	 * @param relation a relation beneath the table
	 * @return its traits; empty where they were not read
	 */
	public List<Trait> of(Relation relation) {
		return this.partitions.getOrDefault(relation.oid(), List.of());
	}

	/**
	 * Whether a relation can keep a trait.
	 * @param relation a relation beneath the table
	 * @param trait the trait
	 * @return {@code false} for a parameter of a TOAST table that is not there
	 */
	public boolean keeps(Relation relation, Trait trait) {
		return !(trait instanceof StorageParameter parameter && parameter.isOfToast()
				&& this.toastless.contains(relation.oid()));
	}

	/**
	 * A partitioned table as a foreign table would have to repeat it.
	 *
	 * @param columns its columns, dropped and generated ones left out
	 * @param derived whether it has generated columns or CHECK constraints, which ATTACH
	 * asks for too
	 * @param obstacles the constraints and unique indexes that no foreign partition can
	 * have
	 */
	public record Shape(List<ColumnShape> columns, boolean derived, List<String> obstacles) {

		/**
		 * Copies the lists.
		 * @param columns its columns
		 * @param derived whether it has generated columns or CHECK constraints
		 * @param obstacles what no foreign partition can have
		 */
		public Shape {
			columns = List.copyOf(columns);
			obstacles = List.copyOf(obstacles);
		}

	}

}

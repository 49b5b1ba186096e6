package io.partsmith.topology;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** One configured table as the database has it. */
public sealed interface TableTopology {

	/**
	 * The configured name.
	 * @return the qualified name
	 */
	RelationName table();

	/**
	 * There is no such relation.
	 *
	 * @param table the configured name
	 * @param namesakes partitioned tables of the same bare name in other schemas
	 */
	record Missing(RelationName table, List<RelationName> namesakes) implements TableTopology {
	}

	/**
	 * The relation is there, but not partitioned.
	 *
	 * @param table the configured name
	 * @param kind what it is, for people: {@code table}, {@code view}
	 * @param uniqueKeys the primary key and the unique constraints, each as PostgreSQL
	 * prints it; every one must hold the partition column before the table can be
	 * partitioned
	 */
	record NotPartitioned(RelationName table, String kind, List<UniqueKey> uniqueKeys) implements TableTopology {
	}

	/**
	 * A primary key or a unique constraint.
	 *
	 * @param definition as PostgreSQL prints it
	 * @param columns its columns
	 */
	record UniqueKey(String definition, List<String> columns) {
	}

	/**
	 * A partitioned table with everything beneath and beside it.
	 *
	 * @param table its name
	 * @param oid its OID
	 * @param access what our role may do with it
	 * @param shape its columns and constraints
	 * @param branch its key and direct partitions
	 * @param orphans the detached tables that carry our marker with its name, or with
	 * that of a relation beneath it
	 * @param strays unrelated relations in its schema that are named like its partitions
	 * @param newestKey the newest key, for a table over whole numbers
	 * @param newestBeneath the newest keys of relations beneath that are divided over
	 * whole numbers, by their OID
	 * @param defaultRows the rows in the DEFAULT partition, or {@code null} where there
	 * is no such partition or it could not be counted
	 * @param properties what it and its partitions have besides columns and indexes
	 * @param above the tables that it is a part of, from the root down
	 * @param analyzedRows the rows that it had with all beneath it when it was analyzed
	 * last, or {@code null} where that was never done: PostgreSQL does it to partitions,
	 * but never by itself to what they are partitions of
	 * @param distributions how a cluster keeps it and what belongs to it
	 */
	record Partitioned(RelationName table, long oid, Access access, TableShape shape, Branch branch,
			List<Orphan> orphans, List<Stray> strays, NewestKey newestKey, Map<Long, NewestKey> newestBeneath,
			@Nullable RowCount defaultRows, PropertySheet properties, List<RelationName> above,
			@Nullable Long analyzedRows, Distributions distributions) implements TableTopology {

		/**
		 * Copies the collections.
		 * @param table its name
		 * @param oid its OID
		 * @param access what our role may do with it
		 * @param shape its columns and constraints
		 * @param branch its key and direct partitions
		 * @param orphans its orphans
		 * @param strays relations that hold names
		 * @param newestKey the newest key
		 * @param newestBeneath the newest keys beneath
		 * @param defaultRows the rows in DEFAULT
		 * @param properties its properties
		 * @param above the tables that it is a part of
		 * @param analyzedRows the rows at its last ANALYZE
		 * @param distributions how a cluster keeps it
		 */
		public Partitioned {
			orphans = Orphans.of(orphans);
			strays = List.copyOf(strays);
			newestBeneath = Map.copyOf(newestBeneath);
			above = List.copyOf(above);
		}

		/**
		 * A table that is a part of no other, and of no cluster.
		 * @param table its name
		 * @param oid its OID
		 * @param access what our role may do with it
		 * @param shape its columns and constraints
		 * @param branch its key and direct partitions
		 * @param orphans its orphans
		 * @param strays relations that hold names
		 * @param newestKey the newest key
		 * @param newestBeneath the newest keys beneath
		 * @param defaultRows the rows in DEFAULT
		 * @param properties its properties
		 */
		public Partitioned(RelationName table, long oid, Access access, TableShape shape, Branch branch,
				List<Orphan> orphans, List<Stray> strays, NewestKey newestKey, Map<Long, NewestKey> newestBeneath,
				@Nullable RowCount defaultRows, PropertySheet properties) {
			this(table, oid, access, shape, branch, orphans, strays, newestKey, newestBeneath, defaultRows, properties,
					List.of(), null, Distributions.NONE);
		}

		/**
		 * Whether our role has the rights of its owner.
		 * @return as its access says
		 */
		public boolean owned() {
			return this.access.owned();
		}

		/**
		 * How it is divided.
		 * @return the key
		 */
		public PartitionKey key() {
			return this.branch.key();
		}

		/**
		 * Its direct partitions.
		 * @return the partitions, the DEFAULT and pending ones included
		 */
		public List<Partition> partitions() {
			return this.branch.partitions();
		}

		/**
		 * The rows that are seen through the table, as far as PostgreSQL's statistics
		 * know of them.
		 * @return the sum of the estimates; 0 where there are none
		 */
		public long estimatedRows() {
			return partitions().stream()
				.filter((partition) -> !partition.detachPending())
				.map((partition) -> partition.relation().rows())
				.filter(Objects::nonNull)
				.mapToLong(Long::longValue)
				.sum();
		}

		/**
		 * The DEFAULT partition.
		 * @return the partition, if there is one
		 */
		public Optional<Partition> defaultPartition() {
			return partitions().stream().filter(Partition::isDefault).findFirst();
		}

		/**
		 * The tables that were detached from this relation itself.
		 * @return the orphans whose marker names it
		 */
		public List<Orphan> ownOrphans() {
			return orphansOf(this.table);
		}

		/**
		 * The tables that were detached from a relation of the tree.
		 * @param parent the relation
		 * @return the orphans whose marker names it
		 */
		public List<Orphan> orphansOf(RelationName parent) {
			return Orphans.of(this.orphans).of(parent);
		}

		/**
		 * A relation beneath as a partitioned table of its own.
		 * @param relation the relation, attached or about to be
		 * @param division its key and direct partitions
		 * @return the table; its DEFAULT partition is not counted
		 */
		public Partitioned beneath(Relation relation, Branch division) {
			return new Partitioned(relation.name(), relation.oid(), this.access.beneath(relation.owned()), this.shape,
					division, this.orphans, this.strays,
					this.newestBeneath.getOrDefault(relation.oid(), new NewestKey.None()), this.newestBeneath, null,
					this.properties, Stream.concat(this.above.stream(), Stream.of(this.table)).toList(), null,
					this.distributions);
		}

		/**
		 * The same table with its measured facts.
		 * @param newest the newest key
		 * @param beneath the newest keys beneath
		 * @param rows the rows in DEFAULT, or {@code null}
		 * @return a copy
		 */
		public Partitioned measured(NewestKey newest, Map<Long, NewestKey> beneath, @Nullable RowCount rows) {
			return new Partitioned(this.table, this.oid, this.access, this.shape, this.branch, this.orphans,
					this.strays, newest, beneath, rows, this.properties, this.above, this.analyzedRows,
					this.distributions);
		}

		/**
		 * The same table with its properties.
		 * @param read the properties
		 * @return a copy
		 */
		public Partitioned with(PropertySheet read) {
			return new Partitioned(this.table, this.oid, this.access, this.shape, this.branch, this.orphans,
					this.strays, this.newestKey, this.newestBeneath, this.defaultRows, read, this.above,
					this.analyzedRows, this.distributions);
		}

		/**
		 * The same table with what a cluster knows of it. Statistics of what lies in
		 * shards are forgotten: the coordinator has none.
		 * @param known how its relations are kept
		 * @return a copy
		 */
		public Partitioned with(Distributions known) {
			List<Partition> partitions = partitions().stream()
				.map((partition) -> known.of(partition.relation().oid()).isEmpty() ? partition
						: new Partition(partition.relation().uncounted(), partition.bounds(), partition.detachPending(),
								partition.marker(), partition.branch(), partition.outgrown()))
				.toList();
			return new Partitioned(this.table, this.oid, this.access, this.shape, new Branch(key(), partitions),
					this.orphans, this.strays, this.newestKey, this.newestBeneath, this.defaultRows, this.properties,
					this.above, this.analyzedRows, known);
		}

		/**
		 * How a cluster keeps the table itself.
		 * @return empty where it is on one server alone
		 */
		public Optional<Distribution> distribution() {
			return this.distributions.of(this.oid);
		}

	}

	/**
	 * A number of rows.
	 *
	 * @param rows the number
	 * @param exact whether it was counted, or is an estimate of PostgreSQL's statistics
	 */
	record RowCount(long rows, boolean exact) {
	}

}

package io.partsmith.topology;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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
	 * @param owned whether our role has the rights of its owner
	 * @param mayCreate whether our role may create tables in its schema
	 * @param key the partition key
	 * @param partitions its direct partitions, the DEFAULT and pending ones included
	 * @param orphans the detached tables that carry our marker with its name
	 * @param strays names of unrelated relations in its schema that begin like the names
	 * of its partitions
	 * @param newestKey the newest key, for an integer table
	 * @param defaultRows the rows in the DEFAULT partition, or {@code null} where there
	 * is no such partition or it could not be counted
	 * @param properties what it and its partitions have besides columns and indexes
	 */
	record Partitioned(RelationName table, long oid, boolean owned, boolean mayCreate, PartitionKey key,
			List<Partition> partitions, List<Orphan> orphans, Set<RelationName> strays, NewestKey newestKey,
			@Nullable RowCount defaultRows, PropertySheet properties) implements TableTopology {

		/**
		 * Copies the collections.
		 * @param table its name
		 * @param oid its OID
		 * @param owned whether our role owns it
		 * @param mayCreate whether our role may create tables in its schema
		 * @param key the partition key
		 * @param partitions its direct partitions
		 * @param orphans its orphans
		 * @param strays names that are taken
		 * @param newestKey the newest key
		 * @param defaultRows the rows in DEFAULT
		 * @param properties its properties
		 */
		public Partitioned {
			partitions = List.copyOf(partitions);
			orphans = List.copyOf(orphans);
			strays = Set.copyOf(strays);
		}

		/**
		 * A table that has nothing to hand down.
		 * @param table its name
		 * @param oid its OID
		 * @param owned whether our role owns it
		 * @param mayCreate whether our role may create tables in its schema
		 * @param key the partition key
		 * @param partitions its direct partitions
		 * @param orphans its orphans
		 * @param strays names that are taken
		 * @param newestKey the newest key
		 * @param defaultRows the rows in DEFAULT
		 */
		public Partitioned(RelationName table, long oid, boolean owned, boolean mayCreate, PartitionKey key,
				List<Partition> partitions, List<Orphan> orphans, Set<RelationName> strays, NewestKey newestKey,
				@Nullable RowCount defaultRows) {
			this(table, oid, owned, mayCreate, key, partitions, orphans, strays, newestKey, defaultRows,
					PropertySheet.EMPTY);
		}

		/**
		 * The DEFAULT partition.
		 * @return the partition, if there is one
		 */
		public Optional<Partition> defaultPartition() {
			return this.partitions.stream().filter(Partition::isDefault).findFirst();
		}

		/**
		 * The same table with its measured facts.
		 * @param newest the newest key
		 * @param rows the rows in DEFAULT, or {@code null}
		 * @return a copy
		 */
		public Partitioned measured(NewestKey newest, @Nullable RowCount rows) {
			return new Partitioned(this.table, this.oid, this.owned, this.mayCreate, this.key, this.partitions,
					this.orphans, this.strays, newest, rows, this.properties);
		}

		/**
		 * The same table with its properties.
		 * @param read the properties
		 * @return a copy
		 */
		public Partitioned with(PropertySheet read) {
			return new Partitioned(this.table, this.oid, this.owned, this.mayCreate, this.key, this.partitions,
					this.orphans, this.strays, this.newestKey, this.defaultRows, read);
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

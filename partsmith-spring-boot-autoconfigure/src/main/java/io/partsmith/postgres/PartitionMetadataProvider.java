package io.partsmith.postgres;

import java.util.Collection;
import java.util.Map;

import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.TableTopology;

/** Reads what exists. */
public interface PartitionMetadataProvider {

	/**
	 * Everything the planner needs of some tables, in a number of queries that does not
	 * grow with the tables or their partitions.
	 * @param tables the tables
	 * @return the snapshot
	 * @throws org.springframework.dao.DataAccessException if the catalog could not be
	 * read
	 */
	CatalogSnapshot read(Collection<TablePartitionConfig> tables);

	/**
	 * The sizes of a table's direct partitions and orphans, their subtrees included.
	 * @param table the table
	 * @return bytes on disk with indexes and TOAST, by OID; without the ones whose size
	 * could not be had because somebody locks them exclusively
	 */
	Map<Long, Long> sizes(TableTopology.Partitioned table);

}

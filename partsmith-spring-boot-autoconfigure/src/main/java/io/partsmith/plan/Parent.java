package io.partsmith.plan;

import java.util.List;

import io.partsmith.topology.ForeignKeys;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * The partitioned table an operation works on, pinned by its OID.
 *
 * @param name its name
 * @param oid its OID when the plan was made
 * @param defaultPartition its DEFAULT partition, which ATTACH scans and plain DETACH
 * locks, or {@code null}
 * @param foreignKeys the tables that foreign keys tie to it, which ATTACH and DETACH lock
 * @param above the tables that it is a part of itself, from the root down, as every
 * reader locks them
 */
public record Parent(RelationName name, long oid, @Nullable RelationName defaultPartition, ForeignKeys foreignKeys,
		List<RelationName> above) {

	/**
	 * Copies the list.
	 * @param name its name
	 * @param oid its OID when the plan was made
	 * @param defaultPartition its DEFAULT partition, or {@code null}
	 * @param foreignKeys the tables that foreign keys tie to it
	 * @param above the tables that it is a part of itself
	 */
	public Parent {
		above = List.copyOf(above);
	}

	static Parent of(TableTopology.Partitioned table) {
		return new Parent(table.table(), table.oid(), table.defaultPartition().map(Partition::name).orElse(null),
				table.shape().foreignKeys(), table.above());
	}

}

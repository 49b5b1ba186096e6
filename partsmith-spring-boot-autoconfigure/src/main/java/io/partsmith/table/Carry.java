package io.partsmith.table;

import io.partsmith.topology.ReplicaIdentity;
import io.partsmith.topology.RowSecurity;
import io.partsmith.topology.StatisticsTarget;
import io.partsmith.topology.TableComment;
import io.partsmith.topology.Trait;

/**
 * Which properties of the partitioned table a new partition takes over, where PostgreSQL
 * itself hands none down.
 *
 * @param replicaIdentity what logical replication is told of a changed row
 * @param statistics the statistics targets of its columns
 * @param rowSecurity row security with its policies
 * @param comment the table's comment
 * @param publications the publications that name other partitions one by one, and not the
 * table
 */
public record Carry(boolean replicaIdentity, boolean statistics, boolean rowSecurity, boolean comment,
		boolean publications) {

	/** Nothing. */
	static final Carry NONE = new Carry(false, false, false, false, false);

	/** What harms nobody. */
	public static final Carry DEFAULT = new Carry(true, true, false, false, false);

	boolean takes(Trait trait) {
		return this.replicaIdentity && trait instanceof ReplicaIdentity
				|| this.statistics && trait instanceof StatisticsTarget
				|| this.rowSecurity && trait instanceof RowSecurity || this.comment && trait instanceof TableComment;
	}

}

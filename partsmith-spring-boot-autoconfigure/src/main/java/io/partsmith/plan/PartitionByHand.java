package io.partsmith.plan;

import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;

/** The statements by which somebody makes a partition by hand, beside its table. */
final class PartitionByHand {

	private PartitionByHand() {
	}

	static String sql(RelationName parent, String suffix, PartitionBounds bounds) {
		RelationName partition = parent.sibling(parent.name() + suffix);
		return "CREATE TABLE " + partition + " (LIKE " + parent + " INCLUDING ALL EXCLUDING IDENTITY); ALTER TABLE "
				+ parent + " ATTACH PARTITION " + partition + " " + bounds.toSql();
	}

}

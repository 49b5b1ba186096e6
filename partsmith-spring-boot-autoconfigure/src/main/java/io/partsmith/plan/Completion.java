package io.partsmith.plan;

import java.util.stream.Collectors;

import io.partsmith.table.LeafPattern;
import io.partsmith.topology.RelationName;

/**
 * A relation that is missing in the subtree of an orphan, and made before the orphan is
 * attached.
 *
 * @param parent the relation it is attached to, within the orphan or the orphan itself
 * @param partition what is made
 * @param leaves what the new relations look like
 */
public record Completion(RelationName parent, NewPartition partition, LeafPattern leaves) {

	/** Changes with its meaning. */
	String identity() {
		return this.partition.all()
			.map((made) -> " with " + made.name() + " " + made.bounds().toSql())
			.collect(Collectors.joining("", " in " + this.parent, " as " + this.leaves));
	}

}

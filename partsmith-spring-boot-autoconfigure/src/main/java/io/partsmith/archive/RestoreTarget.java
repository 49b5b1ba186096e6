package io.partsmith.archive;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;

/** What there is in the place of a partition that is to be restored. */
sealed interface RestoreTarget {

	/** The partition. */
	RelationName partition();

	/**
	 * Its table is still there, detached.
	 *
	 * @param partition the orphan
	 */
	record Detached(RelationName partition) implements RestoreTarget {
	}

	/**
	 * Nothing.
	 *
	 * @param creation what would make it
	 */
	record Missing(Operation.Create creation) implements RestoreTarget {

		@Override
		public RelationName partition() {
			return this.creation.partition();
		}

	}

	/**
	 * A partition that was made since, which may be filled as long as it is empty.
	 *
	 * @param relation the partition
	 */
	record Attached(Relation relation) implements RestoreTarget {

		@Override
		public RelationName partition() {
			return this.relation.name();
		}

	}

}

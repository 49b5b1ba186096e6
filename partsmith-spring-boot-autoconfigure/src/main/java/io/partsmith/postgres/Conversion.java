package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.partsmith.lifecycle.Obstacle;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationKind;

/**
 * A partition that is rewritten, in one transaction. No lock is taken on its table, so
 * that partitions are made and attached meanwhile: nobody can detach this one while it is
 * locked itself, and nothing is locked behind it.
 *
 * @param operation the planned operation
 */
record Conversion(Operation.Convert operation) {

	/**
	 * Rewrites it.
	 * @param unguarded whether nobody would break it off for those who wait behind it:
	 * then it is not begun, for its lock lasts as long as it does
	 * @return {@code true}
	 */
	boolean on(Connection connection, boolean unguarded) throws SQLException {
		if (unguarded) {
			throw left("nobody could break the rewrite off for those who would wait behind it",
					"Give the pool room for one more connection, and let the server track activities"
							+ " (track_activities = on); or, at an hour when nobody reads it, "
							+ SqlScript.convert(this.operation));
		}
		Session.execute(connection, SqlScript.lockPartition(this.operation.table()));
		Standing.requireAttached(connection, this.operation, this.operation.table());
		if (this.operation.into() == RelationKind.COLUMNAR) {
			refuse(ColumnarFit.of(connection, this.operation.table().oid()));
		}
		Session.execute(connection, SqlScript.convert(this.operation));
		return true;
	}

	private void refuse(List<Obstacle> obstacles) {
		obstacles.stream().findFirst().ifPresent((obstacle) -> {
			throw left(obstacle.what(), obstacle.next());
		});
	}

	private PartitionOperationException left(String why, String next) {
		return new PartitionOperationException(FindingCode.CONVERSION_LEFT,
				this.operation.partition() + " of " + this.operation.parent().name() + " stays as it is: " + why, next,
				null, null);
	}

}

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

	void on(Connection connection) throws SQLException {
		Session.execute(connection, SqlScript.lockPartition(this.operation.table()));
		Standing.requireAttached(connection, this.operation, this.operation.table());
		if (this.operation.into() == RelationKind.COLUMNAR) {
			refuse(ColumnarFit.of(connection, this.operation.table().oid()));
		}
		Session.execute(connection, SqlScript.convert(this.operation));
	}

	private void refuse(List<Obstacle> obstacles) {
		obstacles.stream().findFirst().ifPresent((obstacle) -> {
			throw new PartitionOperationException(FindingCode.CONVERSION_LEFT, this.operation.partition() + " of "
					+ this.operation.parent().name() + " stays as it is: " + obstacle.what(), obstacle.next(), null,
					null);
		});
	}

}

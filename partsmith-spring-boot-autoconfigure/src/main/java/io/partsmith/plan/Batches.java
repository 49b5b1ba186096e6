package io.partsmith.plan;

import java.time.Instant;

import io.partsmith.lifecycle.Drop;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Marker;
import io.partsmith.topology.RelationKind;

/**
 * How much a caller lets be moved.
 *
 * @param rows the rows of a batch, at least 1
 * @param count the batches, at least 1
 */
public record Batches(int rows, int count) {

	/**
	 * Refuses to move nothing.
	 * @param rows the rows of a batch
	 * @param count the batches
	 * @throws IllegalArgumentException if one of them is below 1
	 */
	public Batches {
		if (rows < 1 || count < 1) {
			throw new IllegalArgumentException(
					"Rows are moved in batches of 1 row or more, and in 1 batch or more, not " + count + " of " + rows);
		}
	}

	/**
	 * What is left of them.
	 * @param used the batches that were used up
	 * @return a copy
	 */
	public Batches without(int used) {
		return new Batches(this.rows, this.count - used);
	}

	/**
	 * A window that is more than a batch is filled first, until a last batch is left.
	 * Under drop-never nothing detached ever comes back, so that it must go in one, as
	 * must what lies in several tables.
	 */
	Operation cut(Operation operation, TablePartitionConfig config, Instant now) {
		if (operation instanceof Operation.Move move && move.rows() > this.rows
				&& move.source().kind() == RelationKind.TABLE
				&& config.lifecycleAt(0).drop() instanceof Drop.DropAfter) {
			long needed = (move.rows() - 1) / this.rows;
			Marker marker = new Marker(move.parent().name(), now, move.bounds());
			return new Operation.Fill(move, marker, this.rows, (int) Math.min(needed, this.count));
		}
		return operation;
	}

}

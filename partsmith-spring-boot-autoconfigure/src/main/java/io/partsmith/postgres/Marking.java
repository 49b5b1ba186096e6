package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;

/**
 * The marker in a table's comment: written above what the comment says, and taken off
 * again without losing that.
 *
 * @param prefix what the marker's lines begin with
 */
record Marking(String prefix) {

	void write(Connection connection, Relation table, Marker marker, Standing now) throws SQLException {
		Session.execute(connection, SqlScript.comment(table, marker.writeAbove(this.prefix, now.comment())));
	}

	/** The same for a commit that need not wait for the disk. */
	void writeLazily(Connection connection, Relation table, Marker marker, Standing now) throws SQLException {
		Session.execute(connection, SqlScript.comment(table, marker.writeAbove(this.prefix, now.comment()))
				+ Session.THEN + SqlScript.LAZILY);
	}

	void takeOff(Connection connection, Relation table, Standing now) throws SQLException {
		Session.execute(connection, SqlScript.comment(table, Marker.strip(this.prefix, now.comment())));
	}

	/** Refuses a table that somebody has taken out of our hands. */
	void requireOurs(Operation operation, Standing now) {
		if (read(now).filter((marker) -> marker.parent().equals(operation.parent().name())).isEmpty()) {
			throw Standing.stale(operation, operation.partition() + " does not carry our marker any more");
		}
	}

	/** Refuses a table whose marker is another one than when the plan was made. */
	void requirePlanned(Operation operation, Marker planned, Standing now) {
		if (!isCarried(planned, now)) {
			throw Standing.stale(operation, operation.partition() + " does not carry the planned marker any more");
		}
	}

	/** Whether a table carries this very marker. */
	boolean isCarried(Marker marker, Standing now) {
		return read(now).equals(Optional.of(marker));
	}

	private Optional<Marker> read(Standing now) {
		return Marker.read(this.prefix, now.comment());
	}

}

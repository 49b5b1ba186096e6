package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.Operation;

/**
 * Has the last word on a drop: asked in its transaction, when the table and all beneath
 * it are locked against everybody and nothing but the {@code DROP} is left to do. What a
 * hook made sure of before is worth nothing if it is not so any more by then.
 */
@FunctionalInterface
public interface DropCheck {

	/** Lets every table go. */
	DropCheck NONE = (operation, connection) -> {
	};

	/**
	 * One that asks several, in their order.
	 * @param checks any of which may keep the table
	 * @return all of them as one
	 */
	static DropCheck all(List<DropCheck> checks) {
		List<DropCheck> each = List.copyOf(checks);
		return (operation, connection) -> {
			for (DropCheck check : each) {
				check.check(operation, connection);
			}
		};
	}

	/**
	 * Looks once more. Should be quick: nobody can read the table meanwhile.
	 * @param operation the planned drop
	 * @param connection the connection of the drop's transaction
	 * @throws PartitionOperationException to keep the table
	 * @throws SQLException if the database could not be asked, which keeps the table too
	 */
	void check(Operation.Drop operation, Connection connection) throws SQLException;

}

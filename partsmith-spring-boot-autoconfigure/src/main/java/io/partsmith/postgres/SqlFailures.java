package io.partsmith.postgres;

import java.sql.SQLException;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;

/** Turns what PostgreSQL says into what a user can act on. */
final class SqlFailures {

	static final String LOCK_NOT_AVAILABLE = "55P03";

	static final String DEADLOCK = "40P01";

	private static final String STATEMENT_CANCELED = "57014";

	private SqlFailures() {
	}

	/** Whether another attempt may succeed by itself. */
	static boolean isContention(SQLException ex) {
		return LOCK_NOT_AVAILABLE.equals(ex.getSQLState()) || DEADLOCK.equals(ex.getSQLState());
	}

	static PartitionOperationException explain(Operation operation, SQLException ex, int attempts) {
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "08000";
		boolean attaching = operation.kind() == OperationKind.CREATE || operation.kind() == OperationKind.ATTACH;
		return switch (state) {
			case LOCK_NOT_AVAILABLE, DEADLOCK -> failure(operation, FindingCode.LOCK_NOT_AVAILABLE, ex,
					" got no lock in " + attempts + " attempt(s)",
					"See who holds it: SELECT pid, application_name,"
							+ " xact_start, query FROM pg_stat_activity WHERE pid IN (SELECT pid FROM pg_locks WHERE"
							+ " relation = " + quoted(operation.parent().name())
							+ "::regclass); the next run tries again");
			case STATEMENT_CANCELED -> failure(operation, FindingCode.STATEMENT_FAILED, ex, " took too long",
					"Raise partsmith.execution.statement-timeout, or see what it waits for; the next run tries again");
			case "23503", "2BP01" -> failure(operation, FindingCode.STILL_REFERENCED, ex, " is still referenced",
					"Delete the referencing rows or drop the constraint: SELECT conrelid::regclass, conname FROM"
							+ " pg_constraint WHERE contype = 'f' AND confrelid IN ("
							+ quoted(operation.parent().name()) + "::regclass, " + quoted(operation.partition())
							+ "::regclass)");
			case "42P17" -> failure(operation, attaching ? FindingCode.RANGE_OVERLAP : FindingCode.STATEMENT_FAILED, ex,
					" overlaps another partition", "See the partitions: \\d+ " + operation.parent().name());
			case "42P07" -> failure(operation, FindingCode.NAME_UNUSABLE, ex, " finds its name taken",
					"Look at " + operation.partition() + ": if it is attached meanwhile, nothing; else rename it");
			case "23514" -> failure(operation,
					(operation.parent().defaultPartition() != null)
							? FindingCode.DEFAULT_HOLDS_ROWS : FindingCode.STATEMENT_FAILED,
					ex, " meets rows that stand in its way",
					(operation.parent().defaultPartition() != null)
							? "Move the rows of its range out of " + operation.parent().defaultPartition()
							: "Move the rows that lie outside its range out of " + operation.partition());
			case "42501" -> failure(operation, FindingCode.NOT_OWNER, ex, " is not allowed", permission(operation));
			case "55000" -> failure(operation, FindingCode.STATEMENT_FAILED, ex, " is refused as things stand",
					(operation.parent().defaultPartition() != null)
							? "A concurrent detach is impossible beside the default partition "
									+ operation.parent().defaultPartition() + "; write detach: auto or detach: blocking"
							: "See the message of PostgreSQL");
			default -> failure(operation, FindingCode.STATEMENT_FAILED, ex, " failed", "See the message of PostgreSQL");
		};
	}

	static PartitionOperationException explainAdoption(RelationName parent, RelationName table, SQLException ex,
			int attempts) {
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "08000";
		FindingCode code = isContention(ex) ? FindingCode.LOCK_NOT_AVAILABLE
				: state.equals("42501") ? FindingCode.NOT_OWNER : FindingCode.STATEMENT_FAILED;
		String next = (code == FindingCode.NOT_OWNER)
				? "ALTER TABLE " + table + " OWNER TO <the role of this application>"
				: "See the message of PostgreSQL, and try again";
		return new PartitionOperationException(code, "Adoption of " + table + " for " + parent + " failed in "
				+ attempts + " attempt(s) [" + state + "]: " + ex.getMessage(), next, state, ex);
	}

	private static PartitionOperationException failure(Operation operation, FindingCode code, SQLException ex,
			String what, String next) {
		return new PartitionOperationException(code, operation.kind() + " of " + operation.partition() + " on "
				+ operation.parent().name() + what + " [" + ex.getSQLState() + "]: " + ex.getMessage(), next,
				ex.getSQLState(), ex);
	}

	private static String permission(Operation operation) {
		if (operation instanceof Operation.Create create
				&& create.leaves().wanted(RelationKind.TABLE).stream().anyMatch(Privileges.class::isInstance)) {
			RelationName parent = operation.parent().name();
			return "To hand down owner and grants of " + parent + ", its owner needs CREATE in the schema: GRANT CREATE"
					+ " ON SCHEMA " + RelationName.quoteIdentifier(parent.schema()) + " TO <the owner>; or write"
					+ " leaves.inherit-privileges: false";
		}
		return "Make the application's role the owner of " + operation.parent().name() + " and of "
				+ operation.partition();
	}

	private static String quoted(Object name) {
		return "'" + name.toString().replace("'", "''") + "'";
	}

}

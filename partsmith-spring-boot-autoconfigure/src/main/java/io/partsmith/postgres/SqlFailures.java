package io.partsmith.postgres;

import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Turns what PostgreSQL says into what a user can act on. */
final class SqlFailures {

	static final String LOCK_NOT_AVAILABLE = "55P03";

	static final String DEADLOCK = "40P01";

	private static final String STATEMENT_CANCELED = "57014";

	private static final String GONE = "42P01";

	private static final String SCHEMA_GONE = "3F000";

	private static final String RAISED = "P0001";

	private static final String WRONG_TYPE = "42809";

	/** What PostgreSQL says in no language but its own. */
	private static final List<String> CATALOG_RACES = List.of("tuple concurrently updated",
			"tuple concurrently deleted", "cache lookup failed", "could not open relation with OID");

	private SqlFailures() {
	}

	/** Whether another attempt may succeed by itself, once somebody is done. */
	static boolean isContention(SQLException ex) {
		return isLockTimeout(ex) || DEADLOCK.equals(ex.getSQLState())
				|| ex instanceof DetachUnderWay pending && pending.isCarriedOut();
	}

	/**
	 * Whether a statement of somebody else may have come between two of ours: then
	 * another attempt succeeds, or sees what has changed and says so.
	 */
	static boolean isOvertaken(SQLException ex) {
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "";
		return switch (state) {
			case GONE, SCHEMA_GONE, WRONG_TYPE, "40001" -> true;
			case "XX000" -> ex.getMessage() != null && CATALOG_RACES.stream().anyMatch(ex.getMessage()::contains);
			default -> DetachUnderWay.mayHaveRefused(ex);
		};
	}

	static boolean isLockTimeout(SQLException ex) {
		return LOCK_NOT_AVAILABLE.equals(ex.getSQLState());
	}

	/** Whether a statement was cancelled, by whomever. */
	static boolean isCancel(SQLException ex) {
		return STATEMENT_CANCELED.equals(ex.getSQLState());
	}

	static PartitionOperationException explain(Operation operation, SQLException ex, Contention contention) {
		if (ex instanceof DetachUnderWay pending) {
			return new PartitionOperationException(FindingCode.DETACH_PENDING,
					operation.kind() + " of " + operation.partition() + " on " + operation.parent().name()
							+ pending.told() + contention.told(),
					pending.next(operation.parent().name().toString()) + "; the next run tries again", ex.getSQLState(),
					ex);
		}
		if (contention.lost()) {
			return noLock(operation, ex, contention);
		}
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "08000";
		if (operation instanceof Operation.Convert convert && isUnfitFor(state)) {
			return unconverted(convert, ex);
		}
		boolean attaching = operation.kind() == OperationKind.CREATE || operation.kind() == OperationKind.ATTACH;
		if (operation instanceof Operation.Empty || operation instanceof Operation.DropEmptied) {
			String refused = unfit(operation, state);
			if (refused != null) {
				return failure(operation, FindingCode.ROWS_LEFT, ex, " leaves its rows where they are", refused);
			}
		}
		return switch (state) {
			case STATEMENT_CANCELED -> cancelled(operation, ex);
			case "23503", "2BP01" -> failure(operation, FindingCode.STILL_REFERENCED, ex, " is still referenced",
					"Delete the referencing rows or drop the constraint: SELECT conrelid::regclass, conname FROM"
							+ " pg_constraint WHERE contype = 'f' AND confrelid IN ("
							+ quoted(operation.parent().name()) + "::regclass, " + quoted(operation.partition())
							+ "::regclass)");
			case "42P17" -> failure(operation, attaching ? FindingCode.RANGE_OVERLAP : FindingCode.STATEMENT_FAILED, ex,
					" overlaps another partition", "See the partitions: \\d+ " + operation.parent().name());
			case "42P07" -> failure(operation, FindingCode.NAME_UNUSABLE, ex, " finds its name taken",
					"Look at " + operation.partition() + ": if it is attached meanwhile, nothing; else rename it");
			case "23514" -> (operation instanceof Operation.Move move) ? homeless(move, ex)
					: failure(operation,
							(operation.parent().defaultPartition() != null)
									? FindingCode.DEFAULT_HOLDS_ROWS : FindingCode.STATEMENT_FAILED,
							ex, " meets rows that stand in its way",
							(operation.parent().defaultPartition() != null)
									? "Move the rows of its range out of " + operation.parent().defaultPartition()
									: "Move the rows that lie outside its range out of " + operation.partition());
			case GONE,
					SCHEMA_GONE ->
				failure(operation, FindingCode.PLAN_STALE, ex,
						" was planned for another catalog: what it names is gone",
						"Nothing was changed; the next run plans anew");
			case "42804" -> (operation.kind() == OperationKind.DETACH || operation.kind() == OperationKind.FINALIZE)
					? outgrown(operation, ex)
					: failure(operation, FindingCode.STATEMENT_FAILED, ex, " failed", "See the message of PostgreSQL");
			case "42501" -> failure(operation, FindingCode.NOT_OWNER, ex, " is not allowed", permission(operation));
			case "55000" -> failure(operation, FindingCode.STATEMENT_FAILED, ex, " is refused as things stand",
					(operation.parent().defaultPartition() != null)
							? "A concurrent detach is impossible beside the default partition "
									+ operation.parent().defaultPartition() + "; write detach: auto or detach: blocking"
							: "See the message of PostgreSQL");
			case RAISED -> failure(operation, FindingCode.STATEMENT_FAILED, ex,
					" is refused by a function of the database",
					"See the message, and who raises it: SELECT evtname, evtevent, evtfoid::regproc FROM pg_event_trigger"
							+ " WHERE evtenabled <> 'D'; the next run tries again");
			default -> failure(operation, FindingCode.STATEMENT_FAILED, ex, " failed", "See the message of PostgreSQL");
		};
	}

	/** What concerns this table alone, and does not keep others from being converted. */
	private static boolean isUnfitFor(String state) {
		return state.equals(STATEMENT_CANCELED) || state.startsWith("0A") || state.equals("XX000")
				|| state.startsWith("42") && !state.equals(GONE) && !state.equals("42501") || state.equals("2BP01");
	}

	private static PartitionOperationException unconverted(Operation.Convert operation, SQLException ex) {
		boolean slow = isCancel(ex);
		return failure(operation, FindingCode.CONVERSION_LEFT, ex,
				slow ? " took longer than partsmith.execution.statement-timeout, or was cancelled by somebody else"
						: " is refused",
				slow ? "Raise partsmith.execution.statement-timeout; or, at an hour when nobody reads it, "
						+ SqlScript.convert(operation)
						: "See the message; SET ACCESS METHOD needs PostgreSQL 15, and columnar the extension"
								+ " citus_columnar");
	}

	/** What to do where the table that takes the rows refuses one. */
	private static @Nullable String unfit(Operation operation, String state) {
		RelationName into = (operation instanceof Operation.Empty empty) ? empty.into().name()
				: ((Operation.DropEmptied) operation).into().name();
		return switch (state) {
			case "23502", "23505", "23514", "23P01" -> "Mend the row that the message shows, there or in "
					+ operation.partition() + ", or drop the constraint of " + into + ", and call again";
			case "42501" -> "Make the application's role the owner of " + into + " and its sequences, and of "
					+ operation.partition();
			default -> null;
		};
	}

	private static PartitionOperationException noLock(Operation operation, SQLException ex, Contention contention) {
		return new PartitionOperationException(FindingCode.LOCK_NOT_AVAILABLE,
				operation.kind() + " of " + operation.partition() + " on " + operation.parent().name()
						+ " got no lock in " + contention.attempts() + " attempt(s) [" + ex.getSQLState() + "]: "
						+ ex.getMessage() + contention.told(),
				contention.next() + "See who holds it: SELECT pid, application_name,"
						+ " xact_start, query FROM pg_stat_activity WHERE pid IN (SELECT pid FROM pg_locks WHERE"
						+ " relation = " + quoted(operation.parent().name()) + "::regclass); the next run tries again",
				ex.getSQLState(), ex);
	}

	/** The window is made beneath a level whose partitions do not take every row. */
	private static PartitionOperationException homeless(Operation.Move operation, SQLException ex) {
		return failure(operation, FindingCode.DEFAULT_HOLDS_ROWS, ex, " meets a row that has no place there",
				"Give the row that the message shows a place in " + operation.partition() + ", or mend it in "
						+ operation.source().name());
	}

	/**
	 * What made way for others is contention and not told here. PostgreSQL tells the
	 * reason in the language of {@code lc_messages} only.
	 */
	private static PartitionOperationException cancelled(Operation operation, SQLException ex) {
		String said = String.valueOf(ex.getMessage());
		if (said.contains("statement timeout")) {
			return failure(operation, FindingCode.STATEMENT_FAILED, ex,
					" took longer than partsmith.execution.statement-timeout",
					"Raise partsmith.execution.statement-timeout, or see what it waits for; the next run tries again");
		}
		return failure(operation, FindingCode.STATEMENT_FAILED, ex,
				said.contains("user request") ? " was cancelled by somebody else"
						: " was cancelled, by partsmith.execution.statement-timeout or by somebody else",
				"Somebody sent pg_cancel_backend to its process, or the driver has a query timeout of its own; ask who"
						+ " does that, or stop the runs with partsmith.mode: off. The next run tries again");
	}

	/**
	 * A column that a table gets while a detach is pending passes the partition by, which
	 * neither FINALIZE nor ALTER TABLE takes any more.
	 */
	private static PartitionOperationException outgrown(Operation operation, SQLException ex) {
		String parent = operation.parent().name().toString();
		return failure(operation, FindingCode.DETACH_PENDING, ex,
				" cannot end: the table got a column while the detach was pending, and the partition did not",
				"If nothing is lost with the column: ALTER TABLE " + parent + " DROP COLUMN ...; ALTER TABLE " + parent
						+ " DETACH PARTITION " + operation.partition()
						+ " FINALIZE; and add it again. Else keep the rows, CREATE TABLE ... AS SELECT * FROM "
						+ operation.partition() + ", and then DROP TABLE " + operation.partition());
	}

	static PartitionOperationException explainAdoption(RelationName parent, RelationName table, SQLException ex,
			Contention contention) {
		return explainAccess("Adoption of " + table + " for " + parent, table, ex, contention);
	}

	/** What is done to a table that stands alone. */
	static PartitionOperationException explainAccess(String what, RelationName table, SQLException ex,
			Contention contention) {
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "08000";
		FindingCode code = contention.lost() ? FindingCode.LOCK_NOT_AVAILABLE
				: state.equals("42501") ? FindingCode.NOT_OWNER : FindingCode.STATEMENT_FAILED;
		String next = (code == FindingCode.NOT_OWNER)
				? "ALTER TABLE " + table + " OWNER TO <the role of this application>"
				: "See the message of PostgreSQL, and try again";
		return new PartitionOperationException(code, what + " failed in " + contention.attempts() + " attempt(s) ["
				+ state + "]: " + ex.getMessage() + contention.told(), next, state, ex);
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

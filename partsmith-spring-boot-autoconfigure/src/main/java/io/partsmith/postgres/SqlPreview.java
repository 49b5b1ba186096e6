package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Displacement;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;

/**
 * An operation as a script for people, transaction by transaction. What is checked on the
 * way, and what is done in place of it where things are otherwise, stands there as
 * comments, so that the script can be pasted as it is.
 */
final class SqlPreview {

	private final ExecutionSettings settings;

	private final Operation operation;

	private final RelationName parent;

	private final RelationName partition;

	SqlPreview(Operation operation, ExecutionSettings settings) {
		this.settings = settings;
		this.operation = operation;
		this.parent = operation.parent().name();
		this.partition = operation.partition();
	}

	List<String> script() {
		if (this.operation instanceof Operation.Create create) {
			return transaction(List.of(lockParent(), sameParent()), SqlScript.build(create), displaced(create),
					SqlScript.place(create));
		}
		if (this.operation.reason() == Reason.MARKER_STALE) {
			return transaction(lockParent(), sameParent(), stillAttached(), unmark());
		}
		if (this.operation instanceof Operation.Attach attach) {
			boolean marked = attach.reason() != Reason.SUBTREE;
			return transaction(
					List.of(lockParent(), sameParent(), SqlScript.lockOrphan(table()),
							stillDetached() + (marked ? " and carries our marker" : " and holds no row")),
					SqlScript.complete(attach), List.of(SqlScript.attach(attach)),
					marked ? List.of("-- the CHECK constraint that a concurrent detach has left is dropped", unmark())
							: List.of());
		}
		if (this.operation instanceof Operation.FinalizeDetach pending) {
			return transaction(lockParent(), sameParent(), stillAttached() + ", its detach pending",
					mark(pending.marker()), detach(" FINALIZE"));
		}
		if (this.operation instanceof Operation.Detach expired) {
			return (expired.mode() == DetachMode.CONCURRENT) ? concurrent(expired)
					: transaction(SqlScript.lockParentAgainstAll(this.parent), sameParent(), stillAttached(),
							mark(expired.marker()), detach(""));
		}
		return transaction(SqlScript.lockOrphan(table()),
				stillDetached() + " and carries the planned marker; where it is gone, nothing is done",
				SqlScript.drop(table()));
	}

	private List<String> concurrent(Operation.Detach expired) {
		List<String> script = new ArrayList<>(
				transaction(lockParent(), sameParent(), stillAttached(), mark(expired.marker())));
		script.addAll(List.of("SET lock_timeout = '" + lockTimeout() + "'",
				"SET statement_timeout = '" + statementTimeout() + "'", detach(" CONCURRENTLY"),
				"RESET lock_timeout -- in fact to what the connection had", "RESET statement_timeout -- likewise"));
		script.add("-- where that was broken off and is pending, the next attempt does in its place:");
		transaction(lockParent(), stillAttached(), mark(expired.marker()), detach(" FINALIZE"))
			.forEach((line) -> script.add(aside(line)));
		script.add("-- where it never began, the marker is taken off again:");
		transaction(lockParent(), unmark()).forEach((line) -> script.add(aside(line)));
		return script;
	}

	private List<String> transaction(String... statements) {
		return transaction(List.of(statements));
	}

	@SafeVarargs
	private List<String> transaction(List<String>... statements) {
		List<String> script = new ArrayList<>();
		script.add("BEGIN");
		script.add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
		script.add("SET LOCAL lock_timeout = '" + lockTimeout() + "'");
		script.add("SET LOCAL statement_timeout = '" + statementTimeout() + "'");
		script.add("SET LOCAL TimeZone = '" + this.settings.timeZone().getId() + "'");
		List.of(statements).forEach(script::addAll);
		script.add("COMMIT");
		return script;
	}

	private static String aside(String line) {
		return "--   " + line.replace("\n", "\n--   ");
	}

	private List<String> displaced(Operation.Create create) {
		Displacement displaced = create.displaced();
		return (displaced != null) ? List.of(SqlScript.lockParentAgainstAll(this.parent),
				"-- goes on only if " + inOneLine(displaced.table().name()) + " still has the OID "
						+ displaced.table().oid() + " and holds no row")
				: List.of();
	}

	private String lockParent() {
		return SqlScript.lockParentAgainstDdl(this.parent);
	}

	private String sameParent() {
		return "-- goes on only if " + inOneLine(this.parent) + " still has the OID " + this.operation.parent().oid();
	}

	private String stillAttached() {
		return "-- goes on only if " + inOneLine(this.partition) + oid() + " and is attached to "
				+ inOneLine(this.parent);
	}

	private String stillDetached() {
		return "-- goes on only if " + inOneLine(this.partition) + oid() + ", is attached to nothing";
	}

	/** What every operation but a creation works on. */
	private Relation table() {
		return ((Operation.OnTable) this.operation).table();
	}

	private String oid() {
		return (this.operation instanceof Operation.OnTable known) ? " still has the OID " + known.table().oid() : "";
	}

	/** A name with a line break must not end its comment. */
	private static String inOneLine(RelationName name) {
		return name.toString().replaceAll("\\R", " ");
	}

	private String mark(Marker marker) {
		return "-- above the comment that the table has, if any:\n"
				+ SqlScript.comment(table(), marker.writeAbove(this.settings.markerPrefix(), null));
	}

	private String unmark() {
		return "-- or to what its comment says below the marker:\n" + SqlScript.comment(table(), null);
	}

	private String detach(String how) {
		return SqlScript.detach(this.operation, how);
	}

	private String lockTimeout() {
		return this.settings.lockTimeout().toMillis() + "ms";
	}

	private String statementTimeout() {
		return this.settings.statementTimeout().toMillis() + "ms";
	}

}

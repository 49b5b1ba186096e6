package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Displacement;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
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

	private final Dialect dialect;

	SqlPreview(Operation operation, ExecutionSettings settings, Dialect dialect) {
		this.settings = settings;
		this.dialect = dialect;
		this.operation = operation;
		this.parent = operation.parent().name();
		this.partition = operation.partition();
	}

	List<String> script() {
		if (this.operation instanceof Operation.Create create) {
			return transaction(oneByOne(), lockParent(), SqlScript.build(create), displaced(create), ties(false),
					SqlScript.place(create));
		}
		if (this.operation instanceof Operation.Move move) {
			return move(move);
		}
		if (this.operation instanceof Operation.Fill fill) {
			return fill(fill);
		}
		if (this.operation instanceof Operation.Empty empty) {
			return empty(empty);
		}
		if (this.operation instanceof Operation.Convert convert) {
			return transaction(List.of(SqlScript.lockPartition(convert.table()), stillAttached()
					+ ((convert.into() == RelationKind.COLUMNAR) ? ", and has nothing that columns refuse" : ""),
					SqlScript.convert(convert)));
		}
		if (this.operation.reason() == Reason.MARKER_STALE) {
			return transaction(oneByOne(), lockParent(), List.of(stillAttached(), unmark()));
		}
		if (this.operation instanceof Operation.Attach attach) {
			boolean marked = attach.reason() != Reason.SUBTREE;
			return transaction(oneByOne(), lockParent(),
					List.of(SqlScript.lockOrphan(table()),
							stillDetached() + (marked ? " and carries our marker" : " and holds no row")),
					SqlScript.complete(attach), ties(false), List.of(SqlScript.attach(attach)),
					marked ? List.of("-- the CHECK constraint that a concurrent detach has left is dropped", unmark())
							: List.of());
		}
		if (this.operation instanceof Operation.FinalizeDetach pending) {
			return transaction(oneByOne(), lockParent(),
					List.of(stillAttached() + ", its detach pending", mark(pending.marker()), detach(" FINALIZE")));
		}
		if (this.operation instanceof Operation.Detach expired) {
			return (expired.mode() == DetachMode.CONCURRENT) ? concurrent(expired)
					: transaction(oneByOne(), lockParent(SqlScript.lockParentAgainstAll(this.parent)),
							List.of(stillAttached(), SqlScript.lockPartition(table())), ties(true),
							List.of(mark(expired.marker()), detach("")));
		}
		List<String> late = (this.operation instanceof Operation.DropEmptied emptied) ? List
			.of("SET CONSTRAINTS ALL IMMEDIATE", new EmptyScript(this.partition, emptied.into(), List.of()).all())
				: List.of();
		return transaction(
				hasForeignKeys() ? List.of("-- left out where it has no foreign key:", LockOrder.ONE_BY_ONE)
						: List.of(),
				List.of(SqlScript.lockOrphan(table()),
						stillDetached() + " and carries the planned marker; where it is gone, nothing is done"),
				late,
				hasForeignKeys() && this.dialect.dropsForeignKeysFirst()
						? List.of("-- its foreign keys are dropped first, in the order of the tables they refer to")
						: List.of(),
				List.of(SqlScript.drop(List.of(table()))));
	}

	private boolean hasForeignKeys() {
		return !this.operation.parent().foreignKeys().outgoing().isEmpty();
	}

	private List<String> empty(Operation.Empty empty) {
		List<String> script = new ArrayList<>();
		for (Relation leaf : empty.leaves()) {
			script.addAll(transaction(lockParent(),
					List.of("SET CONSTRAINTS ALL IMMEDIATE",
							new EmptyScript(leaf.name(), empty.into(), List.of()).batch(empty.batchRows(),
									EmptyScript.BEGIN),
							"-- sequences of " + inOneLine(empty.into().name())
									+ " that would give one of these ids again are set behind it")));
		}
		script.add("-- and so on, each transaction behind the last row of the one before");
		return script;
	}

	private List<String> move(Operation.Move move) {
		MoveScript script = MoveScript.of(move);
		RelationName source = move.source().name();
		List<String> build = (move.into() instanceof Operation.Create create) ? SqlScript.build(create)
				: back((Operation.Attach) move.into());
		List<String> place = (move.into() instanceof Operation.Create create) ? SqlScript.place(create)
				: List.of(SqlScript.attach((Operation.Attach) move.into()));
		boolean marked = move.into() instanceof Operation.Attach && move.reason() != Reason.SUBTREE;
		List<String> identity = (move.into() instanceof Operation.Create) ? move.primaryKey() : List.of();
		List<String> bulk = Relocation.isWorthCopying(move) ? List.of(script.note(identity), script.copy()) : List.of();
		List<String> copied = !Relocation.isWorthCopying(move) ? List.of()
				: List.of("-- where triggers are to be disabled, and in every other attempt, behind the locks below"
						+ (identity.isEmpty()
								? "; goes on only if that deletes as many rows as were copied, else all is copied again"
								: ""),
						identity.isEmpty() ? script.deleteCopied() : script.deleteCopied(identity));
		List<String> notes = Relocation.isWorthCopying(move) ? List.of(script.dropNotes()) : List.of();
		return transaction(oneByOne(), lockParent(), build, List.of("SET CONSTRAINTS ALL IMMEDIATE"), bulk, copied,
				List.of(SqlScript.lockParentAgainstAll(this.parent)),
				(move.into() instanceof Operation.Attach attach) ? List.of(SqlScript.lockOrphan(attach.table()))
						: List.of(),
				List.of(SqlScript.lockAgainstAll(source), "-- goes on only if no foreign key to " + inOneLine(source)
						+ " has ON DELETE CASCADE, SET NULL or SET DEFAULT; its triggers are disabled meanwhile"),
				ties(false), notes,
				List.of(script.moveRest(),
						"-- where the table is published, the rows are inserted behind the next statement instead"),
				place, marked ? List.of(unmark(relation(move))) : List.of(), this.dialect.afterMove(this.partition));
	}

	private List<String> fill(Operation.Fill fill) {
		Operation.Move whole = fill.whole();
		List<String> begin = (whole.into() instanceof Operation.Create create) ? Stream
			.concat(SqlScript.build(create).stream(),
					Stream.of("-- above the comment that the table has, if any:\n" + SqlScript.comment(this.partition,
							fill.marker().writeAbove(this.settings.markerPrefix(), null))))
			.toList() : back((Operation.Attach) whole.into());
		List<String> script = new ArrayList<>(transaction(lockParent(), begin, MoveScript.BEFORE_BATCH,
				List.of(MoveScript.of(whole).moveBatch(fill.batchRows(), null))));
		script.add("-- and so on, in " + fill.batches()
				+ " transactions in all, each behind the last row of the one before");
		return script;
	}

	private List<String> back(Operation.Attach attach) {
		List<String> script = new ArrayList<>(List.of(SqlScript.lockAgainstDdl(attach.partition()),
				"-- goes on only if " + inOneLine(attach.partition()) + " still has the OID " + attach.table().oid()
						+ ", is attached to nothing"));
		script.addAll(SqlScript.complete(attach));
		return script;
	}

	private static Relation relation(Operation.Move move) {
		return ((Operation.Attach) move.into()).table();
	}

	private List<String> concurrent(Operation.Detach expired) {
		List<String> script = new ArrayList<>(
				transaction(lockParent(), List.of(stillAttached(), mark(expired.marker()), SqlScript.LAZILY)));
		script.addAll(List.of("SET lock_timeout = '" + lockTimeout() + "'",
				"SET statement_timeout = '" + statementTimeout() + "'"));
		script.addAll(ties(false).isEmpty() ? List.of(detach(" CONCURRENTLY"))
				: List.of(LockOrder.BEGIN_ONE_BY_ONE, detach(" CONCURRENTLY"), LockOrder.END_ONE_BY_ONE));
		script.addAll(List.of("RESET lock_timeout -- in fact to what the connection had",
				"RESET statement_timeout -- likewise"));
		script.add("-- where that was broken off and is pending, the next attempt does in its place:");
		transaction(oneByOne(), lockParent(), List.of(stillAttached(), mark(expired.marker()), detach(" FINALIZE")))
			.forEach((line) -> script.add(aside(line)));
		script.add("-- where it never began, the marker is taken off again:");
		transaction(lockParent(), List.of(unmark())).forEach((line) -> script.add(aside(line)));
		return script;
	}

	/** Who may not lock these tables leaves that to the statement behind. */
	private List<String> ties(boolean detaching) {
		return List.copyOf(SqlScript.lockTies(this.operation, detaching).values());
	}

	private List<String> oneByOne() {
		return ties(false).isEmpty() ? List.of() : List.of(LockOrder.ONE_BY_ONE);
	}

	@SafeVarargs
	private List<String> transaction(List<String>... statements) {
		List<String> script = new ArrayList<>();
		script.add("BEGIN");
		script.add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
		script.add("SET LOCAL lock_timeout = '" + lockTimeout() + "'");
		script.add("SET LOCAL statement_timeout = '" + statementTimeout() + "'");
		script.add("SET LOCAL TimeZone = '" + this.settings.timeZone().getId() + "'");
		script.add("SET LOCAL DateStyle = 'ISO, YMD'");
		script.add("SET LOCAL standard_conforming_strings = on");
		script.add("SET LOCAL row_security = off");
		script.addAll(this.dialect.settings(this.operation, this.settings.locks().timeout()));
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

	private List<String> lockParent() {
		return lockParent(SqlScript.lockAgainstDdl(this.parent));
	}

	/** Behind what it is a part of itself, as far as our role may lock that. */
	private List<String> lockParent(String lock) {
		List<String> locks = new ArrayList<>(SqlScript.lockAbove(this.operation).values());
		locks.add(lock);
		locks.add(
				"-- goes on only if " + inOneLine(this.parent) + " still has the OID " + this.operation.parent().oid());
		return locks;
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
		return unmark(table());
	}

	private static String unmark(Relation table) {
		return "-- or to what its comment says below the marker:\n" + SqlScript.comment(table, null);
	}

	private String detach(String how) {
		return SqlScript.detach(this.operation, how);
	}

	private String lockTimeout() {
		return this.settings.locks().timeout().toMillis() + "ms";
	}

	private String statementTimeout() {
		return this.settings.statementTimeout().toMillis() + "ms";
	}

}

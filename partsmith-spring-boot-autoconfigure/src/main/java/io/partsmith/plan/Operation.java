package io.partsmith.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.scheme.Window;
import io.partsmith.table.LeafPattern;
import io.partsmith.topology.Marker;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** One step of a plan, on one lifecycle unit. */
public sealed interface Operation {

	/**
	 * What it does.
	 * @return the kind
	 */
	OperationKind kind();

	/**
	 * The partitioned table.
	 * @return the parent
	 */
	Parent parent();

	/**
	 * The partition it works on.
	 * @return the qualified name
	 */
	RelationName partition();

	/**
	 * What the partition holds, held or will hold of the axis.
	 * @return the window, or {@code null} for a member of a set and for an orphan whose
	 * window is not known
	 */
	@Nullable Window window();

	/**
	 * The bounds the partition has, had or gets.
	 * @return the bounds, or {@code null} for an orphan whose window is not known
	 */
	@Nullable PartitionBounds bounds();

	/**
	 * Why it is planned.
	 * @return the reason
	 */
	Reason reason();

	/**
	 * What becomes of its partition, whatever is done besides.
	 * @return the kind, or that of what a move brings about
	 */
	default OperationKind effect() {
		return kind();
	}

	/**
	 * The step of a run it belongs to.
	 * @return the step of its kind, or {@link Step#RECONCILE} for a repair
	 */
	default Step step() {
		return isRepair() ? Step.RECONCILE : kind().step();
	}

	/**
	 * Whether it completes a unit that is there already, instead of making one.
	 * @return {@code true} for a member that is missing beneath a unit
	 */
	default boolean isRepair() {
		return this instanceof Create create && create.repair();
	}

	/**
	 * The reason with its figures, for people.
	 * @return one sentence without a full stop
	 */
	String detail();

	/**
	 * The heaviest locks it takes, and on what.
	 * @return for people, for example {@code SHARE UPDATE EXCLUSIVE on public.events}
	 */
	String lock();

	/**
	 * Whether it is one transaction, so that whatever stops it leaves nothing of it.
	 * @return {@code false} for a concurrent detach, which takes several and may remain
	 * pending
	 */
	default boolean transactional() {
		return !(this instanceof Detach detach && detach.mode() == DetachMode.CONCURRENT);
	}

	/**
	 * Whether it makes sense only behind another operation of the same plan.
	 * @param earlier an operation that stands before it
	 * @return {@code true} for the drop that follows a detach, and for an attach behind
	 * the end of a pending detach, of the same partition; for the drops of what was
	 * detached from beneath a unit that is detached; for what is done beneath a table
	 * that is attached before; for what follows when a partition's rows were moved away;
	 * and for the end of a DEFAULT partition, which takes rows until all others were
	 */
	default boolean buildsOn(Operation earlier) {
		if (this instanceof Create mine && earlier instanceof Create other && mine.displaced() != null
				&& other.displaced() != null) {
			return mine.displaced().table().equals(other.displaced().table());
		}
		if (this instanceof Drop mine && earlier instanceof Drop other) {
			return mine.behind().contains(other.table().oid());
		}
		if (earlier instanceof Empty && (earlier.partition().equals(partition())
				|| kind() == OperationKind.DETACH && bounds() instanceof PartitionBounds.Default)) {
			return true;
		}
		boolean detaches = earlier.kind() == OperationKind.DETACH || earlier.kind() == OperationKind.FINALIZE;
		if (this instanceof Drop mine && mine.goesWith() != null && detaches && earlier instanceof OnTable unit) {
			return mine.goesWith() == unit.table().oid();
		}
		if (earlier.effect() == OperationKind.ATTACH && earlier.reason() != Reason.MARKER_STALE
				&& earlier.partition().equals(parent().name())) {
			return true;
		}
		return detaches && (kind() == OperationKind.ATTACH || reason() == Reason.FOLLOWS_DETACH)
				&& earlier.partition().equals(partition());
	}

	/**
	 * What must be the same when it is carried out as when it was planned.
	 * @return a line that changes with the operation's meaning, but not with estimates
	 */
	default String identity() {
		return kind() + " " + partition() + " of " + parent().name() + "/" + parent().oid() + " " + bounds();
	}

	/** An operation on a table that is there already, pinned by its OID. */
	sealed interface OnTable extends Operation {

		/**
		 * The table, with its size where it was measured.
		 * @return the partition or the orphan
		 */
		Relation table();

		@Override
		default RelationName partition() {
			return table().name();
		}

		@Override
		default String identity() {
			return Operation.super.identity() + " oid " + table().oid();
		}

	}

	/**
	 * Whether inserts fail, or soon will, until it is carried out.
	 * @return {@code true} for what makes the current or the next window, and for a
	 * member that is missing in a set
	 */
	default boolean urgent() {
		return false;
	}

	/** An operation that puts a partition into its place. */
	sealed interface Placing extends Operation {

		@Override
		PartitionBounds bounds();

	}

	/**
	 * An operation that does more, or only a part, of what another one does, to the same
	 * partition and for the same reason.
	 */
	sealed interface Derived extends Operation {

		/**
		 * The other one.
		 * @return the operation it is derived from
		 */
		Operation base();

		@Override
		default Parent parent() {
			return base().parent();
		}

		@Override
		default RelationName partition() {
			return base().partition();
		}

		@Override
		default @Nullable Window window() {
			return base().window();
		}

		@Override
		default @Nullable PartitionBounds bounds() {
			return base().bounds();
		}

		@Override
		default Reason reason() {
			return base().reason();
		}

		@Override
		default String detail() {
			return base().detail();
		}

	}

	/**
	 * Makes a partition with everything beneath it.
	 *
	 * @param parent the parent
	 * @param made what is made
	 * @param leaves what the new relations look like
	 * @param window the window, or {@code null} for a member of a set and a catch-all
	 * @param reason why
	 * @param detail the reason with its figures
	 * @param urgent whether inserts fail, or soon will, without it
	 * @param repair whether it completes a unit that is there already, instead of being
	 * one
	 * @param displaced the catch-all that makes room for it, or {@code null}
	 */
	record Create(Parent parent, NewPartition made, LeafPattern leaves, @Nullable Window window, Reason reason,
			String detail, boolean urgent, boolean repair, @Nullable Displacement displaced) implements Placing {

		@Override
		public OperationKind kind() {
			return OperationKind.CREATE;
		}

		@Override
		public RelationName partition() {
			return this.made.name();
		}

		@Override
		public PartitionBounds bounds() {
			return this.made.bounds();
		}

		@Override
		public String lock() {
			return (this.displaced != null)
					? "ACCESS EXCLUSIVE on " + this.parent.name() + ", " + this.displaced.table().name()
					: attachLock(this.parent);
		}

		@Override
		public String identity() {
			return Placing.super.identity() + ((this.displaced != null) ? " displacing " + this.displaced : "")
					+ this.made.all()
						.skip(1)
						.map((beneath) -> " with " + beneath.name() + " " + beneath.bounds().toSql())
						.collect(Collectors.joining("", "", " as " + this.leaves));
		}

	}

	/**
	 * Attaches an orphan again.
	 *
	 * @param parent the parent
	 * @param table the orphan
	 * @param window its window
	 * @param bounds the window's bounds
	 * @param completions what is missing beneath it and made first
	 * @param reason why
	 * @param detail the reason with its figures
	 * @param urgent whether inserts fail, or soon will, without it
	 */
	record Attach(Parent parent, Relation table, Window window, PartitionBounds bounds, List<Completion> completions,
			Reason reason, String detail, boolean urgent) implements OnTable, Placing {

		/**
		 * Copies the completions.
		 * @param parent the parent
		 * @param table the orphan
		 * @param window its window
		 * @param bounds the window's bounds
		 * @param completions what is missing beneath it
		 * @param reason why
		 * @param detail the reason with its figures
		 * @param urgent whether inserts fail, or soon will, without it
		 */
		public Attach {
			completions = List.copyOf(completions);
		}

		@Override
		public OperationKind kind() {
			return OperationKind.ATTACH;
		}

		@Override
		public String lock() {
			return attachLock(this.parent) + ", ACCESS EXCLUSIVE on " + partition();
		}

		@Override
		public String identity() {
			return OnTable.super.identity()
					+ this.completions.stream().map(Completion::identity).collect(Collectors.joining());
		}

	}

	/**
	 * Makes a partition, or attaches an orphan, whose rows lie in the DEFAULT partition,
	 * and moves them there, all in one transaction: through the table, each row is there
	 * at every moment, and once.
	 *
	 * @param into what is made or attached
	 * @param source the DEFAULT partition
	 * @param key the columns of the parent's key
	 * @param columns the columns that have values of their own; generated ones are
	 * computed anew
	 * @param primaryKey the columns of the parent's primary key, which tells rows apart
	 * @param rows the rows that were counted there
	 */
	record Move(Placing into, Relation source, List<String> key, List<String> columns, List<String> primaryKey,
			long rows) implements Derived {

		/**
		 * Copies the columns.
		 * @param into what is made or attached
		 * @param source the DEFAULT partition
		 * @param key the columns of the parent's key
		 * @param columns the columns that have values of their own
		 * @param primaryKey the columns of the parent's primary key
		 * @param rows the rows that were counted there
		 */
		public Move {
			key = List.copyOf(key);
			columns = List.copyOf(columns);
			primaryKey = List.copyOf(primaryKey);
		}

		@Override
		public Operation base() {
			return this.into;
		}

		@Override
		public OperationKind kind() {
			return OperationKind.MOVE;
		}

		@Override
		public OperationKind effect() {
			return this.into.kind();
		}

		@Override
		public PartitionBounds bounds() {
			return this.into.bounds();
		}

		@Override
		public String detail() {
			return this.into.detail() + "; " + this.rows + " row(s) of it lie in " + this.source.name();
		}

		@Override
		public boolean urgent() {
			return this.into.urgent();
		}

		@Override
		public String lock() {
			return "ACCESS EXCLUSIVE on " + parent().name() + ", " + this.source.name()
					+ on(", SHARE ROW EXCLUSIVE on ", parent().foreignKeys().all());
		}

		@Override
		public String identity() {
			return "move from " + this.source.name() + "/" + this.source.oid() + " " + this.into.identity();
		}

	}

	/**
	 * Moves a part of a window's rows out of the DEFAULT partition, in batches that
	 * commit alone, into the window's table, which is not attached yet: an orphan, or a
	 * new one that is marked as one. Meanwhile these rows cannot be read through the
	 * table.
	 *
	 * @param whole the move of all of the window's rows, which comes later
	 * @param marker the marker that a new table gets
	 * @param batchRows the rows of a batch, at least 1
	 * @param batches the batches, at least 1
	 */
	record Fill(Move whole, Marker marker, int batchRows, int batches) implements Derived {

		@Override
		public Operation base() {
			return this.whole;
		}

		@Override
		public OperationKind kind() {
			return OperationKind.MOVE;
		}

		@Override
		public PartitionBounds bounds() {
			return this.whole.bounds();
		}

		@Override
		public String detail() {
			return this.whole.detail() + ", of which " + rows() + " are moved before it is attached";
		}

		/**
		 * The rows that are moved.
		 * @return as many as its batches hold
		 */
		public long rows() {
			return (long) this.batchRows * this.batches;
		}

		@Override
		public boolean transactional() {
			return false;
		}

		@Override
		public String lock() {
			return "SHARE UPDATE EXCLUSIVE on " + parent().name() + ", " + partition() + ", ROW EXCLUSIVE on "
					+ this.whole.source().name();
		}

		@Override
		public String identity() {
			return "fill in " + this.batches + " batches of " + this.batchRows + " " + this.whole.identity();
		}

	}

	/**
	 * Ends a concurrent detach that began and did not end.
	 *
	 * @param parent the parent
	 * @param table the pending partition
	 * @param window what it holds, or {@code null} where that is no window
	 * @param bounds its bounds
	 * @param marker the marker it gets if it has none
	 * @param wanted whether its window is wanted again, so that an attach follows
	 * @param reason why
	 * @param detail the reason with its figures
	 */
	record FinalizeDetach(Parent parent, Relation table, @Nullable Window window, PartitionBounds bounds, Marker marker,
			boolean wanted, Reason reason, String detail) implements OnTable {

		@Override
		public OperationKind kind() {
			return OperationKind.FINALIZE;
		}

		@Override
		public String lock() {
			return "SHARE UPDATE EXCLUSIVE on " + this.parent.name() + ", ACCESS EXCLUSIVE on " + partition();
		}

	}

	/**
	 * Detaches a partition, its marker written first.
	 *
	 * @param parent the parent
	 * @param table the partition
	 * @param window what it holds, or {@code null} where that is no window
	 * @param bounds its bounds
	 * @param marker the marker it gets
	 * @param mode concurrent or blocking; never {@code AUTO}, which the planner decides
	 * @param reason why
	 * @param detail the reason with its figures
	 */
	record Detach(Parent parent, Relation table, @Nullable Window window, PartitionBounds bounds, Marker marker,
			DetachMode mode, Reason reason, String detail) implements OnTable {

		@Override
		public OperationKind kind() {
			return OperationKind.DETACH;
		}

		@Override
		public String lock() {
			if (this.mode == DetachMode.CONCURRENT) {
				return "SHARE UPDATE EXCLUSIVE on " + this.parent.name() + ", ACCESS EXCLUSIVE on " + partition()
						+ on(", ", this.parent.foreignKeys().incoming());
			}
			RelationName beside = this.parent.defaultPartition();
			return "ACCESS EXCLUSIVE on " + this.parent.name() + ", " + partition()
					+ ((beside != null) ? ", " + beside : "") + on(", ", this.parent.foreignKeys().incoming())
					+ on(", SHARE ROW EXCLUSIVE on ", this.parent.foreignKeys().outgoing());
		}

		@Override
		public String identity() {
			return OnTable.super.identity() + " " + this.mode;
		}

	}

	/**
	 * Drops an orphan.
	 *
	 * @param parent the parent it was detached from
	 * @param table the orphan
	 * @param window what it held, or {@code null} where that is not known
	 * @param bounds the bounds it had, or {@code null} where they are not known
	 * @param marker the marker it was planned with
	 * @param behind the OIDs of the tables that were detached from beneath it and must be
	 * dropped first, because nothing tells whose they were afterwards
	 * @param goesWith the OID of the attached unit that it was once a part of and goes
	 * with, whatever its own retention says; {@code null} where it goes by itself
	 * @param reason why; {@link Reason#FOLLOWS_DETACH} runs only behind its detach
	 * @param detail the reason with its figures
	 */
	record Drop(Parent parent, Relation table, @Nullable Window window, @Nullable PartitionBounds bounds, Marker marker,
			Set<Long> behind, @Nullable Long goesWith, Reason reason, String detail) implements OnTable {

		/**
		 * Copies the OIDs.
		 * @param parent the parent it was detached from
		 * @param table the orphan
		 * @param window what it held, or {@code null}
		 * @param bounds the bounds it had, or {@code null}
		 * @param marker the marker it was planned with
		 * @param behind what must be dropped first
		 * @param goesWith the OID of the attached unit that it goes with, or {@code null}
		 * @param reason why
		 * @param detail the reason with its figures
		 */
		public Drop {
			behind = Set.copyOf(behind);
		}

		@Override
		public OperationKind kind() {
			return OperationKind.DROP;
		}

		@Override
		public String lock() {
			return "ACCESS EXCLUSIVE on " + partition() + on(", ", this.parent.foreignKeys().outgoing());
		}

	}

	/**
	 * Moves the rows of a partition, or of an orphan, into a table that is no part of the
	 * tree, in batches that commit alone.
	 *
	 * @param parent the parent
	 * @param table the partition or the orphan
	 * @param window what it holds or held, or {@code null} where that is no window
	 * @param bounds its bounds, or {@code null} where they are not known
	 * @param marker the marker of an orphan; {@code null} for an attached partition
	 * @param leaves the tables beneath it that hold its rows, or itself
	 * @param into the table that takes the rows
	 * @param batchRows the rows of a batch, at least 1
	 * @param batches the batches at most, at least 1
	 * @param detail what is done, with its figures
	 */
	record Empty(Parent parent, Relation table, @Nullable Window window, @Nullable PartitionBounds bounds,
			@Nullable Marker marker, List<Relation> leaves, Destination into, int batchRows, int batches,
			String detail) implements OnTable {

		/**
		 * Copies the leaves.
		 * @param parent the parent
		 * @param table the partition or the orphan
		 * @param window what it holds or held, or {@code null}
		 * @param bounds its bounds, or {@code null}
		 * @param marker the marker of an orphan, or {@code null}
		 * @param leaves the tables that hold its rows
		 * @param into the table that takes the rows
		 * @param batchRows the rows of a batch
		 * @param batches the batches at most
		 * @param detail what is done
		 */
		public Empty {
			leaves = List.copyOf(leaves);
		}

		@Override
		public OperationKind kind() {
			return OperationKind.MOVE;
		}

		@Override
		public Reason reason() {
			return Reason.EXPLICIT;
		}

		@Override
		public boolean transactional() {
			return false;
		}

		@Override
		public String lock() {
			return "SHARE UPDATE EXCLUSIVE on " + this.parent.name() + ", ROW EXCLUSIVE on " + partition() + ", "
					+ this.into.name();
		}

		@Override
		public String identity() {
			return "empty into " + this.into + " in " + this.batches + " batches of " + this.batchRows + " "
					+ OnTable.super.identity();
		}

	}

	/**
	 * Drops an orphan whose rows were moved into another table, and takes along what came
	 * after them.
	 *
	 * @param whole the drop
	 * @param into the table that takes the rows
	 */
	record DropEmptied(Drop whole, Destination into) implements OnTable, Derived {

		@Override
		public Operation base() {
			return this.whole;
		}

		@Override
		public OperationKind kind() {
			return OperationKind.DROP;
		}

		@Override
		public Relation table() {
			return this.whole.table();
		}

		@Override
		public RelationName partition() {
			return OnTable.super.partition();
		}

		@Override
		public String lock() {
			return this.whole.lock() + ", ROW EXCLUSIVE on " + this.into.name();
		}

		@Override
		public String identity() {
			return "into " + this.into + " " + this.whole.identity();
		}

	}

	/**
	 * Rewrites a partition that has no partitions of its own, so that its rows lie in
	 * columns, or in rows again. It keeps its OID and everything else; no hook fires, for
	 * no row comes or goes.
	 *
	 * @param parent the parent
	 * @param table the partition
	 * @param window the window of the unit that it is, or is a part of
	 * @param bounds its bounds
	 * @param into what it is afterwards: {@link RelationKind#COLUMNAR} or
	 * {@link RelationKind#TABLE}
	 * @param reason why
	 * @param detail the reason with its figures
	 */
	record Convert(Parent parent, Relation table, Window window, PartitionBounds bounds, RelationKind into,
			Reason reason, String detail) implements OnTable {

		@Override
		public OperationKind kind() {
			return OperationKind.CONVERT;
		}

		@Override
		public String lock() {
			return "ACCESS EXCLUSIVE on " + partition();
		}

		@Override
		public String identity() {
			return OnTable.super.identity() + " into " + this.into;
		}

	}

	private static String attachLock(Parent parent) {
		RelationName beside = parent.defaultPartition();
		return "SHARE UPDATE EXCLUSIVE on " + parent.name()
				+ ((beside != null) ? ", ACCESS EXCLUSIVE on " + beside : "")
				+ on(", SHARE ROW EXCLUSIVE on ", parent.foreignKeys().all());
	}

	private static String on(String lock, List<RelationName> tables) {
		return tables.isEmpty() ? ""
				: tables.stream().map(RelationName::toString).collect(Collectors.joining(", ", lock, ""));
	}

}

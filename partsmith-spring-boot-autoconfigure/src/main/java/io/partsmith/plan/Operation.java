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
	 * the end of a pending detach, of the same partition
	 */
	default boolean buildsOn(Operation earlier) {
		if (this instanceof Create mine && earlier instanceof Create other && mine.displaced() != null
				&& other.displaced() != null) {
			return mine.displaced().table().equals(other.displaced().table());
		}
		if (this instanceof Drop mine && earlier instanceof Drop other) {
			return mine.behind().contains(other.table().oid());
		}
		boolean detaches = earlier.kind() == OperationKind.DETACH || earlier.kind() == OperationKind.FINALIZE;
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
			String detail, boolean urgent, boolean repair, @Nullable Displacement displaced) implements Operation {

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
			return Operation.super.identity() + ((this.displaced != null) ? " displacing " + this.displaced : "")
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
			Reason reason, String detail, boolean urgent) implements OnTable {

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

	}

	/**
	 * Ends a concurrent detach that began and did not end.
	 *
	 * @param parent the parent
	 * @param table the pending partition
	 * @param window what it holds
	 * @param bounds its bounds
	 * @param marker the marker it gets if it has none
	 * @param wanted whether its window is wanted again, so that an attach follows
	 * @param reason why
	 * @param detail the reason with its figures
	 */
	record FinalizeDetach(Parent parent, Relation table, Window window, PartitionBounds bounds, Marker marker,
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
	 * Detaches an expired partition, its marker written first.
	 *
	 * @param parent the parent
	 * @param table the partition
	 * @param window what it holds
	 * @param bounds its bounds
	 * @param marker the marker it gets
	 * @param mode concurrent or blocking; never {@code AUTO}, which the planner decides
	 * @param reason why
	 * @param detail the reason with its figures
	 */
	record Detach(Parent parent, Relation table, Window window, PartitionBounds bounds, Marker marker, DetachMode mode,
			Reason reason, String detail) implements OnTable {

		@Override
		public OperationKind kind() {
			return OperationKind.DETACH;
		}

		@Override
		public String lock() {
			if (this.mode == DetachMode.CONCURRENT) {
				return "SHARE UPDATE EXCLUSIVE on " + this.parent.name() + ", ACCESS EXCLUSIVE on " + partition();
			}
			RelationName beside = this.parent.defaultPartition();
			return "ACCESS EXCLUSIVE on " + this.parent.name() + ", " + partition()
					+ ((beside != null) ? ", " + beside : "");
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
	 * @param reason why; {@link Reason#FOLLOWS_DETACH} runs only behind its detach
	 * @param detail the reason with its figures
	 */
	record Drop(Parent parent, Relation table, @Nullable Window window, @Nullable PartitionBounds bounds, Marker marker,
			Set<Long> behind, Reason reason, String detail) implements OnTable {

		/**
		 * Copies the OIDs.
		 * @param parent the parent it was detached from
		 * @param table the orphan
		 * @param window what it held, or {@code null}
		 * @param bounds the bounds it had, or {@code null}
		 * @param marker the marker it was planned with
		 * @param behind what must be dropped first
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
			return "ACCESS EXCLUSIVE on " + partition();
		}

	}

	private static String attachLock(Parent parent) {
		RelationName beside = parent.defaultPartition();
		return "SHARE UPDATE EXCLUSIVE on " + parent.name()
				+ ((beside != null) ? ", ACCESS EXCLUSIVE on " + beside : "");
	}

}

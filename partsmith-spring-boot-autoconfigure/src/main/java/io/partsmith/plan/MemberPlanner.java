package io.partsmith.plan;

import java.util.List;

import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/** What the planners of both kinds of sets share: members, and what is said of them. */
final class MemberPlanner {

	private final Site site;

	private final TakenNames taken;

	private final PlanDraft draft;

	private boolean lacking;

	MemberPlanner(Site site, TakenNames taken, PlanDraft draft) {
		this.site = site;
		this.taken = taken;
		this.draft = draft;
	}

	/**
	 * Plans a member that is missing: whatever belongs to it cannot be inserted, unless a
	 * DEFAULT partition takes it meanwhile.
	 */
	void create(NewPartition made, Reason reason, String detail) {
		boolean refused = this.site.table().defaultPartition().isEmpty();
		this.lacking |= refused;
		RelationName parent = this.site.table().table();
		Finding unusable = new NameCheck(this.taken).check(made, parent,
				"The member " + made.name() + " " + made.bounds().toSql() + " of " + parent + " is missing", refused);
		if (unusable != null) {
			this.draft.find(unusable);
		}
		else if (!this.site.table().owned()) {
			this.draft.find(Findings.notOwner(this.site.table(), made.name(), Step.RECONCILE, refused));
		}
		else {
			this.draft.add(new Operation.Create(this.site.parent(), made, this.site.leaves(), null, reason, detail,
					refused, !this.site.isRoot(), null));
		}
	}

	/**
	 * The members that inserts reach. One in a concurrent detach is none, but is in the
	 * way of another.
	 */
	List<Partition> members() {
		this.site.table()
			.partitions()
			.stream()
			.filter(Partition::detachPending)
			.forEach((pending) -> find(FindingCode.DETACH_PENDING, Step.RECONCILE, pending.name(),
					pending.name() + " " + pending.bounds().toSql()
							+ " is stuck in a concurrent detach; rows that belong to it are refused",
					"ALTER TABLE " + this.site.table().table() + " DETACH PARTITION " + pending.name()
							+ " FINALIZE, then attach it again: ALTER TABLE " + this.site.table().table()
							+ " ATTACH PARTITION " + pending.name() + " " + pending.bounds().toSql()));
		return this.site.table().partitions().stream().filter((partition) -> !partition.detachPending()).toList();
	}

	/** Whether some rows find no member. */
	boolean isLacking() {
		return this.lacking || isDisturbed();
	}

	/**
	 * Whether a member is in a concurrent detach, so that the set cannot be completed.
	 */
	boolean isDisturbed() {
		return this.site.table().partitions().stream().anyMatch(Partition::detachPending);
	}

	/**
	 * Rows in a DEFAULT partition that nobody asked for belong to a group or to nobody.
	 */
	void defaultRows(boolean unasked) {
		TableTopology.RowCount rows = this.site.table().defaultRows();
		if (unasked && rows != null && rows.rows() > 0) {
			this.draft.find(Findings.defaultHoldsRows(this.site.table(), rows,
					"Name their values in a group; or name the partition as default-group, if they may stay"));
		}
	}

	void find(FindingCode code, Step step, RelationName partition, String message, String next) {
		this.draft.find(new Finding(code, step, partition, message, next));
	}

	void findUrgent(FindingCode code, RelationName partition, String message, String next) {
		this.lacking = true;
		this.draft.find(new Finding(code, Step.RECONCILE, partition, message, next, true));
	}

}

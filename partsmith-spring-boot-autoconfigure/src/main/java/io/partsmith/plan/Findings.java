package io.partsmith.plan;

import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.topology.Access;
import io.partsmith.topology.Branch;
import io.partsmith.topology.MissingRight;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/** Findings that more than one planner makes. */
final class Findings {

	private Findings() {
	}

	static Finding notOwner(RelationName table, Access access, Step step, boolean urgent) {
		return new Finding(FindingCode.NOT_OWNER, step, table,
				"Our role is not the owner of " + table + ", which PostgreSQL asks for (42501)",
				"ALTER TABLE " + table + " OWNER TO " + access.role(), urgent);
	}

	/** What is to become a partition of a relation beneath that is another's. */
	static Finding notOwner(TableTopology.Partitioned parent, RelationName subject, Step step, boolean urgent) {
		return new Finding(FindingCode.NOT_OWNER, step, subject,
				"Our role is not the owner of " + parent.table() + ", to which " + subject
						+ " is to be attached (42501)",
				"ALTER TABLE " + parent.table() + " OWNER TO " + parent.access().role(), urgent);
	}

	static Finding missing(MissingRight right, Step step, @Nullable RelationName partition) {
		return new Finding(FindingCode.PRIVILEGE_MISSING, step, partition,
				"Our role lacks " + right.right() + " (42501)", right.grant());
	}

	/** The call that moves rows out of DEFAULT without a limit to their number. */
	static String inBatches(Site site) {
		return "PartitionLifecycleService.partitions(\"" + site.config().id() + "\").partitionData(10_000)";
	}

	/**
	 * Rows in DEFAULT.
	 * @param next what moves them
	 */
	static Finding defaultHoldsRows(TableTopology.Partitioned table, TableTopology.RowCount rows, String next) {
		RelationName name = table.defaultPartition().orElseThrow().name();
		return new Finding(FindingCode.DEFAULT_HOLDS_ROWS, Step.PLAN, name,
				name + " holds " + (rows.exact() ? "" : "about ") + rows.rows()
						+ " row(s); while they are there, no partition that they belong to can be attached (23514)",
				next + "; to look at them: SELECT * FROM " + name);
	}

	/** It holds no row and takes none, so it can go. */
	static Finding emptyBranch(Partition partition, Branch branch) {
		return new Finding(FindingCode.EMPTY_BRANCH, Step.RECONCILE, partition.name(),
				partition.name() + " is divided by " + branch.key()
						+ ", otherwise than configured, and has no partition: its rows are refused (23514)",
				"Make its partitions by hand; or DROP TABLE " + partition.name()
						+ ", which holds no row, and the next run makes it as configured",
				true);
	}

	/** A condition that nobody could answer, told once for all units. */
	static Finding unanswered(Survey survey, Step step, String because, List<RelationName> units, String meanwhile) {
		String id = survey.site().config().id();
		return new Finding(FindingCode.CONDITION_UNKNOWN, step, units.get(0),
				because + "; " + meanwhile + ", which concerns " + names(units),
				"See to what the message says, or correct the lifecycle of partsmith.tables." + id);
	}

	static String names(List<RelationName> units) {
		return units.stream().limit(5).map(RelationName::toString).collect(Collectors.joining(", "))
				+ ((units.size() > 5) ? " and " + (units.size() - 5) + " more" : "");
	}

	static Finding waitsForOrphans(Relation unit, List<Orphan> waiting) {
		return new Finding(FindingCode.DROP_DEFERRED, Step.DROP, unit.name(),
				unit.name() + " is not dropped yet: " + waiting.size()
						+ " table(s) that were detached from beneath it are to go first, such as "
						+ waiting.get(0).name(),
				"Nothing; it is dropped when they are gone");
	}

	static Finding cursorUnknown(TableTopology.Partitioned table) {
		NewestKey.Unknown unknown = (table.newestKey() instanceof NewestKey.Unknown known) ? known
				: new NewestKey.Unknown("it was not measured");
		return new Finding(FindingCode.CURSOR_UNKNOWN, Step.PLAN, null,
				"The newest key of " + table.table() + " could not be read: " + unknown.reason(), unknown.next(), true);
	}

}

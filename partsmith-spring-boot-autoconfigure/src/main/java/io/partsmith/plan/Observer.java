package io.partsmith.plan;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/** Writes down what is left alone, and why. */
final class Observer {

	private static final String LEFT_ALONE = "Nothing; it is left alone";

	private final Survey survey;

	private final PlanDraft draft;

	Observer(Survey survey, PlanDraft draft) {
		this.survey = survey;
		this.draft = draft;
	}

	void observe() {
		this.survey.layout().unmanaged().forEach(this::unmanaged);
		this.survey.layout()
			.crossing()
			.forEach((partition) -> find(FindingCode.UNMANAGED_PARTITION, partition.name(),
					partition.name() + " " + partition.bounds().toSql() + " is no window of the configured grid",
					LEFT_ALONE));
		this.survey.layout()
			.unplaced()
			.forEach((partition) -> find(FindingCode.UNREADABLE_BOUND, partition.name(),
					"The bounds of " + partition.name() + " are no stretch of this table's axis: "
							+ partition.bounds().toSql(),
					"Nothing if you made it on purpose; it is never touched, and what it holds does not count as covered"));
		this.survey.staleMarkers()
			.stream()
			.map(Placed::partition)
			.filter((partition) -> !partition.relation().owned())
			.forEach(this::staleMarker);
		defaultRows();
		cursor();
	}

	private void unmanaged(Placed placed) {
		RelationName name = placed.partition().name();
		if (this.survey.site().isForeign(placed.partition().relation())) {
			foreign(placed);
		}
		else if (placed.extent().isUnbounded()) {
			find(FindingCode.UNBOUNDED_PARTITION, name, name + " " + placed.extent() + " has an open end", LEFT_ALONE);
		}
		else {
			find(FindingCode.UNMANAGED_PARTITION, name,
					name + " " + placed.extent() + " lies across windows of the configured grid", LEFT_ALONE);
		}
	}

	/** Whether a foreign table takes rows, nobody knows before one is sent. */
	private void foreign(Placed placed) {
		RelationName name = placed.partition().name();
		Window current = this.survey.cursor().window();
		Window next = this.survey.following();
		boolean present = placed.extent().overlaps(current.extent())
				|| next != null && placed.extent().overlaps(next.extent());
		if (present) {
			find(FindingCode.FOREIGN_PRESENT, name,
					name + " " + placed.extent() + " is a foreign table and takes the rows of the current or the next "
							+ "window, or refuses them: a local table is not made there",
					"See whether its server takes a row. If new partitions are to be foreign, write leaves: { kind: foreign }"
							+ "; else ALTER TABLE " + this.survey.table().table() + " DETACH PARTITION " + name
							+ ", and the next run makes a local one");
		}
		else {
			find(FindingCode.FOREIGN_PARTITION, name, name + " is a foreign table", LEFT_ALONE);
		}
	}

	private void staleMarker(Partition partition) {
		find(FindingCode.STALE_MARKER, partition.name(),
				partition.name() + " is attached and kept, but a detach that was broken off left its marker on it",
				"COMMENT ON TABLE " + partition.name() + " IS NULL, or the comment it had before");
	}

	private void defaultRows() {
		TableTopology.RowCount rows = this.survey.table().defaultRows();
		if (rows != null) {
			long left = rows.rows() - this.draft.movedFrom(this.survey.table().defaultPartition().orElseThrow().name());
			if (left > 0) {
				this.draft
					.find(Findings.defaultHoldsRows(this.survey.table(), new TableTopology.RowCount(left, rows.exact()),
							"Let them be moved into windows of their own: " + Findings.inBatches(this.survey.site())));
			}
		}
	}

	private void cursor() {
		if (!this.survey.site().isRoot()) {
			return;
		}
		NewestKey newest = this.survey.table().newestKey();
		String next = "To follow the sequence itself: scheme: { boundaries: { cursor: sequence } } in partsmith.tables."
				+ this.survey.site().config().id();
		if (newest instanceof NewestKey.Drained drained) {
			find(FindingCode.CURSOR_DRAINED, null, "No partition of " + this.survey.table().table()
					+ " holds a row; its sequence has given out " + drained.last() + " last, and is followed meanwhile",
					next);
		}
		else if (newest instanceof NewestKey.None none && none.start() != null
				&& new Position.Id(none.start()).isBefore(this.survey.cursor().position())
				&& this.survey.layout().coverage().around(new Position.Id(none.start())) == null) {
			find(FindingCode.CURSOR_DRAINED, null,
					"No partition of " + this.survey.table().table()
							+ " holds a row, and its sequence, which starts at " + none.start()
							+ ", is not in use; windows go on where the last ones were made, at "
							+ this.survey.cursor().window()
							+ ", and none is there for the ids of a sequence that was restarted",
					next);
		}
		else if (newest instanceof NewestKey.Known known && known.givenOut() != null
				&& known.value().compareTo(known.givenOut()) < 0
				&& this.survey.layout().coverage().around(new Position.Id(known.givenOut())) == null) {
			find(FindingCode.CURSOR_BEHIND, null,
					"The newest key of " + this.survey.table().table() + " is " + known.value()
							+ ", but its sequence has given out " + known.givenOut()
							+ ", for which there is no partition",
					next);
		}
	}

	private void find(FindingCode code, @Nullable RelationName partition, String message, String next) {
		this.draft.find(new Finding(code, Step.PLAN, partition, message, next));
	}

}

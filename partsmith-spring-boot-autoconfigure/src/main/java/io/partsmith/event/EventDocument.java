package io.partsmith.event;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.plan.Operation;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/**
 * One phase of one operation as it is told to the world outside: the fields of its JSON,
 * whoever carries it.
 *
 * @param id identifies the event; another phase, and the same phase in another run, has
 * another one
 * @param schemaVersion the version of these fields; fields may be added to a version, but
 * none is removed, renamed or given another meaning
 * @param phase the phase, for example {@code before_drop}
 * @param tableId the table's id in the configuration
 * @param table the configured table, qualified and quoted where it must be
 * @param partition the partition
 * @param window what the partition holds of the axis, or {@code null} for a member of a
 * set and for an orphan whose window is not known
 * @param operation what is done: {@code create}, {@code move}, {@code attach},
 * {@code finalize}, {@code detach} or {@code drop}
 * @param reason why, for example {@code retention_expired}
 * @param detail the reason with its figures, for people
 * @param rows the rows that are moved, or else an estimate of the partition's;
 * {@code null} where there is none
 * @param bytes its size on disk, or {@code null} where it was not measured
 * @param runId identifies the run
 * @param occurredAt when the phase was reached
 */
public record EventDocument(UUID id, int schemaVersion, String phase, String tableId, String table,
		PartitionDocument partition, @Nullable WindowDocument window, String operation, String reason, String detail,
		@Nullable Long rows, @Nullable Long bytes, String runId, Instant occurredAt) {

	/** The version of the fields. */
	public static final int SCHEMA_VERSION = 1;

	/**
	 * The document of an event, with an id of its own.
	 * @param event the event
	 * @param occurredAt the present
	 * @return the document
	 */
	public static EventDocument of(PartitionEvent event, Instant occurredAt) {
		Operation operation = event.operation();
		Relation table = (operation instanceof Operation.OnTable known) ? known.table() : null;
		return new EventDocument(UUID.randomUUID(), SCHEMA_VERSION, event.phase().name().toLowerCase(Locale.ROOT),
				event.config().id(), event.config().table().toString(), PartitionDocument.of(event.partition()),
				WindowDocument.of(event.window()), operation.kind().toString(), operation.reason().toString(),
				operation.detail(), rows(operation, table), (table != null) ? table.bytes() : null, event.runId(),
				occurredAt);
	}

	private static @Nullable Long rows(Operation operation, @Nullable Relation table) {
		if (operation instanceof Operation.Move move) {
			return move.rows();
		}
		if (operation instanceof Operation.Fill fill) {
			return fill.rows();
		}
		return (table != null) ? table.rows() : null;
	}

	/**
	 * A partition.
	 *
	 * @param schema its schema, unquoted
	 * @param name its bare name, unquoted
	 * @param qualifiedName its schema-qualified name, quoted where it must be
	 * @param parent the table it is, was or will be a partition of, qualified likewise
	 * @param oid its OID, or {@code null} before it was made
	 * @param from the lower bound of its leading key column as PostgreSQL takes it, or
	 * {@code null} for a member of a set and for an orphan whose window is not known
	 * @param to the upper bound, exclusive, or {@code null} likewise
	 * @param bounds both as they stand in {@code ATTACH PARTITION}, or {@code null} where
	 * they are not known
	 */
	public record PartitionDocument(String schema, String name, String qualifiedName, String parent, @Nullable Long oid,
			@Nullable String from, @Nullable String to, @Nullable String bounds) {

		static PartitionDocument of(PartitionInfo partition) {
			return new PartitionDocument(partition.schema(), partition.name(), partition.qualifiedName(),
					partition.parent(), (partition.oid() != 0) ? partition.oid() : null, partition.from(),
					partition.to(), partition.bounds());
		}

	}

	/**
	 * A window: instants in UTC as in ISO-8601, or whole numbers.
	 *
	 * @param from the first position in it
	 * @param to the first position after it
	 */
	public record WindowDocument(String from, String to) {

		static @Nullable WindowDocument of(@Nullable Window window) {
			return (window != null) ? new WindowDocument(window.from().toString(), window.to().toString()) : null;
		}

	}

}

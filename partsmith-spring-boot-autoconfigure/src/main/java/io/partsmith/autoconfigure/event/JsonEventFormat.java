package io.partsmith.autoconfigure.event;

import io.partsmith.event.EventDocument;
import io.partsmith.event.EventFormat;

import org.springframework.boot.json.JsonWriter;

/**
 * Events as JSON in one line, whatever JSON library the application has. The schema is
 * {@code META-INF/partsmith/lifecycle-event.schema.json}: a member that is not known is
 * {@code null}, never absent.
 */
final class JsonEventFormat implements EventFormat {

	private static final JsonWriter<EventDocument.PartitionDocument> PARTITION = JsonWriter.of((members) -> {
		members.add("schema", EventDocument.PartitionDocument::schema);
		members.add("name", EventDocument.PartitionDocument::name);
		members.add("qualifiedName", EventDocument.PartitionDocument::qualifiedName);
		members.add("parent", EventDocument.PartitionDocument::parent);
		members.add("oid", EventDocument.PartitionDocument::oid);
		members.add("from", EventDocument.PartitionDocument::from);
		members.add("to", EventDocument.PartitionDocument::to);
		members.add("bounds", EventDocument.PartitionDocument::bounds);
	});

	private static final JsonWriter<EventDocument.WindowDocument> WINDOW = JsonWriter.of((members) -> {
		members.add("from", EventDocument.WindowDocument::from);
		members.add("to", EventDocument.WindowDocument::to);
	});

	private static final JsonWriter<EventDocument> EVENT = JsonWriter.of((members) -> {
		members.add("id", (event) -> event.id().toString());
		members.add("schemaVersion", EventDocument.SCHEMA_VERSION);
		members.add("phase", EventDocument::phase);
		members.add("tableId", EventDocument::tableId);
		members.add("table", EventDocument::table);
		members.add("partition", (event) -> PARTITION.write(event.partition()));
		members.add("window", (event) -> (event.window() != null) ? WINDOW.write(event.window()) : null);
		members.add("operation", EventDocument::operation);
		members.add("reason", EventDocument::reason);
		members.add("detail", EventDocument::detail);
		members.add("rows", EventDocument::rows);
		members.add("bytes", EventDocument::bytes);
		members.add("runId", EventDocument::runId);
		members.add("occurredAt", (event) -> event.occurredAt().toString());
	});

	@Override
	public String write(EventDocument event) {
		return EVENT.writeToString(event);
	}

}

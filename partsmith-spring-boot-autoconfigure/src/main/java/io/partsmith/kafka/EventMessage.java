package io.partsmith.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.partsmith.event.EventDocument;
import io.partsmith.event.EventFormat;
import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event that is written down.
 *
 * @param id the event's id
 * @param table the qualified name of its table
 * @param phase its phase
 * @param runId its run
 * @param schemaVersion the version of its form
 * @param payload its text
 */
record EventMessage(UUID id, String table, HookPhase phase, String runId, int schemaVersion, String payload) {

	static EventMessage of(PartitionEvent event, Instant now, EventFormat format) {
		EventDocument document = EventDocument.of(event, now);
		return new EventMessage(document.id(), document.table(), event.phase(), document.runId(),
				document.schemaVersion(), format.write(document));
	}

	/** The phase as it stands in events. */
	String phaseName() {
		return this.phase.name().toLowerCase(Locale.ROOT);
	}

	/** Events of one table come to one partition of a topic, and so keep their order. */
	ProducerRecord<String, String> on(String topic) {
		ProducerRecord<String, String> sent = new ProducerRecord<>(topic, this.table, this.payload);
		header(sent, "partsmith-event-id", this.id.toString());
		header(sent, "partsmith-phase", phaseName());
		header(sent, "partsmith-run-id", this.runId);
		header(sent, "partsmith-schema-version", Integer.toString(this.schemaVersion));
		return sent;
	}

	private static void header(ProducerRecord<String, String> sent, String name, String value) {
		sent.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
	}

}

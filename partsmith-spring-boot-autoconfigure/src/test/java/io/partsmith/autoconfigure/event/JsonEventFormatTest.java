package io.partsmith.autoconfigure.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.event.EventDocument;
import io.partsmith.event.EventFormat;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.EventSchema;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What others are told of real operations. */
@PostgresTest
class JsonEventFormatTest {

	private static final Instant NOW = Instant.parse("2024-03-15T00:00:00.120Z");

	@Test
	void saysAllThatIsKnown(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2024_01"), "INSERT INTO t (created_at) VALUES ('2024-01-05Z')", "ANALYZE t");
		long january = CatalogProbe.of(db).oid("t__2024_01");
		List<EventDocument> documents = new ArrayList<>();
		MaintenanceResult result = Engine.on(db, "2024-03-15T00:00:00Z").with(new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				documents.add(EventDocument.of(event, NOW));
			}

		}).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		EventFormat format = new JsonEventFormat();
		assertThat(documents)
			.allSatisfy((document) -> assertThat(EventSchema.errors(format.write(document))).isEmpty());
		List<JsonNode> written = documents.stream()
			.map((document) -> JsonMapper.shared().readTree(format.write(document)))
			.toList();
		assertThat(written).extracting((event) -> event.path("phase").asString())
			.containsExactly("before_create", "after_create", "before_detach", "after_detach", "before_drop",
					"after_drop");
		assertThat(written).extracting((event) -> event.path("id").asString()).doesNotHaveDuplicates();
		JsonNode creation = written.get(0);
		assertThat(creation.propertyNames()).containsExactly("id", "schemaVersion", "phase", "tableId", "table",
				"partition", "window", "operation", "reason", "detail", "rows", "bytes", "runId", "occurredAt");
		assertThat(creation.at("/partition/oid").isNull()).isTrue();
		assertThat(creation.at("/rows").isNull()).isTrue();
		JsonNode drop = written.get(4);
		assertThat(drop.at("/schemaVersion").asInt()).isEqualTo(1);
		assertThat(drop.at("/runId").asString()).isEqualTo(result.runId());
		assertThat(drop.at("/occurredAt").asString()).isEqualTo("2024-03-15T00:00:00.120Z");
		assertThat(drop.at("/tableId").asString()).isEqualTo("t");
		assertThat(drop.at("/table").asString()).isEqualTo("public.t");
		assertThat(drop.at("/partition")).isEqualTo(JsonMapper.shared()
			.readTree("""
					{ "schema": "public", "name": "t__2024_01", "qualifiedName": "public.t__2024_01",
					  "parent": "public.t", "oid": %d, "from": "2024-01-01 00:00:00+00", "to": "2024-02-01 00:00:00+00",
					  "bounds": "FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')" }"""
				.formatted(january)));
		assertThat(drop.at("/window")).isEqualTo(
				JsonMapper.shared().readTree("{\"from\":\"2024-01-01T00:00:00Z\",\"to\":\"2024-02-01T00:00:00Z\"}"));
		assertThat(drop.at("/operation").asString()).isEqualTo("drop");
		assertThat(drop.at("/reason").asString()).isEqualTo("follows_detach");
		assertThat(drop.at("/rows").asLong()).isPositive();
	}

}

package io.partsmith.autoconfigure.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.partsmith.autoconfigure.ActuatorApplication;
import io.partsmith.autoconfigure.ActuatorApplication.Answer;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The action {@code restore} over HTTP. */
@PostgresTest
class RestoreEndpointTest {

	private static ActuatorApplication application;

	@TempDir
	private static Path directory;

	private final PostgresDatabase database;

	RestoreEndpointTest(PostgresDatabase database) {
		this.database = database;
	}

	@BeforeAll
	static void startApplication(PostgresDatabase database) {
		application = new ActuatorApplication(database, "management.endpoint.partitions.access=unrestricted",
				"partsmith.archive.location=file:" + directory, "partsmith.archive.compression=zstd",
				"partsmith.tables.events.partition-column=created_at", "partsmith.tables.events.granularity=month",
				"partsmith.tables.events.create-ahead-count=1", "partsmith.tables.events.retention-count=2",
				"partsmith.tables.events.drop-grace=P0D", "partsmith.tables.logs.partition-column=created_at",
				"partsmith.tables.logs.granularity=month", "partsmith.tables.logs.archive.enabled=false");
	}

	@AfterAll
	static void stopApplication() {
		application.close();
	}

	@BeforeEach
	void dropJuly() {
		this.database.execute(
				"CREATE TABLE events (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				"CREATE TABLE logs (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				"CREATE TABLE events__2027_07 PARTITION OF events FOR VALUES FROM ('2027-07-01Z') TO ('2027-08-01Z')",
				"INSERT INTO events SELECT g, '2027-07-04Z' FROM generate_series(1, 10) AS g");
		Answer run = application.post("/partitions/events", "{\"action\":\"maintain\"}");
		assertThat(run.at("/droppedCount").asInt()).isOne();
	}

	@Test
	void anArchiveIsReadOrRestored() {
		Answer read = post("\"partition\":\"public.events__2027_07\",\"dryRun\":\"true\"");
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.at("/rows").asInt()).isEqualTo(10);
		assertThat(this.database.<Long>queryOne("SELECT count(*) FROM events")).isZero();
		Answer restored = post("\"partition\":\"events__2027_07\"");
		assertThat(restored.status()).isEqualTo(200);
		assertThat(restored.at("/success").asBoolean()).isTrue();
		assertThat(restored.text("/partition")).isEqualTo("public.events__2027_07");
		assertThat(restored.text("/archive")).startsWith("file:").endsWith(".json");
		assertThat(restored.at("/expires").asBoolean()).isTrue();
		assertThat(restored.text("/next")).contains("holds");
		assertThat(this.database.<Long>queryOne("SELECT count(*) FROM events")).isEqualTo(10L);
		Answer again = post("\"partition\":\"events__2027_07\"");
		assertThat(again.status()).isEqualTo(409);
		assertThat(again.text("/error")).contains("has a partition already");
		assertThat(again.text("/next")).isNotBlank();
	}

	@Test
	void aManifestIsNamed() throws IOException {
		try (Stream<Path> files = Files.list(directory.resolve("public.events"))) {
			String newest = files.map((file) -> file.toAbsolutePath().toString())
				.filter((file) -> file.endsWith(".json"))
				.max((left, right) -> Long.compare(Path.of(left).toFile().lastModified(),
						Path.of(right).toFile().lastModified()))
				.orElseThrow();
			Answer restored = post("\"from\":\"file:" + newest + "\"");
			assertThat(restored.at("/success").asBoolean()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"partitoin":"x"                                          | 400 | No key here
			"dryRun":"true"                                          | 400 | either 'partition'
			"partition":"a","from":"b"                               | 400 | either 'partition'
			"partition":"a.b.c.d"                                    | 400 | parts
			"partition":"events__2027_07","dryRun":"perhaps"         | 400 | dryRun
			"partition":"events__2027_07","ignoreDroppedColumns":"1" | 400 | ignoreDroppedColumns
			"partition":"events__2027_07","planHash":"1"             | 400 | planHash
			"from":"file:/etc/passwd"                                | 400 | does not lie below
			"partition":"events__2020_01"                            | 404 | no archive
			""")
	void badInputIsRefused(String keys, int status, String reason) {
		Answer answer = post(keys);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.text("/error")).contains(reason);
	}

	@Test
	void whatIsForRestoreAloneIsRefusedElsewhere() {
		Answer answer = application.post("/partitions/events", "{\"action\":\"retire\",\"partition\":\"x\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(application.post("/partitions/nope", "{\"action\":\"restore\",\"partition\":\"x\"}").status())
			.isEqualTo(404);
		assertThat(application.post("/partitions/logs", "{\"action\":\"restore\",\"partition\":\"x\"}").status())
			.isEqualTo(409);
	}

	@Test
	void metricsCountWhatWasArchivedAndRestored() {
		post("\"partition\":\"events__2027_07\"");
		MeterRegistry meters = application.bean(MeterRegistry.class);
		assertThat(meters.get("partsmith.archive.rows").tags("table", "events", "outcome", "written").counter().count())
			.isPositive();
		assertThat(meters.get("partsmith.archive.duration").tags("table", "events").timer().count()).isPositive();
		assertThat(meters.get("partsmith.restore.copied.rows").tags("table", "events").counter().count())
			.isGreaterThanOrEqualTo(10);
		assertThat(meters.get("partsmith.restore.copied.bytes").tags("table", "events").counter().count()).isPositive();
		assertThat(
				meters.get("partsmith.restore.duration").tags("table", "events", "outcome", "restored").timer().count())
			.isPositive();
	}

	private static Answer post(String keys) {
		return application.post("/partitions/events", "{\"action\":\"restore\"," + keys + "}");
	}

}

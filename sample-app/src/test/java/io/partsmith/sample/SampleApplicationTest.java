package io.partsmith.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static io.partsmith.sample.PartitionNames.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application on its embedded PostgreSQL, driven over HTTP. Nothing runs by
 * itself but the create lane at the start; the tests bear any order.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "partsmith.schedule.create.cron=-", "partsmith.schedule.retire.cron=-",
				"partsmith.schedule.on-startup=create", "sample.traffic=false" })
@AutoConfigureRestTestClient
@ExtendWith(OutputCaptureExtension.class)
@Tag("postgres")
class SampleApplicationTest {

	@TempDir
	private static Path directory;

	private final Archive archive = new Archive(directory);

	private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

	private final MovableClock clock;

	private final EndpointClient actuator;

	private final Tables tables;

	@Autowired
	SampleApplicationTest(RestTestClient client, JdbcClient jdbc, MovableClock clock) {
		this.actuator = new EndpointClient(client);
		this.tables = new Tables(jdbc);
		this.clock = clock;
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("partsmith.archive.location", () -> "file:" + directory);
	}

	@AfterEach
	void resetClock() {
		this.clock.reset();
	}

	@Test
	void listsTheTables() {
		this.actuator.get("/partitions")
			.jsonPath("$.mode")
			.isEqualTo("full")
			.jsonPath("$.tables.events.table")
			.isEqualTo("public.events")
			.jsonPath("$.tables.events.partitions.future")
			.isEqualTo(3)
			.jsonPath("$.tables.events.runway.until")
			.isEqualTo(this.today.plusDays(4) + "T00:00:00Z")
			.jsonPath("$.tables.orders.runway.ids")
			.isNumber();
	}

	@Test
	void createsPartitionsBeforeTheApplicationWritesToThem() {
		assertThat(this.tables.count(PartitionNames.events(this.today))).isPositive();
		this.actuator.get("/partitions/events")
			.jsonPath(stateOf(PartitionNames.events(this.today)))
			.isEqualTo("active")
			.jsonPath(stateOf(PartitionNames.events(this.today.plusDays(3))))
			.isEqualTo("future");
	}

	@Test
	void dropsEventsOnceTheirRowsAreArchivedAndBringsThemBack(CapturedOutput output) throws IOException {
		String oldest = PartitionNames.events(this.today.minusDays(15));
		List<String> rows = this.tables.events(oldest);
		assertThat(rows).hasSize(720);
		this.actuator.post("/partitions/events", "retire")
			.jsonPath("$.success")
			.isEqualTo(true)
			.jsonPath("$.detachedCount")
			.isEqualTo(2)
			.jsonPath("$.droppedCount")
			.isEqualTo(2);
		assertThat(this.tables.exists(oldest)).isFalse();
		assertThat(this.archive.lines(oldest)).hasSize(721)
			.startsWith("id,occurred_at,kind,customer_id,payload")
			.containsAll(rows);
		Awaitility.await().untilAsserted(() -> assertThat(output).containsPattern("events: dropped .*" + oldest));
		this.actuator.restore("/partitions/events", "public." + oldest)
			.jsonPath("$.success")
			.isEqualTo(true)
			.jsonPath("$.rows")
			.isEqualTo(720)
			.jsonPath("$.expires")
			.isEqualTo(true);
		assertThat(this.tables.events(oldest)).containsExactlyInAnyOrderElementsOf(rows);
	}

	@Test
	void letsDetachedTablesWaitForTheEndOfTheirGrace() {
		String oldest = PartitionNames.auditLog(this.today.minusMonths(9));
		this.actuator.post("/partitions/audit_log", "retire")
			.jsonPath("$.detachedCount")
			.isEqualTo(3)
			.jsonPath("$.droppedCount")
			.isEqualTo(0);
		this.actuator.get("/partitions/audit_log").jsonPath(stateOf(oldest)).isEqualTo("detached");
		this.clock.putForwardTo(Instant.now().plus(Duration.ofDays(8)));
		this.actuator.post("/partitions/audit_log", "retire").jsonPath("$.droppedCount").isEqualTo(3);
		assertThat(this.tables.exists(oldest)).isFalse();
	}

	@Test
	void createsAnotherMonthWhenTheNextOneBegins() {
		LocalDate next = this.today.withDayOfMonth(1).plusMonths(1);
		String wanted = PartitionNames.auditLog(next.plusMonths(2));
		this.actuator.get("/partitions/audit_log/plan?at=" + next + "T12:00:00Z")
			.jsonPath("$.operations[?(@.kind == 'create')].partition")
			.isEqualTo("public." + wanted);
		this.clock.putForwardTo(next.atTime(12, 0).toInstant(ZoneOffset.UTC));
		this.actuator.post("/partitions/audit_log", "create").jsonPath("$.createdCount").isEqualTo(1);
		this.actuator.get("/partitions/audit_log").jsonPath(stateOf(wanted)).isEqualTo("future");
	}

	@Test
	void keepsATableWhoseRowsCouldNotBeArchived() throws IOException {
		Path obstacle = Files.createFile(directory.resolve("public.orders"));
		this.actuator.post("/partitions/orders", "retire").jsonPath("$.success").isEqualTo(true);
		this.clock.putForwardTo(Instant.now().plus(Duration.ofMinutes(2)));
		this.actuator.post("/partitions/orders", "retire")
			.jsonPath("$.success")
			.isEqualTo(false)
			.jsonPath("$.error")
			.value((error) -> assertThat(error.toString()).contains("Archiving of public.orders__0", "failed"));
		assertThat(this.tables.exists("orders__0")).isTrue();
		Files.delete(obstacle);
		this.actuator.post("/partitions/orders", "retire").jsonPath("$.success").isEqualTo(true);
		assertThat(this.tables.exists("orders__0")).isFalse();
		assertThat(this.archive.lines("orders__0")).hasSize(1000);
	}

	@Test
	void followsTheIds() {
		this.tables.addOrders(1000);
		this.actuator.post("/partitions", "create")
			.jsonPath("$.results.orders.createdCount")
			.isEqualTo(1)
			.jsonPath("$.results.events.createdCount")
			.isEqualTo(0);
	}

	@Test
	void refusesBadInput() {
		this.actuator.get("/partitions/evnts", HttpStatus.NOT_FOUND);
		this.actuator.get("/partitions/events/plan?at=soon", HttpStatus.BAD_REQUEST);
		this.actuator.post("/partitions/events", "explode", HttpStatus.BAD_REQUEST);
	}

	@Test
	void reportsHealthAndMetrics() {
		this.actuator.get("/health/partitions")
			.jsonPath("$.status")
			.isEqualTo("UP")
			.jsonPath("$.components.events.status")
			.isEqualTo("UP");
		this.actuator.get("/metrics/partsmith.runway?tag=table:events")
			.jsonPath("$.measurements[0].value")
			.value((seconds) -> assertThat(((Number) seconds).longValue()).isGreaterThan(3 * 86400));
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ClockConfiguration {

		@Bean
		MovableClock clock() {
			return new MovableClock();
		}

	}

}

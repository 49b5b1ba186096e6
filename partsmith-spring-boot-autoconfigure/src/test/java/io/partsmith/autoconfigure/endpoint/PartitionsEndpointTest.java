package io.partsmith.autoconfigure.endpoint;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.partsmith.plan.Scope;
import io.partsmith.autoconfigure.ActuatorApplication;
import io.partsmith.autoconfigure.ActuatorApplication.Answer;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.TableLock;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The endpoint over HTTP, on a real PostgreSQL. */
@PostgresTest
class PartitionsEndpointTest {

	private static ActuatorApplication application;

	private final PostgresDatabase database;

	PartitionsEndpointTest(PostgresDatabase database) {
		this.database = database;
	}

	@BeforeAll
	static void startApplication(PostgresDatabase database) {
		application = new ActuatorApplication(database, "management.endpoint.partitions.access=unrestricted",
				"management.endpoint.health.show-details=always", "partsmith.tables.events.partition-column=created_at",
				"partsmith.tables.events.granularity=month", "partsmith.tables.events.zone=Europe/Berlin",
				"partsmith.tables.events.create-ahead-count=2", "partsmith.tables.events.retention-count=2",
				"partsmith.tables.readings.partition-column=id", "partsmith.tables.readings.step=1000",
				"partsmith.tables.readings.create-ahead-count=2");
	}

	@AfterAll
	static void stopApplication() {
		application.close();
	}

	@BeforeEach
	void createTables() {
		application.cut(false);
		application.clock().set("2027-10-02T03:00:00Z");
		this.database.execute(
				"CREATE TABLE events (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				"CREATE TABLE readings (id bigint PRIMARY KEY) PARTITION BY RANGE (id)");
		application.statements();
	}

	@Test
	void showsEveryTableAtAGlance() {
		this.database.execute("CREATE TABLE events_default PARTITION OF events DEFAULT",
				"INSERT INTO events VALUES (1, '2031-01-01')");
		assertThat(application.post("/partitions", "{}").status()).isEqualTo(200);
		this.database.execute("INSERT INTO readings VALUES (41)");
		Answer all = application.get("/partitions");
		assertThat(all.status()).isEqualTo(200);
		assertThat(all.text("/mode")).isEqualTo("full");
		assertThat(all.at("/tables").propertyNames()).containsExactly("events", "readings");
		assertThat(all.at("/tables/events").propertyNames()).containsExactly("table", "runway", "partitions",
				"defaultRows", "pendingOperations", "findings", "lastRun", "nextRun");
		assertThat(all.text("/tables/events/table")).isEqualTo("public.events");
		assertThat(all.at("/tables/events/runway"))
			.hasToString("{\"until\":\"2027-11-30T23:00:00Z\",\"seconds\":" + (59 * 86_400 + 20 * 3_600) + "}");
		assertThat(all.at("/tables/events/partitions"))
			.hasToString("{\"active\":1,\"future\":1,\"expired\":0,\"detached\":0,\"pendingDetach\":0,\"default\":1,"
					+ "\"unmanaged\":0}");
		assertThat(all.at("/tables/events/defaultRows").asLong()).isEqualTo(1);
		assertThat(all.at("/tables/events/pendingOperations").asInt(-1)).isZero();
		assertThat(all.text("/tables/events/findings/0/code")).isEqualTo("default_holds_rows");
		assertThat(all.text("/tables/events/findings/0/severity")).isEqualTo("warning");
		assertThat(all.text("/tables/events/findings/0/partition")).isEqualTo("public.events_default");
		assertThat(all.text("/tables/events/findings/0/message")).isNotBlank();
		assertThat(all.text("/tables/events/findings/0/next")).isNotBlank();
		assertThat(all.text("/tables/events/lastRun/at")).isEqualTo("2027-10-02T03:00:00Z");
		assertThat(all.text("/tables/events/lastRun/action")).isEqualTo("maintain");
		assertThat(all.text("/tables/events/lastRun/outcome")).isEqualTo("changed");
		assertThat(all.at("/tables/events/lastRun/success").asBoolean()).isTrue();
		assertThat(all.at("/tables/events/lastRun/createdCount").asInt()).isEqualTo(2);
		assertThat(all.at("/tables/events/nextRun").isMissingNode()).isFalse();
		assertThat(all.at("/tables/readings/runway")).hasToString("{\"until\":\"2000\",\"ids\":1958}");
		assertThat(all.at("/tables/readings/defaultRows").isNull()).isTrue();
	}

	@Test
	void aLookCostsAFixedNumberOfQueries() {
		application.post("/partitions", "{\"action\":\"create\"}");
		application.statements();
		application.get("/partitions");
		List<String> few = application.statements();
		application.clock().set("2030-01-02T03:00:00Z");
		application.post("/partitions", "{\"action\":\"create\"}");
		application.statements();
		application.get("/partitions");
		assertThat(application.statements()).isEqualTo(few);
	}

	@Test
	void showsATableThatDoesNotExist() {
		this.database.execute("DROP TABLE readings");
		Answer all = application.get("/partitions");
		assertThat(all.status()).isEqualTo(200);
		assertThat(all.at("/tables/readings/runway").isNull()).isTrue();
		assertThat(all.text("/tables/readings/findings/0/code")).isEqualTo("table_missing");
		assertThat(all.at("/tables/readings/findings/0/partition").isNull()).isTrue();
		assertThat(all.at("/tables/events/findings").isEmpty()).isTrue();
	}

	@Test
	void showsEveryUnitOfATable() {
		this.database.execute(
				"CREATE TABLE events__2027_06 PARTITION OF events FOR VALUES FROM ('2027-06-01 00:00 Europe/Berlin')"
						+ " TO ('2027-07-01 00:00 Europe/Berlin')",
				"CREATE TABLE old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2020-01-01') PARTITION BY HASH (id)",
				"CREATE TABLE old_0 PARTITION OF old FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
		application.post("/partitions/events", "{\"action\":\"create\"}");
		Answer one = application.get("/partitions/events");
		assertThat(one.status()).isEqualTo(200);
		assertThat(one.body().propertyNames()).containsExactly("mode", "table", "runway", "partitions", "defaultRows",
				"pendingOperations", "findings", "lastRun", "nextRun", "tree");
		assertThat(one.at("/pendingOperations").asInt()).isEqualTo(1);
		assertThat(one.at("/tree").valueStream().map((unit) -> unit.get("name").asString())).containsExactly(
				"public.old", "public.events__2027_06", "public.events__2027_10", "public.events__2027_11");
		assertThat(one.at("/tree").valueStream().map((unit) -> unit.get("state").asString()))
			.containsExactly("unmanaged", "expired", "active", "future");
		JsonNode expired = one.at("/tree/1");
		assertThat(expired.propertyNames()).containsExactly("name", "from", "to", "bounds", "state", "rows", "bytes",
				"oid", "why", "children");
		assertThat(expired.get("from").asString()).isEqualTo("2027-05-31 22:00:00+00");
		assertThat(expired.get("to").asString()).isEqualTo("2027-06-30 22:00:00+00");
		assertThat(expired.get("bounds").asString())
			.isEqualTo("FOR VALUES FROM ('2027-05-31 22:00:00+00') TO ('2027-06-30 22:00:00+00')");
		assertThat(expired.get("bytes").isNumber()).isTrue();
		assertThat(expired.get("oid").asLong())
			.isEqualTo(this.database.<Long>queryOne("SELECT 'events__2027_06'::regclass::oid::bigint"));
		assertThat(expired.get("why").asString()).contains("keep-newest 2");
		assertThat(one.text("/tree/0/from")).isEqualTo("MINVALUE");
		assertThat(one.text("/tree/0/children/0/name")).isEqualTo("public.old_0");
		assertThat(one.text("/tree/0/children/0/bounds")).isEqualTo("FOR VALUES WITH (modulus 1, remainder 0)");
		assertThat(one.at("/tree/0/children/0/from").isNull()).isTrue();
	}

	@Test
	void showsThePlanOfNow() {
		Answer plan = application.get("/partitions/events/plan");
		assertThat(plan.status()).isEqualTo(200);
		assertThat(plan.body().propertyNames()).containsExactly("at", "operations", "findings", "fingerprint", "hash");
		assertThat(plan.text("/at")).isEqualTo("2027-10-02T03:00:00Z");
		assertThat(plan.at("/operations")).hasSize(2);
		JsonNode create = plan.at("/operations/0");
		assertThat(create.propertyNames()).containsExactly("kind", "partition", "from", "to", "reason", "detail", "oid",
				"rows", "bytes", "withheld", "destructive", "transactional", "lock", "sql");
		assertThat(create.get("kind").asString()).isEqualTo("create");
		assertThat(create.get("partition").asString()).isEqualTo("public.events__2027_10");
		assertThat(create.get("from").asString()).isEqualTo("2027-09-30 22:00:00+00");
		assertThat(create.get("to").asString()).isEqualTo("2027-10-31 23:00:00+00");
		assertThat(create.get("reason").asString()).isEqualTo("create_ahead");
		assertThat(create.get("destructive").asBoolean(true)).isFalse();
		assertThat(create.get("transactional").asBoolean()).isTrue();
		assertThat(create.get("oid").isNull()).isTrue();
		assertThat(create.get("lock").asString()).contains("SHARE UPDATE EXCLUSIVE on public.events");
		assertThat(create.get("sql").valueStream().map(JsonNode::asString))
			.anyMatch((sql) -> sql.startsWith("CREATE TABLE public.events__2027_10"));
		assertThat(plan.text("/hash")).matches("[0-9a-f]{16}");
		assertThat(application.get("/partitions/events/plan").text("/hash")).isEqualTo(plan.text("/hash"));
		assertThat(this.database.queryStrings("SELECT relname FROM pg_class WHERE relname LIKE 'events\\_\\_%'"))
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2027-12-31T23:00:00Z", "2028-01-01T00:00:00%2B01:00", "2028-01-01T00:00:00+01:00",
			"2028-01-01" })
	void pretendsAnotherTime(String at) {
		application.post("/partitions/events", "{}");
		Answer plan = application.get("/partitions/events/plan?at=" + at);
		assertThat(plan.status()).isEqualTo(200);
		assertThat(plan.text("/at")).isEqualTo("2027-12-31T23:00:00Z");
		assertThat(plan.at("/operations").valueStream().map((operation) -> operation.get("kind").asString()))
			.contains("create", "detach");
		assertThat(application.get("/partitions/events").text("/lastRun/at")).isEqualTo("2027-10-02T03:00:00Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tomorrow", "", "2027-13-01", "+1000000000-12-31T23:59:59Z", "2027-12-31T23:00" })
	void refusesATimeThatIsNone(String at) {
		Answer refused = application.get("/partitions/events/plan?at=" + at);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/error")).contains("is no time to plan for");
	}

	@Test
	void doesNotFindWhatIsNotThere() {
		for (Answer answer : List.of(application.get("/partitions/nope"), application.get("/partitions/nope/plan"),
				application.post("/partitions/nope", "{}"),
				application.post("/partitions/nope", "{\"dryRun\":true}"))) {
			assertThat(answer.status()).isEqualTo(404);
			assertThat(answer.text("/error")).contains("'nope'").contains("events, readings");
		}
		Answer view = application.get("/partitions/events/nope");
		assertThat(view.status()).isEqualTo(404);
		assertThat(view.text("/error")).contains("'nope'");
	}

	@Test
	void refusesABadActionOrDryRun() {
		for (String path : List.of("/partitions", "/partitions/events")) {
			Answer action = application.post(path, "{\"action\":\"explode\"}");
			assertThat(action.status()).isEqualTo(400);
			assertThat(action.text("/error")).contains("'explode'").contains("maintain, create, retire and reconcile");
			Answer dryRun = application.post(path, "{\"dryRun\":\"yes\"}");
			assertThat(dryRun.status()).isEqualTo(400);
			assertThat(dryRun.text("/error")).contains("'yes'");
		}
		assertThat(application.statements()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"dry-run\":\"true\"}", "{\"dryrun\":true}", "{\"Action\":\"create\"}",
			"{\"planhash\":\"0\"}", "{\"hash\":\"0\"}" })
	void refusesAKeyItDoesNotKnow(String body) {
		for (String path : List.of("/partitions", "/partitions/events")) {
			Answer refused = application.post(path, body);
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.text("/error")).contains("No key here is named").contains("dryRun");
		}
		assertThat(application.statements()).isEmpty();
		assertThat(application.post("/partitions/events", body).text("/error"))
			.endsWith("The 'hash' of GET /actuator/partitions/<id>/plan is posted as planHash");
	}

	@Test
	void runsExactlyThePlanThatWasRead() {
		String hash = application.get("/partitions/events/plan").text("/hash");
		Answer refused = application.post("/partitions/events", "{\"planHash\":\"0123456789abcdef\"}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text("/error")).contains(hash, "post its 'hash' as planHash");
		Answer result = application.post("/partitions/events", "{\"planHash\":\"" + hash + "\"}");
		assertThat(result.status()).isEqualTo(200);
		assertThat(result.at("/createdCount").asInt()).isEqualTo(2);
		assertThat(application.post("/partitions/events", "{\"planHash\":\"" + hash + "\"}").status()).isEqualTo(409);
	}

	@Test
	void runsEveryTable() {
		Answer results = application.post("/partitions", "{\"action\":\"create\"}");
		assertThat(results.status()).isEqualTo(200);
		assertThat(results.at("/results").propertyNames()).containsExactly("events", "readings");
		assertThat(results.at("/results/events/createdCount").asInt()).isEqualTo(2);
		assertThat(results.at("/results/readings/createdCount").asInt()).isEqualTo(2);
		assertThat(application.post("/partitions", "{}").text("/results/events/reason")).isEqualTo("converged");
	}

	@Test
	void runsOneTable() {
		Answer result = application.post("/partitions/events", "{}");
		assertThat(result.status()).isEqualTo(200);
		assertThat(result.body().propertyNames()).containsExactly("success", "error", "outcome", "reason", "detail",
				"createdCount", "repairedCount", "attachedCount", "detachedCount", "droppedCount", "convertedCount",
				"lockWaitMillis", "lockInflictedMillis", "operations", "issues", "runId", "duration");
		assertThat(result.at("/success").asBoolean()).isTrue();
		assertThat(result.at("/error").isNull()).isTrue();
		assertThat(result.text("/outcome")).isEqualTo("changed");
		assertThat(result.text("/reason")).isEqualTo("needed");
		assertThat(result.at("/createdCount").asInt()).isEqualTo(2);
		assertThat(result.at("/operations")).hasSize(2);
		assertThat(result.text("/duration")).startsWith("PT");
		assertThat(result.text("/runId")).isNotBlank();
		assertThat(this.database.queryStrings("SELECT relname FROM pg_class WHERE relname LIKE 'readings\\_\\_%'"))
			.isEmpty();
		application.clock().set("2028-01-02T03:00:00Z");
		Answer retired = application.post("/partitions/events", "{\"action\":\"retire\"}");
		assertThat(retired.at("/detachedCount").asInt()).isEqualTo(2);
		assertThat(retired.at("/createdCount").asInt()).isZero();
	}

	@Test
	void rehearsesWithoutAChange() {
		this.database.execute("CREATE TABLE events__2027_10 (id bigint)");
		Answer one = application.post("/partitions/events", "{\"dryRun\":true}");
		assertThat(one.status()).isEqualTo(200);
		assertThat(one.text("/outcome")).isEqualTo("planned");
		assertThat(one.text("/reason")).isEqualTo("dry_run");
		assertThat(one.at("/operations")).hasSize(1);
		assertThat(one.text("/operations/0/kind")).isEqualTo("create");
		assertThat(one.at("/createdCount").asInt(-1)).isZero();
		assertThat(one.text("/issues/0/code")).isEqualTo("name_unusable");
		assertThat(one.text("/issues/0/step")).isEqualTo("create");
		assertThat(one.at("/issues/0/sqlstate").isNull()).isTrue();
		application.statements();
		Answer all = application.post("/partitions", "{\"dryRun\":\"true\",\"action\":\"retire\"}");
		assertThat(all.at("/results/events/operations")).isEmpty();
		assertThat(all.text("/results/readings/outcome")).isEqualTo("planned");
		assertThat(this.database.queryStrings("SELECT relname FROM pg_class WHERE relname LIKE 'events\\_\\_%'"))
			.containsExactly("events__2027_10");
	}

	@Test
	void aFailureStandsInTheResult() {
		this.database.execute("CREATE TABLE events__2027_10 (id bigint)");
		Answer result = application.post("/partitions/events", "{}");
		assertThat(result.status()).as(result.body().toString()).isEqualTo(200);
		assertThat(result.at("/success").asBoolean(true)).isFalse();
		assertThat(result.text("/error")).contains("events__2027_10");
		assertThat(result.text("/issues/0/code")).isEqualTo("name_unusable");
		assertThat(result.text("/issues/0/severity")).isEqualTo("warning");
		assertThat(result.text("/issues/0/next")).isNotBlank();
		assertThat(application.get("/partitions").at("/tables/events/lastRun/success").asBoolean(true)).isFalse();
	}

	@Test
	void conflictsWithARunThatHoldsTheLock() {
		LockAttempt attempt = application.bean(LockManager.class)
			.tryLock(application.bean(ManagedTables.class).get("events"), Scope.MAINTAIN);
		try (TableLock lock = ((LockAttempt.Acquired) attempt).lock()) {
			assertThat(lock.isHeld()).isTrue();
			Answer conflict = application.post("/partitions/events", "{}");
			assertThat(conflict.status()).isEqualTo(409);
			assertThat(conflict.at("/success").asBoolean(true)).isFalse();
			assertThat(conflict.text("/error")).contains("held by pid");
			assertThat(conflict.text("/outcome")).isEqualTo("skipped");
			assertThat(conflict.text("/reason")).isEqualTo("lock_held");
			Answer all = application.post("/partitions", "{}");
			assertThat(all.status()).isEqualTo(200);
			assertThat(all.text("/results/events/reason")).isEqualTo("lock_held");
			assertThat(all.at("/results/readings/success").asBoolean()).isTrue();
		}
	}

	@Test
	void isUnavailableWithoutADatabase() {
		application.cut(true);
		for (String path : List.of("/partitions", "/partitions/events", "/partitions/events/plan")) {
			Answer answer = application.get(path);
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.text("/error")).contains("Connection refused");
		}
		Answer run = application.post("/partitions/events", "{}");
		assertThat(run.status()).isEqualTo(200);
		assertThat(run.at("/success").asBoolean(true)).isFalse();
		assertThat(run.text("/error")).contains("Connection refused");
	}

	@Test
	void healthAndMetricsFollowTheLooks() {
		// Later than every other test: the journal keeps the look that is latest by the
		// clock.
		application.clock().set("2040-10-02T03:00:00Z");
		application.get("/partitions");
		Answer down = application.get("/health/partitions");
		assertThat(down.status()).isEqualTo(503);
		assertThat(down.text("/components/events/status")).isEqualTo("DOWN");
		application.post("/partitions", "{}");
		Answer up = application.get("/health/partitions");
		assertThat(up.status()).isEqualTo(200);
		assertThat(up.text("/components/events/details/until")).isEqualTo("2040-11-30T23:00:00Z");
		assertThat(up.text("/components/readings/details/runway")).isEqualTo("2000 ids");
		application.clock().set("2040-12-02T00:00:00Z");
		assertThat(application.get("/health/partitions/events").status()).isEqualTo(503);
		MeterRegistry meters = application.bean(MeterRegistry.class);
		assertThat(meters.get("partsmith.runway").tag("table", "events").timeGauge().value()).isEqualTo(-90_000);
		assertThat(meters.get("partsmith.maintenance")
			.tags("table", "events", "operation", "create", "outcome", "changed", "reason", "create_ahead")
			.timer()
			.count()).isPositive();
		assertThat(meters.get("partsmith.maintenance")
			.tags("table", "events", "operation", "maintain", "outcome", "changed", "reason", "needed")
			.timer()
			.count()).isPositive();
		assertThat(meters.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getTags().toString()).doesNotContain("__2040"));
	}

}

package io.partsmith.autoconfigure.endpoint;

import io.partsmith.autoconfigure.ActuatorApplication;
import io.partsmith.autoconfigure.ActuatorApplication.Answer;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A retention that wants too much at once, seen and approved over HTTP. */
@PostgresTest
class RetentionApprovalTest {

	@Test
	void whatALimitHoldsBackIsCarriedOutWhenTheHashOfItsPlanIsPosted(PostgresDatabase database) {
		database.execute(
				"CREATE TABLE events (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		for (int month = 1; month <= 9; month++) {
			database.execute("CREATE TABLE events__2027_0" + month + " PARTITION OF events FOR VALUES FROM ('2027-0"
					+ month + "-01Z') TO ('2027-" + String.format("%02d", month + 1) + "-01Z')");
		}
		try (ActuatorApplication application = new ActuatorApplication(database,
				"management.endpoint.partitions.access=unrestricted", "partsmith.tables.events.scheme.method=range",
				"partsmith.tables.events.scheme.key=created_at", "partsmith.tables.events.scheme.boundaries.kind=time",
				"partsmith.tables.events.scheme.boundaries.granularity=month",
				"partsmith.tables.events.lifecycle.retention.kind=keep-newest",
				"partsmith.tables.events.lifecycle.retention.count=2",
				"partsmith.tables.events.lifecycle.limits.max-share-per-run=30%",
				"partsmith.tables.events.lifecycle.holds[0].name=case-4711",
				"partsmith.tables.events.lifecycle.holds[0].to=2027-02-01")) {
			Answer run = application.post("/partitions/events", "{\"action\":\"retire\"}");
			assertThat(run.at("/detachedCount").asInt(-1)).isZero();
			assertThat(run.text("/issues/0/code")).isEqualTo("retention_limit");
			assertThat(run.text("/issues/0/step")).isEqualTo("detach");
			assertThat(run.text("/issues/0/next")).contains("GET /actuator/partitions/events/plan", "planHash");
			Answer tree = application.get("/partitions/events");
			assertThat(tree.text("/tree/0/why")).contains("legal hold case-4711");
			assertThat(tree.text("/tree/0/state")).isEqualTo("active");
			Answer plan = application.get("/partitions/events/plan");
			assertThat(plan.at("/findings").valueStream().map((finding) -> finding.get("code").asString()))
				.containsExactlyInAnyOrder("legal_hold", "retention_limit");
			assertThat(plan.at("/operations")
				.valueStream()
				.filter((operation) -> operation.get("withheld").asBoolean())
				.map((operation) -> operation.get("kind").asString())).hasSize(7).containsOnly("detach");
			Answer approved = application.post("/partitions/events", "{\"planHash\":\"" + plan.text("/hash") + "\"}");
			assertThat(approved.status()).isEqualTo(200);
			assertThat(approved.at("/detachedCount").asInt()).isEqualTo(7);
			assertThat(approved.at("/issues")).isEmpty();
		}
	}

}

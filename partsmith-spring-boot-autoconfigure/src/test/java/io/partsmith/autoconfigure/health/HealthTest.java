package io.partsmith.autoconfigure.health;

import java.time.Clock;

import io.partsmith.autoconfigure.StubCatalog;
import io.partsmith.autoconfigure.YamlContext;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.testing.SettableClock;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.Topologies;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Health answers from the last look and the clock. */
class HealthTest {

	private final StubCatalog catalog = new StubCatalog();

	private final SettableClock clock = new SettableClock("2027-10-02T03:00:00Z");

	private final ApplicationContextRunner events = contextOf("""
			partsmith:
			  tables:
			    events: { partition-column: created_at, granularity: month, create-ahead-count: 2 }
			""");

	private ApplicationContextRunner contextOf(String yaml) {
		return YamlContext.with(yaml)
			.withConfiguration(AutoConfigurations.of(PartsmithHealthAutoConfiguration.class))
			.withBean(PartitionMetadataProvider.class, () -> this.catalog)
			.withBean(Clock.class, () -> this.clock);
	}

	private static Health health(ApplicationContext context) {
		return health(context, "events");
	}

	private static Health health(ApplicationContext context, String id) {
		PartitionsHealthContributor tables = context.getBean("partitionsHealthContributor",
				PartitionsHealthContributor.class);
		HealthIndicator table = (HealthIndicator) tables.getContributor(id);
		assertThat(table).isNotNull();
		return table.health();
	}

	private static void look(ApplicationContext context) {
		context.getBean(PartitionLifecycleService.class).inspect();
	}

	@Test
	void unknownBeforeTheFirstLook() {
		this.events.run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsEntry("table", "public.events")
				.containsEntry("mode", "full")
				.containsKey("reason");
			assertThat(this.catalog.reads()).isZero();
		});
	}

	@Test
	void upWithARunway() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 11));
		this.events.run((context) -> {
			look(context);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("runway", "P59DT21H")
				.containsEntry("until", "2027-12-01T00:00:00Z")
				.containsEntry("inspectedAt", "2027-10-02T03:00:00Z")
				.containsEntry("findings", 0)
				.doesNotContainKeys("warning", "reason", "lookFailure");
		});
	}

	@Test
	void turnsAsTimePassesWithoutAnotherLook() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 11));
		this.events.run((context) -> {
			look(context);
			this.clock.set("2027-11-01T00:00:00Z");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).extractingByKey("warning").asString().contains("P30D");
			this.clock.set("2027-11-28T00:00:00Z");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			this.clock.set("2027-11-28T00:00:01Z");
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).extractingByKey("reason").asString().contains("P2DT23H59M59S");
			this.clock.set("2027-12-01T00:00:00Z");
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsEntry("reason",
					"The present has no partition; inserts fail");
			this.clock.set("2027-12-02T01:00:00Z");
			assertThat(health(context).getDetails()).containsEntry("runway", "-P1DT1H");
			assertThat(this.catalog.reads()).isEqualTo(1);
		});
	}

	@Test
	void recoversWhenTheClockReachesAPartitionBehindAGap() {
		this.catalog.holds(Topologies.of("events").months(2027, 11, 12));
		this.events.run((context) -> {
			look(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsEntry("runway", "none");
			this.clock.set("2027-11-01T00:00:00Z");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void saysThatTheLastLookFailed() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 11));
		this.events.run((context) -> {
			look(context);
			this.catalog.breakDown();
			assertThatException().isThrownBy(() -> look(context));
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("lookFailure", "Connection refused");
		});
	}

	@Test
	void configuredThresholdsTakeThePlaceOfTheRules() {
		this.catalog.holds(Topologies.of("events").months(2027, 10, 12));
		this.events.withPropertyValues("partsmith.health.runway-warning=P60D", "partsmith.health.runway-critical=P10D")
			.run((context) -> {
				look(context);
				assertThat(health(context).getDetails()).doesNotContainKey("warning");
				this.clock.set("2027-11-02T00:00:01Z");
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(health(context).getDetails()).containsKey("warning");
				this.clock.set("2027-12-22T00:00:00Z");
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				this.clock.set("2027-12-22T00:00:01Z");
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			});
	}

	@Test
	void downWithoutACurrentWindowThoughADefaultTakesTheRows() {
		this.catalog.holds(Topologies.of("events").months(2027, 8, 9).withDefault().defaultRows(0, true));
		this.events.run((context) -> {
			look(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsEntry("reason",
					"The present has no partition; rows land in the DEFAULT partition or a catch-all");
		});
	}

	@Test
	void aBranchThatTakesNoRowIsNotSavedByADefault() {
		this.catalog.holds(Topologies.of("events")
			.months(2027, 11, 11)
			.months(2027, 10, 10)
			.divided()
			.withDefault()
			.defaultRows(0, true));
		this.events.run((context) -> {
			look(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).extractingByKey("reason", as(InstanceOfAssertFactories.STRING))
				.contains("public.events__2027_10", "its rows are refused")
				.doesNotContain("DEFAULT");
		});
	}

	@Test
	void aSlidingListSaysHowLongItLasts() {
		this.catalog.holds(
				Topologies.of("queue").key(PartitionMethod.LIST, "integer", "batch").bound("__1", "FOR VALUES IN (1)"));
		contextOf("""
				partsmith:
				  tables:
				    queue:
				      scheme: { method: list, key: batch, boundaries: { kind: sequence } }
				      lifecycle: { creation: { kind: create-until, until: 1 } }
				""").run((context) -> {
			look(context);
			assertThat(health(context, "queue").getDetails()).containsEntry("runway",
					"as long as rows keep to the values listed so far");
		});
	}

	@Test
	void downWhereTheTableCannotBeJudged() {
		this.events.run((context) -> {
			look(context);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("findings", 1).containsKeys("reason", "next");
		});
	}

	@Test
	void partitionsWithoutEndAreAmple() {
		this.catalog.holds(Topologies.of("events").range("_rest", "2027-01-01 00:00:00+00", "MAXVALUE"));
		this.events.run((context) -> {
			look(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("runway", "without end").doesNotContainKey("until");
		});
	}

	@Test
	void integerTablesAreMeasuredInIds() {
		ApplicationContextRunner readings = contextOf("""
				partsmith:
				  mode: off
				  health: { runway-warning: P1D, runway-critical: P1D }
				  tables:
				    readings: { partition-column: id, step: 1000, create-ahead-count: 2 }
				""");
		readings.run((context) -> {
			assertReadings(context, 500, Status.UP, false, "1499 ids");
			assertReadings(context, 1000, Status.UP, true, "999 ids");
			assertReadings(context, 1899, Status.UP, true, "100 ids");
			assertReadings(context, 1900, Status.DOWN, false, "99 ids");
			assertReadings(context, 1999, Status.DOWN, false, "0 ids");
		});
	}

	private void assertReadings(ApplicationContext context, long newest, Status status, boolean warns, String left) {
		this.catalog.holds(Topologies.ids("readings", "bigint").ids(1000, 0, 1000).newest(newest));
		look(context);
		Health health = health(context, "readings");
		assertThat(health.getStatus()).isEqualTo(status);
		assertThat(health.getDetails()).containsEntry("runway", left)
			.containsEntry("until", "2000")
			.containsEntry("mode", "off");
		assertThat(health.getDetails().containsKey("warning")).isEqualTo(warns);
	}

	@Test
	void downWhereTheNewestIdIsNotKnown() {
		this.catalog.holds(Topologies.ids("readings", "bigint").ids(1000, 0).newest(new NewestKey.Unknown("no index")));
		contextOf("partsmith: { tables: { readings: { partition-column: id, step: 1000 } } }").run((context) -> {
			look(context);
			assertThat(health(context, "readings").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context, "readings").getDetails()).extractingByKey("reason")
				.asString()
				.contains("no index");
		});
	}

	@Test
	void everyTableIsAChildOfTheComposite() {
		contextOf("""
				partsmith:
				  tables:
				    b: { partition-column: created_at, granularity: month }
				    a: { partition-column: created_at, granularity: month }
				""").run((context) -> assertThat(context.getBean(PartitionsHealthContributor.class).stream())
			.extracting((entry) -> entry.name())
			.containsExactly("b", "a"));
	}

}

package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.NamedCalendar;
import io.partsmith.scheme.NamedCodec;
import io.partsmith.scheme.PartitionCalendar;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeDivision;
import io.partsmith.scheme.TimeStep;
import io.partsmith.scheme.YearMonthCodec;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class TablePartitionConfigsTest {

	private static final PartitionCalendar FISCAL = (time) -> {
		throw new UnsupportedOperationException();
	};

	private static final KeyCodec MONTHS = new YearMonthCodec();

	@Test
	void readsTheFlatSpelling() {
		assertThat(tables("""
				partsmith:
				  tables:
				    events:
				      table: audit.events
				      partition-column: created_at
				      granularity: month
				      zone: Europe/Berlin
				      create-ahead-count: 3
				      retention-count: 12
				      detach: blocking
				      drop-grace: 36h
				      hooks: []
				""")).containsExactly(new TablePartitionConfig("events", new RelationName("audit", "events"),
				new RangeScheme(List.of("created_at"),
						new Boundaries.Time(Granularity.MONTH, ZoneId.of("Europe/Berlin"))),
				new Lifecycle(new Creation.CreateAhead(3), new Retention.KeepNewest(12), DetachMode.BLOCKING,
						new Drop.DropAfter(TimeAmount.valueOf("36h"))),
				List.of()));
	}

	@Test
	void expiresNothingAndLeavesAWeekOfGraceWhereNothingIsSaid() {
		assertThat(tables("""
				partsmith:
				  tables:
				    readings: { partition-column: id, step: 1_000_000 }
				""")).containsExactly(new TablePartitionConfig("readings", new RelationName("public", "readings"),
				new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.valueOf(1_000_000), BigInteger.ZERO)),
				Lifecycle.creating(new Creation.CreateAhead(6)), null));
	}

	@Test
	void readsTheSameFromBothSpellings() {
		List<TablePartitionConfig> spelled = tables("""
				partsmith:
				  tables:
				    flat:
				      table: public.a
				      partition-column: created_at
				      granularity: week
				      zone: Europe/Berlin
				      create-ahead-count: 4
				      retention-age: P90D
				      detach: concurrent
				      drop-grace: P1D
				    composed:
				      table: public.b
				      scheme:
				        method: range
				        key: created_at
				        boundaries: { kind: time, granularity: week, zone: Europe/Berlin }
				      lifecycle:
				        creation: { kind: create-ahead, count: 4 }
				        retention: { kind: keep-for, age: P90D }
				        detach: concurrent
				        drop: { kind: drop-after, grace: P1D }
				""");
		assertThat(spelled.get(0).scheme()).isEqualTo(spelled.get(1).scheme());
		assertThat(spelled.get(0).lifecycle()).isEqualTo(spelled.get(1).lifecycle());
	}

	@Test
	void readsEveryKindOfTheComposedSpelling() {
		List<TablePartitionConfig> spelled = tables("""
				partsmith:
				  tables:
				    ids:
				      scheme:
				        method: range
				        key: [id, tenant_id]
				        boundaries: { kind: integer, step: 1000, origin: 500 }
				      lifecycle:
				        creation: { kind: create-until, until: 10000 }
				        retention: { kind: keep-behind, distance: 5000 }
				        drop: { kind: drop-never }
				    times:
				      scheme:
				        method: range
				        key: created_at
				        boundaries: { kind: time, granularity: year }
				      lifecycle:
				        creation: { kind: create-until, until: 2030-01-01 }
				        retention: { kind: keep-newest, count: 2 }
				""");
		assertThat(spelled.get(0).scheme()).isEqualTo(new RangeScheme(List.of("id", "tenant_id"),
				new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.valueOf(500))));
		assertThat(spelled.get(0).lifecycle())
			.isEqualTo(new Lifecycle(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(10_000))),
					new Retention.KeepBehind(BigInteger.valueOf(5000)), DetachMode.AUTO, new Drop.DropNever()));
		assertThat(spelled.get(1).lifecycle())
			.isEqualTo(new Lifecycle(new Creation.CreateUntil(new Creation.Until.OnDate(LocalDate.of(2030, 1, 1))),
					new Retention.KeepNewest(2), DetachMode.AUTO, new Drop.DropAfter(Drop.DEFAULT_GRACE)));
	}

	@Test
	void readsEveryGranularityFromHourToYear() {
		for (Granularity granularity : Granularity.values()) {
			assertThat(table(
					"events: { partition-column: c, granularity: " + granularity.name().toLowerCase(Locale.ROOT) + " }")
				.progression()
				.orElseThrow()
				.boundaries()).isEqualTo(new Boundaries.Time(granularity, ZoneId.of("UTC")));
		}
	}

	@Test
	void takesTheIdForTheTableUnlessOneIsNamed() {
		assertThat(table("my_Events: { partition-column: c, granularity: day }").table())
			.isEqualTo(new RelationName("public", "my_Events"));
		assertThat(table("e: { table: Log.Events, partition-column: c, granularity: day }").table())
			.isEqualTo(new RelationName("Log", "Events"));
		String quoted = "'\"my.schema\".\"My \"\"Events\"\"\"'";
		assertThat(table("e: { table: " + quoted + ", partition-column: c, granularity: day }").table())
			.isEqualTo(new RelationName("my.schema", "My \"Events\""));
	}

	@Test
	void readsAnInstantAsWellAsADate() {
		assertThat(table("""
				events:
				  scheme: { method: range, key: c, boundaries: { kind: time, granularity: day } }
				  lifecycle: { creation: { kind: create-until, until: "2030-01-01T00:00:00+02:00" } }
				""").lifecycle().creation())
			.isEqualTo(new Creation.CreateUntil(new Creation.Until.AtInstant(Instant.parse("2029-12-31T22:00:00Z"))));
	}

	@Test
	void keepsHooksApartFromNone() {
		assertThat(table("e: { partition-column: c, granularity: day }").hooks()).isNull();
		assertThat(table("e: { partition-column: c, granularity: day, hooks: [] }").hooks()).isEmpty();
	}

	@Test
	void startsEveryTableFromTheDefaults() {
		assertThat(tables("""
				partsmith:
				  defaults:
				    partition-column: created_at
				    granularity: day
				    zone: Asia/Kathmandu
				    create-ahead-count: 3
				    retention-age: P30D
				    detach: blocking
				    drop-grace: P1D
				  tables:
				    plain:
				    own: { partition-column: at, zone: UTC, create-ahead-count: 9, detach: auto, drop-grace: P2D }
				""")).extracting(TablePartitionConfig::scheme, TablePartitionConfig::lifecycle)
			.containsExactly(tuple(
					new RangeScheme(List.of("created_at"),
							new Boundaries.Time(Granularity.DAY, ZoneId.of("Asia/Kathmandu"))),
					new Lifecycle(new Creation.CreateAhead(3), new Retention.KeepFor(TimeAmount.valueOf("P30D")),
							DetachMode.BLOCKING, new Drop.DropAfter(TimeAmount.valueOf("P1D")))),
					tuple(new RangeScheme(List.of("at"), new Boundaries.Time(Granularity.DAY, ZoneId.of("UTC"))),
							new Lifecycle(new Creation.CreateAhead(9),
									new Retention.KeepFor(TimeAmount.valueOf("P30D")), DetachMode.AUTO,
									new Drop.DropAfter(TimeAmount.valueOf("P2D")))));
	}

	@Test
	void leavesADefaultOutThatContradictsTheEntry() {
		assertThat(tables("""
				partsmith:
				  defaults: { partition-column: id, granularity: day, zone: Asia/Kathmandu, retention-age: P30D }
				  tables:
				    ids: { step: 100, retention-count: 4 }
				""")).extracting(TablePartitionConfig::scheme, (table) -> table.lifecycle().retention())
			.containsExactly(tuple(
					new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO)),
					new Retention.KeepNewest(4)));
		assertThat(tables("""
				partsmith:
				  defaults: { partition-column: id, step: 100, origin: 7, retention-count: 4 }
				  tables:
				    times: { granularity: day, retention-age: P30D }
				    ids: { origin: 50 }
				"""))
			.extracting((table) -> table.progression().orElseThrow().boundaries(),
					(table) -> table.lifecycle().retention())
			.containsExactly(
					tuple(new Boundaries.Time(Granularity.DAY, ZoneId.of("UTC")),
							new Retention.KeepFor(TimeAmount.valueOf("P30D"))),
					tuple(new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.valueOf(50)),
							new Retention.KeepNewest(4)));
	}

	@Test
	void servesAComposedEntryFromFlatDefaultsWhereItIsSilent() {
		assertThat(tables("""
				partsmith:
				  defaults: { partition-column: at, zone: Europe/Berlin, create-ahead-count: 3, retention-count: 5,
				    detach: blocking, drop-grace: P1D }
				  tables:
				    silent:
				      scheme: { method: range, boundaries: { kind: time, granularity: week } }
				    telling:
				      scheme: { method: range, key: c, boundaries: { kind: time, granularity: week, zone: UTC } }
				      lifecycle:
				        creation: { kind: create-ahead, count: 8 }
				        retention: { kind: keep-for, age: P1Y }
				        detach: concurrent
				        drop: { kind: drop-never }
				""")).extracting(TablePartitionConfig::scheme, TablePartitionConfig::lifecycle)
			.containsExactly(tuple(
					new RangeScheme(List.of("at"), new Boundaries.Time(Granularity.WEEK, ZoneId.of("Europe/Berlin"))),
					new Lifecycle(new Creation.CreateAhead(3), new Retention.KeepNewest(5), DetachMode.BLOCKING,
							new Drop.DropAfter(TimeAmount.valueOf("P1D")))),
					tuple(new RangeScheme(List.of("c"), new Boundaries.Time(Granularity.WEEK, ZoneId.of("UTC"))),
							new Lifecycle(new Creation.CreateAhead(8), new Retention.KeepFor(TimeAmount.valueOf("P1Y")),
									DetachMode.CONCURRENT, new Drop.DropNever())));
	}

	@Test
	void servesAFlatEntryFromComposedDefaultsWhereItHasNoKeyOfTheirs() {
		assertThat(tables("""
				partsmith:
				  defaults:
				    scheme: { method: range, key: at, boundaries: { kind: time, granularity: week } }
				    lifecycle: { retention: { kind: keep-newest, count: 9 } }
				  tables:
				    plain:
				    other: { partition-column: c, granularity: day }
				""")).extracting(TablePartitionConfig::scheme, (table) -> table.lifecycle().retention())
			.containsExactly(
					tuple(new RangeScheme(List.of("at"), new Boundaries.Time(Granularity.WEEK, ZoneId.of("UTC"))),
							new Retention.KeepNewest(9)),
					tuple(new RangeScheme(List.of("c"), new Boundaries.Time(Granularity.DAY, ZoneId.of("UTC"))),
							new Retention.KeepNewest(9)));
	}

	@Test
	void keepsEverythingUnderALifecycleBlockWithoutRetention() {
		assertThat(tables("""
				partsmith:
				  defaults: { retention-count: 12, create-ahead-count: 3 }
				  tables:
				    kept:
				      scheme: { method: range, key: c, boundaries: { kind: time, granularity: day } }
				      lifecycle: { detach: auto }
				    expiring: { partition-column: c, granularity: day }
				""")).extracting((table) -> table.lifecycle().retention())
			.containsExactly(new Retention.KeepAll(), new Retention.KeepNewest(12));
	}

	@Test
	void leavesADefaultAgeOutForATableDividedByIds() {
		assertThat(tables("""
				partsmith:
				  defaults: { retention-age: P90D, partition-column: id }
				  tables:
				    ids: { step: 100 }
				    times: { granularity: day }
				""")).extracting((table) -> table.lifecycle().retention())
			.containsExactly(new Retention.KeepAll(), new Retention.KeepFor(TimeAmount.valueOf("P90D")));
	}

	@Test
	void readsTheExampleOfTheReadme() {
		assertThat(tables("""
				partsmith:
				  enabled: true
				  mode: full
				  startup-check: fail
				  defaults:
				    create-ahead-count: 3
				  tables:
				    events:
				      table: public.events
				      partition-column: created_at
				      granularity: month
				      create-ahead-count: 3
				      retention-count: 12
				    telemetry:
				      table: metrics.telemetry
				      scheme:
				        method: range
				        key: created_at
				        boundaries: { kind: time, granularity: week, zone: Europe/Berlin }
				      lifecycle:
				        creation:  { kind: create-ahead, count: 4 }
				        retention: { kind: keep-for, age: P90D }
				        detach: auto
				        drop: { kind: drop-after, grace: P7D }
				  schedule:
				    zone: UTC
				    create: { cron: "0 */10 * * * *", lock-at-most-for: 10m, lock-at-least-for: 10s }
				    retire: { cron: "0 15 3 * * *",   lock-at-most-for: 2h,  lock-at-least-for: 1m }
				    on-startup: create
				  execution:
				    lock-timeout: 300ms
				    lock-attempts: 20
				    statement-timeout: 30s
				    continue-on-error: false
				    time-zone: UTC
				  marker-prefix: pg-partsmith
				  storage:
				    schema: public
				    initialize: true
				""")).extracting(TablePartitionConfig::id).containsExactly("events", "telemetry");
	}

	@Test
	void readsStepsCalendarsAndKeysThatCarryTime() {
		assertThat(boundaries("every: PT15M")).isEqualTo(time(new TimeStep(TimeAmount.valueOf("PT15M"), null)));
		TimeAmount days = TimeAmount.valueOf("P10D");
		assertThat(boundaries("every: P10D, origin: 2026-01-01"))
			.isEqualTo(time(new TimeStep(days, LocalDateTime.parse("2026-01-01T00:00"))));
		assertThat(boundaries("every: P10D, origin: 2026-01-01T06:00"))
			.isEqualTo(time(new TimeStep(days, LocalDateTime.parse("2026-01-01T06:00"))));
		assertThat(boundaries("every: P10D, zone: Europe/Berlin, origin: 2026-07-01T05:00:00Z"))
			.isEqualTo(new Boundaries.Time(new TimeStep(days, LocalDateTime.parse("2026-07-01T07:00")),
					ZoneId.of("Europe/Berlin")));
		assertThat(boundaries("calendar: fiscal")).isEqualTo(time(new NamedCalendar("fiscal", FISCAL)));
		assertThat(boundaries("granularity: day, codec: uuidv7")).isEqualTo(day(KeyCodec.UUIDV7));
		assertThat(boundaries("granularity: day, codec: epoch_seconds")).isEqualTo(day(KeyCodec.EPOCH_SECONDS));
		assertThat(boundaries("granularity: day, codec: snowflake"))
			.isEqualTo(day(KeyCodec.snowflake(Instant.parse("2010-11-04T01:42:54.657Z"))));
		assertThat(boundaries("granularity: day, codec: snowflake, epoch: 2015-01-01T00:00:00Z"))
			.isEqualTo(day(KeyCodec.snowflake(Instant.parse("2015-01-01T00:00:00Z"))));
		assertThat(boundaries("granularity: day, codec: months")).isEqualTo(day(new NamedCodec("months", MONTHS)))
			.hasToString("Time[division=DAY, zone=UTC, codec=months]");
		assertThat(boundaries(table("e: { codec: ulid, partition-column: c, granularity: day }")))
			.isEqualTo(day(KeyCodec.ULID));
	}

	@Test
	void readsTheCursorOfIds() {
		Boundaries ids = boundaries(table("e: { scheme: { method: range, key: c, "
				+ "boundaries: { kind: integer, step: 100, origin: -50, cursor: sequence } } }"));
		assertThat(ids).isEqualTo(
				new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.valueOf(-50), CursorSource.SEQUENCE));
	}

	@Test
	void aDefaultCodecIsForTimesAlone() {
		assertThat(tables("""
				partsmith:
				  defaults: { codec: uuidv7 }
				  tables:
				    a: { partition-column: c, granularity: day }
				    b: { partition-column: c, granularity: day, codec: timestamp }
				    c: { partition-column: c, step: 100 }
				""")).extracting(TablePartitionConfigsTest::boundaries)
			.containsExactly(day(KeyCodec.UUIDV7), day(KeyCodec.TIMESTAMP),
					new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO));
	}

	@Test
	void aNameThatNoBeanHasIsRefusedWithTheNamesThereAre() {
		YamlContext.with("partsmith.tables.e: { partition-column: c, granularity: day, codec: month }")
			.withBean("months", KeyCodec.class, () -> MONTHS)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(PartsmithConfigurationException.class,
						(failure) -> assertThat(failure.action()).contains("or one of your beans: months")));
	}

	private static Boundaries time(TimeDivision division) {
		return new Boundaries.Time(division, ZoneId.of("UTC"));
	}

	private static Boundaries day(KeyCodec codec) {
		return new Boundaries.Time(Granularity.DAY, ZoneId.of("UTC"), codec);
	}

	private static Boundaries boundaries(TablePartitionConfig config) {
		return config.progression().orElseThrow().boundaries();
	}

	private static Boundaries boundaries(String keys) {
		return boundaries(table("e: { scheme: { method: range, key: c, boundaries: { kind: time, " + keys + " } } }"));
	}

	private static TablePartitionConfig table(String entry) {
		return tables("partsmith:\n  tables:\n" + entry.indent(4)).get(0);
	}

	private static List<TablePartitionConfig> tables(String yaml) {
		List<TablePartitionConfig> tables = new ArrayList<>();
		YamlContext.with(yaml)
			.withBean("fiscal", PartitionCalendar.class, () -> FISCAL)
			.withBean("months", KeyCodec.class, () -> MONTHS)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				tables.addAll(context.getBean(ManagedTables.class).all());
			});
		return tables;
	}

}

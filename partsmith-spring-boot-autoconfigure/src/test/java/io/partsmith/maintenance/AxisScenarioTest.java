package io.partsmith.maintenance;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.Finding;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.FourFourFive;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.KeyBounds;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.NamedCalendar;
import io.partsmith.scheme.NamedCodec;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeStep;
import io.partsmith.scheme.YearMonthCodec;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Steps, calendars, keys that carry time, and where ids stand. */
@PostgresTest
class AxisScenarioTest {

	private static final ZoneId UTC = ZoneId.of("UTC");

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	private static TablePartitionConfig k(Boundaries boundaries, Lifecycle lifecycle) {
		return new TablePartitionConfig("k", RelationName.parse("public.k"), new RangeScheme(List.of("id"), boundaries),
				lifecycle);
	}

	private static void make(PostgresDatabase db, String type) {
		db.execute("CREATE TABLE k (id " + type + " PRIMARY KEY) PARTITION BY RANGE (id)");
	}

	private String home(PostgresDatabase db, String key) {
		db.execute("INSERT INTO k VALUES ('" + key + "')");
		String home = db.queryOne("SELECT tableoid::regclass::text FROM k WHERE id = '" + key + "'");
		return home;
	}

	@Test
	void s97_aWeekOfUuidsEndsWhereTheNextOneBegins(PostgresDatabase db) {
		make(db, "uuid");
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.WEEK, UTC, KeyCodec.UUIDV7), Tables.aheadKeep(2, 1));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(k))).containsExactly("create k__2026_w35", "create k__2026_w36");
		String monday = "'01a0551d-a000-7000-8000-000000000000'";
		assertThat(this.catalog.bounds("k__2026_w35"))
			.isEqualTo("FOR VALUES FROM ('01a03111-1c00-7000-8000-000000000000') TO (" + monday + ")");
		assertThat(this.catalog.bounds("k__2026_w36")).startsWith("FOR VALUES FROM (" + monday + ")");
		assertThat(home(db, "01a0551d-9fff-7fff-bfff-ffffffffffff")).isEqualTo("k__2026_w35");
		assertThat(home(db, "01a0551d-a000-7000-8000-000000000000")).isEqualTo("k__2026_w36");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(done(engine.at("2026-08-31T00:00:00Z").run(k))).containsExactly("create k__2026_w37",
				"detach k__2026_w35", "drop k__2026_w35");
	}

	static Stream<Arguments> keys() {
		KeyCodec discord = KeyCodec.snowflake(Instant.parse("2015-01-01T00:00:00Z"));
		return Stream.of(arguments(KeyCodec.UUIDV7, "uuid"), arguments(KeyCodec.ULID, "uuid"),
				arguments(KeyCodec.ULID, "text"), arguments(KeyCodec.ULID, "varchar(26)"),
				arguments(KeyCodec.ULID, "char(26)"), arguments(KeyCodec.ULID, "text COLLATE \"C\""),
				arguments(discord, "bigint"), arguments(discord, "numeric"),
				arguments(KeyCodec.EPOCH_SECONDS, "integer"), arguments(KeyCodec.EPOCH_SECONDS, "bigint"),
				arguments(KeyCodec.EPOCH_SECONDS, "numeric(20,2)"), arguments(KeyCodec.EPOCH_MILLISECONDS, "bigint"),
				arguments(KeyCodec.EPOCH_MICROSECONDS, "bigint"), arguments(KeyCodec.EPOCH_MICROSECONDS, "numeric"));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void aKeyThatCarriesTimeIsDividedByDays(KeyCodec codec, String type, PostgresDatabase db) {
		make(db, type);
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.DAY, BERLIN, codec), Tables.aheadKeep(3, 2));
		Engine engine = Engine.on(db, "2026-10-24T12:00:00Z");
		assertThat(done(engine.run(k))).containsExactly("create k__2026_10_24", "create k__2026_10_25",
				"create k__2026_10_26");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
		KeyBounds bounds = KeyBounds
			.of(codec,
					KeyType.named(type.replaceAll("\\(.*| COLLATE.*", "")
						.replace("varchar", "character varying")
						.replace("char(", "character(")
						.replaceAll("^char$", "character")).orElseThrow());
		assertThat(home(db, bounds.lowerBound(Instant.parse("2026-10-24T21:59:59Z")))).isEqualTo("k__2026_10_24");
		assertThat(home(db, bounds.lowerBound(Instant.parse("2026-10-24T22:00:00Z")))).isEqualTo("k__2026_10_25");
		assertThat(home(db, bounds.lowerBound(Instant.parse("2026-10-25T22:59:59Z")))).isEqualTo("k__2026_10_25");
		assertThat(home(db, bounds.lowerBound(Instant.parse("2026-10-25T23:00:00Z")))).isEqualTo("k__2026_10_26");
		assertThat(done(engine.at("2026-10-25T23:00:00Z").run(k))).containsExactly("create k__2026_10_27",
				"create k__2026_10_28", "detach k__2026_10_24", "drop k__2026_10_24");
		assertThat(this.catalog.rows("k")).isEqualTo(3);
	}

	@ParameterizedTest
	@MethodSource("epochs")
	void p37_weeksOfAnEpochKeyHaveIntegersForBoundsAndDatesForNames(KeyCodec codec, long first, long last,
			PostgresDatabase db) {
		make(db, "bigint");
		long week = last - first;
		db.execute("CREATE TABLE k__2026_w27 PARTITION OF k FOR VALUES FROM (" + (first - 8 * week) + ") TO ("
				+ (first - 7 * week) + ")");
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.WEEK, UTC, codec), Tables.ahead(1));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(k);
		assertThat(this.catalog.partitions("k")).containsExactly("k__2026_w27", "k__2026_w28", "k__2026_w29",
				"k__2026_w30", "k__2026_w31", "k__2026_w32", "k__2026_w33", "k__2026_w34", "k__2026_w35");
		assertThat(this.catalog.bounds("k__2026_w35"))
			.isEqualTo("FOR VALUES FROM ('" + first + "') TO ('" + last + "')");
		assertThat(home(db, String.valueOf(first - 1))).isEqualTo("k__2026_w34");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	static Stream<Arguments> epochs() {
		return Stream.of(arguments(KeyCodec.EPOCH_SECONDS, 1787529600L, 1788134400L),
				arguments(KeyCodec.EPOCH_MILLISECONDS, 1787529600000L, 1788134400000L));
	}

	@Test
	void anIntegerOfSecondsIsServedToItsVeryEnd(PostgresDatabase db) {
		make(db, "integer");
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.DAY, UTC, KeyCodec.EPOCH_SECONDS), Tables.ahead(5));
		Engine engine = Engine.on(db, "2038-01-18T00:00:00Z");
		assertThat(done(engine.run(k))).containsExactly("create k__2038_01_18", "create k__2038_01_19");
		assertThat(this.catalog.bounds("k__2038_01_19")).isEqualTo("FOR VALUES FROM (2147472000) TO (MAXVALUE)");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void idsWhoseEpochLiesAheadHaveNoWindowYet(PostgresDatabase db) {
		make(db, "bigint");
		KeyCodec ahead = KeyCodec.snowflake(Instant.parse("2026-09-01T12:00:00Z"));
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.DAY, UTC, ahead), Tables.ahead(3));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		MaintenanceResult early = engine.run(k);
		assertThat(done(early)).isEmpty();
		assertThat(findings(early)).containsExactly("axis_ends");
		assertThat(early.error()).contains("no key lies in it: snowflake since 2026-09-01T12:00:00Z");
		assertThat(done(engine.at("2026-08-31T00:00:00Z").run(k))).containsExactly("create k__2026_09_01",
				"create k__2026_09_02");
		assertThat(done(engine.at("2026-09-01T00:00:00Z").run(k))).containsExactly("create k__2026_09_03");
		assertThat(this.catalog.bounds("k__2026_09_01")).startsWith("FOR VALUES FROM ('0') TO (");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(home(db, "0")).isEqualTo("k__2026_09_01");
	}

	/** The clock is at the codec's beginning, where a catch-all looks like a window. */
	@Test
	void aPartitionBelowTheFirstKeyOfACodecIsNeverExpired(PostgresDatabase db) {
		make(db, "bigint");
		db.execute("CREATE TABLE by_hand PARTITION OF k FOR VALUES FROM (MINVALUE) TO (0)",
				"INSERT INTO k (id) VALUES (-5)");
		Boundaries.Time days = new Boundaries.Time(Granularity.DAY, UTC,
				KeyCodec.snowflake(Instant.parse("2026-08-20T12:00:00Z")));
		Lifecycle lifecycle = Tables.aheadKeep(2, 1);
		TablePartitionConfig plain = k(days, lifecycle);
		Engine engine = Engine.on(db, "2026-08-20T13:00:00Z");
		engine.run(plain);
		assertThat(this.catalog.bounds("k__2026_08_20")).startsWith("FOR VALUES FROM ('0') TO (");
		assertThat(done(engine.at("2026-08-26T00:00:00Z").run(plain))).contains("detach k__2026_08_20")
			.noneMatch((it) -> it.contains("by_hand"));
		TablePartitionConfig catching = plain
			.with(new RangeScheme(List.of("id"), days, Set.of(CatchAll.values()), null));
		assertThat(done(engine.run(catching))).containsExactly("create k__above");
		assertThat(done(engine.at("2026-08-28T00:00:00Z").run(catching))).contains("create k__2026_08_29")
			.noneMatch((it) -> it.contains("by_hand") || it.contains("detach k__above"));
		assertThat(this.catalog.partitions("public.k")).contains("by_hand", "k__above");
		assertThat(home(db, "-6")).isEqualTo("by_hand");
		assertThat(this.catalog.rows("by_hand")).isEqualTo(2);
	}

	@Test
	void anApplicationsOwnBoundsReadThePartitionsOfTheirTimeAlone(PostgresDatabase db) {
		make(db, "uuid");
		Engine.on(db, "2026-08-26T00:00:00Z")
			.run(k(new Boundaries.Time(Granularity.DAY, UTC, KeyCodec.UUIDV7), Tables.ahead(5)));
		KeyBounds ids = KeyBounds.of(KeyCodec.UUIDV7, KeyType.UUID);
		String plan = String.join("\n",
				db.queryStrings("EXPLAIN SELECT FROM k WHERE id >= '"
						+ ids.lowerBound(Instant.parse("2026-08-27T00:00:00Z")) + "'::uuid AND id < '"
						+ ids.lowerBound(Instant.parse("2026-08-28T00:00:00Z")) + "'::uuid"));
		assertThat(plan).contains("k__2026_08_27").doesNotContain("k__2026_08_26").doesNotContain("k__2026_08_28");
	}

	@Test
	void aKeyOfAnApplicationsOwnKindIsReadByItsBean(PostgresDatabase db) {
		make(db, "integer");
		NamedCodec months = new NamedCodec("months", new YearMonthCodec());
		Engine engine = Engine.on(db, "2026-11-26T00:00:00Z");
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.MONTH, UTC, months), Tables.ahead(3));
		assertThat(done(engine.run(k))).containsExactly("create k__2026_11", "create k__2026_12", "create k__2027_01");
		assertThat(this.catalog.bounds("k__2026_12")).isEqualTo("FOR VALUES FROM (202612) TO (202701)");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aBeanThatContradictsItselfStopsItsTableAlone(PostgresDatabase db) {
		make(db, "integer");
		NamedCodec months = new NamedCodec("months", new YearMonthCodec());
		MaintenanceResult broken = Engine.on(db, "2026-11-26T00:00:00Z")
			.run(k(new Boundaries.Time(Granularity.DAY, UTC, months), Tables.ahead(3)));
		assertThat(findings(broken)).containsExactly("planner_failed");
		assertThat(broken.success()).isFalse();
		Finding finding = broken.plan().findings().get(0);
		assertThat(finding.message()).contains("The codec months writes 2026-11-26T00:00:00Z as '202611'");
		assertThat(finding.next()).startsWith("Mend the bean");
		assertThat(this.catalog.partitions("k")).isEmpty();
	}

	@Test
	void quartersOfAnHourAreContiguousWhileClocksAreSetBack(PostgresDatabase db) {
		make(db, "timestamptz");
		TimeStep quarter = new TimeStep(TimeAmount.valueOf("PT15M"), null);
		TablePartitionConfig k = k(new Boundaries.Time(quarter, BERLIN), Tables.aheadKeep(10, 1));
		Engine engine = Engine.on(db, "2026-10-25T00:20:00Z");
		engine.run(k);
		assertThat(this.catalog.partitions("k")).containsExactly("k__2026_10_25_02_00b", "k__2026_10_25_02_15",
				"k__2026_10_25_02_15b", "k__2026_10_25_02_30", "k__2026_10_25_02_30b", "k__2026_10_25_02_45",
				"k__2026_10_25_02_45b", "k__2026_10_25_03_00", "k__2026_10_25_03_15", "k__2026_10_25_03_30");
		assertThat(this.catalog.bounds("k__2026_10_25_02_00b"))
			.isEqualTo("FOR VALUES FROM ('2026-10-25 01:00:00+00') TO ('2026-10-25 01:15:00+00')");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(done(engine.at("2026-10-25T00:45:00Z").run(k))).contains("detach k__2026_10_25_02_15",
				"drop k__2026_10_25_02_30");
	}

	@Test
	void p35_centuriesBeginWithTheirCentury(PostgresDatabase db) {
		make(db, "date");
		TimeStep century = new TimeStep(TimeAmount.valueOf("P100Y"), null);
		TablePartitionConfig k = k(new Boundaries.Time(century, UTC), Tables.ahead(2));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(k))).containsExactly("create k__2000", "create k__2100");
		assertThat(this.catalog.bounds("k__2100")).isEqualTo("FOR VALUES FROM ('2100-01-01') TO ('2200-01-01')");
		assertThat(home(db, "2126-08-26")).isEqualTo("k__2100");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aFiscalCalendarDividesAndComesBack(PostgresDatabase db) {
		make(db, "timestamptz");
		NamedCalendar fiscal = new NamedCalendar("fiscal", new FourFourFive());
		Boundaries periods = new Boundaries.Time(fiscal, BERLIN);
		TablePartitionConfig k = k(periods, Tables.ahead(2).keeping(new Retention.KeepNewest(1)));
		Engine engine = Engine.on(db, "2026-04-10T00:00:00Z");
		assertThat(done(engine.run(k))).containsExactly("create k__fy2026_p03", "create k__fy2026_p04");
		assertThat(this.catalog.bounds("k__fy2026_p03"))
			.isEqualTo("FOR VALUES FROM ('2026-03-29 22:00:00+00') TO ('2026-05-03 22:00:00+00')");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(done(engine.at("2026-05-10T00:00:00Z").run(k))).containsExactly("create k__fy2026_p05",
				"detach k__fy2026_p03");
		TablePartitionConfig longer = k(periods, Tables.ahead(2).keeping(new Retention.KeepNewest(2)));
		assertThat(done(engine.run(longer))).containsExactly("attach k__fy2026_p03");
	}

	private static MaintenancePlan plan(Engine engine, TablePartitionConfig config) {
		return engine.service(config).plan(config.id());
	}

	private static TablePartitionConfig q(CursorSource cursor) {
		return new TablePartitionConfig("q", RelationName.parse("public.q"),
				new RangeScheme(List.of("msg_id"),
						new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO, cursor)),
				Lifecycle.creating(new Creation.CreateAhead(2)));
	}

	@Test
	void s100_aSequenceTellsWhereADrainedQueueStands(PostgresDatabase db) {
		db.execute(Tables.Q);
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(q(CursorSource.SEQUENCE)))).containsExactly("create q__0", "create q__1000");
		db.execute("INSERT INTO q SELECT FROM generate_series(1, 1500)", "DELETE FROM q");
		MaintenancePlan maxKey = plan(engine, q(CursorSource.MAX_KEY));
		assertThat(maxKey.findings()).extracting(Finding::toString)
			.singleElement()
			.asString()
			.contains("cursor_drained", "holds a row", "1500", "cursor: sequence");
		MaintenanceResult result = engine.run(q(CursorSource.SEQUENCE));
		assertThat(done(result)).containsExactly("create q__2000");
		assertThat(findings(result)).isEmpty();
		assertThat(plan(engine, q(CursorSource.SEQUENCE)).runway().ids()).isEqualTo(1499);
	}

	@Test
	void aTableWithoutAPartitionBeginsWhereItsSequenceStands(PostgresDatabase db) {
		db.execute(Tables.Q, "SELECT setval('q_msg_id_seq', 5000)");
		assertThat(done(Engine.on(db, "2026-08-26T00:00:00Z").run(q(CursorSource.MAX_KEY))))
			.containsExactly("create q__5000", "create q__6000");
	}

	@Test
	void anEmptiedTableGoesOnWhereItsPartitionsAre(PostgresDatabase db) {
		db.execute("CREATE TABLE e (id bigint NOT NULL) PARTITION BY RANGE (id)",
				"CREATE TABLE m (tier text NOT NULL, id bigint NOT NULL) PARTITION BY LIST (tier)",
				"CREATE TABLE e__94000 PARTITION OF e FOR VALUES FROM (94000) TO (95000)");
		TablePartitionConfig e = Tables.ids("public.e", "id", 1000, 0, Tables.aheadKeep(3, 1));
		TablePartitionConfig m = Trees.table("m",
				new GroupScheme("tier", List.of(Trees.group("gold", "gold")), null, Trees.ids("id", 1000)),
				Tables.ahead(3));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(e))).as("behind what there is")
			.containsExactly("create e__95000", "create e__96000");
		engine.run(m);
		for (String table : List.of("e VALUES (96500)", "m VALUES ('gold', 2500)")) {
			db.execute("INSERT INTO " + table);
		}
		assertThat(done(engine.run(e))).contains("create e__98000", "drop e__95000");
		assertThat(done(engine.run(m))).containsExactly("create m__gold__3000", "create m__gold__4000");
		db.execute("DELETE FROM e", "DELETE FROM m", "DROP TABLE m__gold__0", "DROP TABLE m__gold__4000");
		assertThat(done(engine.run(e))).isEmpty();
		assertThat(done(engine.run(m))).as("1000, 2000 and 3000 are there").isEmpty();
		db.execute("INSERT INTO e VALUES (98999)", "INSERT INTO m VALUES ('gold', 3999)");
	}

	@Test
	void idsBeginWhereTheirSequenceStarts(PostgresDatabase db) {
		db.execute(
				"CREATE TABLE w (id bigint GENERATED ALWAYS AS IDENTITY (START 3000000000)) PARTITION BY RANGE (id)");
		TablePartitionConfig w = Tables.ids("public.w", "id", 1000, 0, Tables.ahead(2));
		assertThat(done(Engine.on(db, "2026-08-26T00:00:00Z").run(w))).containsExactly("create w__3000000000",
				"create w__3000001000");
		db.execute("INSERT INTO w DEFAULT VALUES");
	}

	@Test
	void aMessageThatIsStuckIsToldBeforeAnInsertIsRefused(PostgresDatabase db) {
		db.execute(Tables.Q);
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(q(CursorSource.MAX_KEY));
		db.execute("INSERT INTO q VALUES (5)", "SELECT setval('q_msg_id_seq', 1999)");
		assertThat(findings(engine.run(q(CursorSource.MAX_KEY)))).isEmpty();
		db.execute("SELECT setval('q_msg_id_seq', 2000)");
		assertThat(findings(engine.run(q(CursorSource.MAX_KEY)))).containsExactly("cursor_behind");
		assertThat(done(engine.run(q(CursorSource.SEQUENCE)))).containsExactly("create q__2000", "create q__3000");
	}

	@Test
	void theSequenceOfATableMovesEveryBranchOfIt(PostgresDatabase db) {
		db.execute("CREATE TABLE q (tenant integer, msg_id bigserial) PARTITION BY HASH (tenant)");
		TablePartitionConfig q = new TablePartitionConfig("q", RelationName.parse("public.q"),
				new HashScheme(List.of("tenant"), 2, q(CursorSource.SEQUENCE).scheme()), Tables.ahead(2));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(engine.run(q).success()).isTrue();
		assertThat(this.catalog.partitions("q__h0")).containsExactly("q__h0__0", "q__h0__1000");
		db.execute("INSERT INTO q (tenant) SELECT 1 FROM generate_series(1, 1500)");
		assertThat(engine.run(q).success()).isTrue();
		assertThat(this.catalog.partitions("q__h0")).containsExactly("q__h0__0", "q__h0__1000", "q__h0__2000");
		assertThat(this.catalog.partitions("q__h1")).containsExactly("q__h1__0", "q__h1__1000", "q__h1__2000");
		assertThat(engine.run(q).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aColumnWithoutASequenceIsHelpedToOne(PostgresDatabase db) {
		db.execute("CREATE TABLE \"Q q\" (\"Id\" bigint PRIMARY KEY) PARTITION BY RANGE (\"Id\")",
				"CREATE TABLE \"Q q__0\" PARTITION OF \"Q q\" FOR VALUES FROM (0) TO (1000)",
				"INSERT INTO \"Q q\" VALUES (700)");
		TablePartitionConfig q = new TablePartitionConfig("q", RelationName.parse("public.\"Q q\""),
				new RangeScheme(List.of("Id"),
						new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO, CursorSource.SEQUENCE)),
				Lifecycle.creating(new Creation.CreateAhead(2)));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		MaintenanceResult result = engine.run(q);
		assertThat(findings(result)).containsExactly("cursor_unknown");
		assertThat(result.success()).isFalse();
		String next = plan(engine, q).findings().get(0).next();
		for (String statement : next.substring(next.indexOf("CREATE SEQUENCE")).split("; ")) {
			db.execute(statement);
		}
		db.execute("INSERT INTO \"Q q\" DEFAULT VALUES");
		assertThat(done(engine.run(q))).containsExactly("create Q q__1000");
		assertThat(plan(engine, q).findings()).isEmpty();
	}

}

package io.partsmith.maintenance;

import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;

import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every type of key, under session time zones that are nobody's. */
@PostgresTest
class KeyTypeTest {

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	private static void make(PostgresDatabase db, String type) {
		db.execute("CREATE TABLE k (created_at " + type + " NOT NULL) PARTITION BY RANGE (created_at)");
	}

	@Test
	void aDateHoldsTheDaysOfItsZone(PostgresDatabase db) {
		make(db, "date");
		TablePartitionConfig k = Tables.times("k", "public.k", Granularity.DAY, "Europe/Berlin",
				Tables.aheadKeep(2, 2));
		Engine engine = Engine.on(db, "2026-03-28T23:30:00Z");
		engine.run(k);
		assertThat(this.catalog.partitions("k")).containsExactly("k__2026_03_29", "k__2026_03_30");
		assertThat(this.catalog.bounds("k__2026_03_29")).isEqualTo("FOR VALUES FROM ('2026-03-29') TO ('2026-03-30')");
		assertThat(done(engine.at("2026-03-30T22:00:00Z").run(k))).contains("detach k__2026_03_29");
	}

	@Test
	void aTimestampHoldsTheWallTimeOfItsZone(PostgresDatabase db) {
		make(db, "timestamp(3)");
		TablePartitionConfig k = Tables.times("k", "public.k", Granularity.HOUR, "Europe/Berlin", Tables.ahead(4));
		Engine engine = Engine.on(db, "2026-10-24T23:30:00Z");
		engine.run(k);
		assertThat(this.catalog.partitions("k")).containsExactly("k__2026_10_25_01", "k__2026_10_25_02",
				"k__2026_10_25_03", "k__2026_10_25_04");
		assertThat(this.catalog.bounds("k__2026_10_25_02"))
			.isEqualTo("FOR VALUES FROM ('2026-10-25 02:00:00') TO ('2026-10-25 03:00:00')");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aTimestamptzFollowsTheDaysOfItsZoneThroughDst(PostgresDatabase db) {
		make(db, "timestamptz");
		TablePartitionConfig k = Tables.times("k", "public.k", Granularity.DAY, "Europe/Berlin", Tables.ahead(3));
		Engine engine = Engine.on(db, "2026-10-24T12:00:00Z");
		engine.run(k);
		assertThat(this.catalog.bounds("k__2026_10_25"))
			.isEqualTo("FOR VALUES FROM ('2026-10-24 22:00:00+00') TO ('2026-10-25 23:00:00+00')");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "timestamptz", "timestamp", "date" })
	void byTheEndOfAYearNothingIsMissed(String type, PostgresDatabase db) {
		make(db, type);
		TablePartitionConfig k = Tables.times("k", "public.k", Granularity.WEEK, "Asia/Kathmandu",
				Tables.aheadKeep(2, 2));
		Engine engine = Engine.on(db, "2026-12-20T00:00:00Z");
		for (String day : List.of("2026-12-20", "2026-12-27", "2026-12-31", "2027-01-04", "2027-01-11")) {
			assertThat(engine.at(day + "T12:00:00Z").run(k).success()).isTrue();
			db.execute("INSERT INTO k VALUES ('" + day + " 12:00:00')");
		}
		assertThat(this.catalog.partitions("k")).containsExactly("k__2027_w01", "k__2027_w02", "k__2027_w03");
	}

	@ParameterizedTest
	@ValueSource(strings = { "smallint", "integer", "bigint", "numeric", "numeric(20,2)" })
	void idsFollowTheirNewestKey(String type, PostgresDatabase db) {
		db.execute("CREATE TABLE k (id " + type + " NOT NULL) PARTITION BY RANGE (id)");
		TablePartitionConfig k = Tables.ids("public.k", "id", 100, 0, Tables.aheadKeep(2, 2));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(k))).containsExactly("create k__0", "create k__100");
		db.execute("INSERT INTO k VALUES (5), (199)");
		assertThat(done(engine.run(k))).containsExactly("create k__200");
		db.execute("INSERT INTO k VALUES (200)");
		assertThat(done(engine.run(k))).containsExactly("create k__300", "detach k__0", "drop k__0");
		assertThat(engine.run(k).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aSmallintIsServedToItsVeryEnd(PostgresDatabase db) {
		db.execute("CREATE TABLE k (id smallint NOT NULL) PARTITION BY RANGE (id)");
		TablePartitionConfig k = Tables.ids("public.k", "id", 10000, 0, Tables.ahead(9));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(k);
		assertThat(this.catalog.bounds("k__30000")).isEqualTo("FOR VALUES FROM ('30000') TO (MAXVALUE)");
		db.execute("INSERT INTO k VALUES (32767)");
		MaintenanceResult last = engine.run(k);
		assertThat(last.success()).isTrue();
		assertThat(last.outcome()).isEqualTo(Outcome.BLOCKED);
		assertThat(findings(last)).containsExactly("axis_ends");
	}

	@Test
	void manyEmptyPartitionsHideNoRowBehindThem(PostgresDatabase db) {
		db.execute(Tables.Q);
		TablePartitionConfig q = Tables.q(Tables.ahead(30));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(q);
		db.execute("INSERT INTO q VALUES (1500)");
		assertThat(done(engine.run(q))).containsExactly("create q__30000");
	}

	@Test
	void anAbsurdIdInDefaultDoesNotMoveTheCursor(PostgresDatabase db) {
		db.execute(Tables.Q, "CREATE TABLE rest PARTITION OF q DEFAULT", "INSERT INTO q VALUES (9000000000000000)");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.q(Tables.ahead(2)));
		assertThat(done(result)).containsExactly("create q__0", "create q__1000");
		assertThat(findings(result)).containsExactly("default_holds_rows rest");
	}

	@Test
	void aQueueThatIsAlwaysDrainedGetsItsNextPartitionAllTheSame(PostgresDatabase db) {
		db.execute(Tables.Q);
		TablePartitionConfig q = Tables.q(Tables.aheadKeep(2, 1));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(q))).containsExactly("create q__0", "create q__1000");
		for (int thousand = 1; thousand <= 3; thousand++) {
			db.execute("INSERT INTO q SELECT nextval('q_msg_id_seq') FROM generate_series(1, 1000)", "DELETE FROM q");
			assertThat(done(engine.run(q))).contains("create q__" + (thousand + 1) * 1000);
		}
		assertThat(this.catalog.bounds("q__4000")).isEqualTo("FOR VALUES FROM ('4000') TO ('5000')");
	}

	@Test
	void aDefaultThatIsLockedDoesNotHideTheNewestKey(PostgresDatabase db) throws Exception {
		db.execute(Tables.Q, "CREATE TABLE rest PARTITION OF q DEFAULT");
		TablePartitionConfig q = Tables.q(Tables.ahead(2));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(q);
		db.execute("INSERT INTO q VALUES (1500)");
		try (Connection holder = db.connect()) {
			holder.setAutoCommit(false);
			holder.createStatement().execute("LOCK TABLE rest IN ACCESS EXCLUSIVE MODE");
			TableInspection seen = engine.service(q).inspect().get(0);
			assertThat(seen.plan().operations()).extracting((operation) -> operation.partition().toString())
				.containsExactly("public.q__2000");
			assertThat(seen.defaultRows()).isNull();
		}
	}

	@Test
	void aTableWhosePartitionsCannotBeReadHoldsUpNoOther(PostgresDatabase db) throws Exception {
		db.execute(Tables.Q, Tables.M);
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		TablePartitionConfig q = Tables.q(Tables.ahead(2));
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		engine.run(q);
		try (Connection holder = db.connect()) {
			holder.setAutoCommit(false);
			holder.createStatement().execute("LOCK TABLE q__0 IN ACCESS EXCLUSIVE MODE");
			List<MaintenanceResult> results = engine.service(q, t).maintain(Scope.MAINTAIN);
			assertThat(findings(results.get(0))).containsExactly("cursor_unknown");
			assertThat(results.get(0).success()).isFalse();
			assertThat(done(results.get(1))).containsExactly("create t__2026_08");
		}
		assertThat(engine.run(q).success()).isTrue();
	}

	@Test
	void aKeyOfTwoColumnsTrailsOff(PostgresDatabase db) {
		db.execute("CREATE TABLE k (created_at timestamptz, tenant int) PARTITION BY RANGE (created_at, tenant)");
		TablePartitionConfig k = new TablePartitionConfig("k", RelationName.parse("public.k"),
				new RangeScheme(List.of("created_at", "tenant"),
						Tables.monthly(Tables.ahead(1)).progression().orElseThrow().boundaries()),
				Tables.aheadKeep(1, 1));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(k);
		assertThat(this.catalog.bounds("k__2026_08"))
			.isEqualTo("FOR VALUES FROM ('2026-08-01 00:00:00+00', MINVALUE) TO ('2026-09-01 00:00:00+00', MINVALUE)");
		assertThat(done(engine.at("2026-09-26T00:00:00Z").run(k))).containsExactly("create k__2026_09",
				"detach k__2026_08", "drop k__2026_08");
	}

	@Test
	void anExpressionAsKeyIsToldAndNothingIsDone(PostgresDatabase db) {
		db.execute("CREATE TABLE k (created_at timestamptz) PARTITION BY RANGE ((created_at AT TIME ZONE 'UTC'))");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.run(Tables.times("k", "public.k", Granularity.DAY, Tables.ahead(1)));
		assertThat(findings(result)).containsExactly("column_mismatch");
		assertThat(this.catalog.partitions("k")).isEmpty();
		assertThatThrownBy(() -> db.execute("INSERT INTO k VALUES (now())")).hasMessageContaining("no partition");
	}

	@Test
	void aDomainCountsAsItsType(PostgresDatabase db) {
		db.execute("CREATE DOMAIN moment AS timestamptz", "CREATE DOMAIN number AS bigint",
				"CREATE TABLE k (created_at moment NOT NULL) PARTITION BY RANGE (created_at)",
				"CREATE TABLE n (id number NOT NULL) PARTITION BY RANGE (id)");
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(Stream
			.of(engine.run(Tables.times("k", "public.k", Granularity.DAY, Tables.ahead(1))),
					engine.run(Tables.ids("public.n", "id", 10, 0, Tables.ahead(1))))
			.map(MaintenanceResult::createdCount)).containsExactly(1, 1);
	}

}

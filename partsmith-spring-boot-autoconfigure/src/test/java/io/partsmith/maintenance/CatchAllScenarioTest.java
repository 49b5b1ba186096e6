package io.partsmith.maintenance;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Runway;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.assertConverged;
import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

/** Partitions without an end, below and above the windows, on a real database. */
@PostgresTest
class CatchAllScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	private static TablePartitionConfig months(Lifecycle lifecycle, CatchAll... catchAlls) {
		return Trees.table("t", new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, UTC),
				Set.of(catchAlls), null), lifecycle);
	}

	/** A table that was maintained once before. */
	private static Engine begun(PostgresDatabase db, String at, TablePartitionConfig t) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, at);
		engine.run(t);
		return engine;
	}

	@Test
	void catchAllsAreKeptAndMakeRoom(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = months(Tables.aheadKeep(2, 2), CatchAll.BELOW, CatchAll.ABOVE);
		Engine engine = Engine.on(db, "2026-06-10T00:00:00Z");
		MaintenanceResult first = engine.run(t);
		assertThat(done(first)).containsExactlyInAnyOrder("create t__2026_06", "create t__2026_07", "create t__below",
				"create t__above");
		assertThat(first.done()).extracting(Operation::reason).contains(Reason.CREATE_AHEAD, Reason.CATCH_ALL);
		assertThat(this.catalog.bounds("t__below"))
			.isEqualTo("FOR VALUES FROM (MINVALUE) TO ('2026-06-01 00:00:00+00')");
		assertThat(this.catalog.bounds("t__above"))
			.isEqualTo("FOR VALUES FROM ('2026-08-01 00:00:00+00') TO (MAXVALUE)");
		assertConverged(engine, t);
		long above = this.catalog.oid("t__above");
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(later.success()).isTrue();
		assertThat(this.catalog.partitions("public.t")).containsExactly("t__2026_07", "t__2026_08", "t__2026_09",
				"t__above", "t__below");
		assertThat(this.catalog.oid("t__above")).isEqualTo(above);
		assertThat(this.catalog.bounds("t__above"))
			.isEqualTo("FOR VALUES FROM ('2026-10-01 00:00:00+00') TO (MAXVALUE)");
		assertConverged(engine, t);
	}

	/** What is due in years is written today. */
	@Test
	void aCatchAllThatIsDividedTakesRowsOfToday(PostgresDatabase db) {
		db.execute("CREATE TABLE t (created_at timestamptz NOT NULL, seen_at timestamptz NOT NULL)"
				+ " PARTITION BY RANGE (created_at)");
		Boundaries days = new Boundaries.Time(Granularity.DAY, UTC);
		TablePartitionConfig t = Trees.table("t",
				new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, UTC),
						Set.of(CatchAll.ABOVE), new RangeScheme(List.of("seen_at"), days)),
				Tables.aheadKeep(1, 2));
		Engine engine = Engine.on(db, "2026-06-10T00:00:00Z");
		engine.run(t);
		db.execute("INSERT INTO t VALUES ('2099-01-01Z', '2026-06-10Z')");
		MaintenanceResult later = engine.at("2026-06-11T00:00:00Z").run(t);
		assertThat(done(later)).contains("create t__above__2026_06_11");
		db.execute("INSERT INTO t VALUES ('2099-01-01Z', '2026-06-11Z')");
		assertThat(this.catalog.rows("t__above")).isEqualTo(2);
		assertConverged(engine, t);
	}

	@Test
	void idsBeneathACatchAllMoveItsWindows(PostgresDatabase db) {
		db.execute("CREATE TABLE t (created_at timestamptz NOT NULL, id bigint NOT NULL)"
				+ " PARTITION BY RANGE (created_at)");
		Boundaries hundreds = new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO);
		TablePartitionConfig t = Trees.table("t",
				new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, UTC),
						Set.of(CatchAll.ABOVE, CatchAll.BELOW), new RangeScheme(List.of("id"), hundreds)),
				Tables.ahead(2));
		Engine engine = Engine.on(db, "2026-06-10T00:00:00Z");
		engine.run(t);
		db.execute("INSERT INTO t VALUES ('2099-01-01Z', 150), ('1999-01-01Z', 150)");
		MaintenanceResult later = engine.run(t);
		assertThat(done(later)).contains("create t__above__200", "create t__below__200");
		assertThat(later.issues()).isEmpty();
		assertConverged(engine, t);
	}

	@Test
	void aCatchAllThatIsSeveralWindowsBehindLeavesNoHole(PostgresDatabase db) {
		TablePartitionConfig t = months(Tables.ahead(2), CatchAll.ABOVE);
		Engine engine = begun(db, "2026-03-10T00:00:00Z", t);
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(done(later)).containsExactly("create t__2026_05", "create t__2026_06", "create t__2026_07",
				"create t__2026_08", "create t__2026_09");
		assertThat(later.issues()).isEmpty();
		assertThat(this.catalog.partitions("public.t")).containsExactly("t__2026_03", "t__2026_04", "t__2026_05",
				"t__2026_06", "t__2026_07", "t__2026_08", "t__2026_09", "t__above");
		assertThat(this.catalog.bounds("t__above"))
			.isEqualTo("FOR VALUES FROM ('2026-10-01 00:00:00+00') TO (MAXVALUE)");
		assertConverged(engine, t);
	}

	@Test
	void aCatchAllMakesNoRoomForAWindowThatCannotBeMade(PostgresDatabase db) {
		TablePartitionConfig t = months(Tables.ahead(2), CatchAll.ABOVE);
		Engine engine = begun(db, TODAY, t);
		db.execute("CREATE TABLE t__2026_10 (x integer)");
		MaintenanceResult blocked = engine.at("2026-10-10T00:00:00Z").run(t);
		assertThat(done(blocked)).isEmpty();
		assertThat(findings(blocked)).containsExactly("name_unusable t__2026_10", "range_overlap t__above");
		db.execute("INSERT INTO t (created_at) VALUES ('2026-10-10Z')");
	}

	@Test
	void aCatchAllThatHoldsRowsMakesNoRoom(PostgresDatabase db) {
		TablePartitionConfig t = months(Tables.ahead(1), CatchAll.ABOVE);
		Engine engine = begun(db, "2026-07-10T00:00:00Z", t);
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-03Z')");
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(issues(later)).containsExactly("create default_holds_rows t__2026_08");
		assertThat(later.error()).contains("t__above holds rows");
		assertThat(isCaught(engine, t)).isTrue();
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void aCatchAllBelowTakesNothingOfThePresent(PostgresDatabase db) {
		TablePartitionConfig t = months(Tables.ahead(1), CatchAll.BELOW);
		Engine engine = begun(db, "2026-07-10T00:00:00Z", t);
		assertThat(isCaught(engine.at(TODAY), t)).isFalse();
	}

	/** Its ends are ids, and those of the table are times. */
	@Test
	void aCatchAllBeneathTakesWhatIsMissingThere(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = Trees.table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, UTC), Set.of(CatchAll.BELOW), new RangeScheme(List.of("id"),
						new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO), Set.of(CatchAll.ABOVE), null)),
				Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		engine.run(t);
		db.execute("INSERT INTO t (id, created_at) VALUES (95, '2026-08-26Z')");
		assertThat(issues(engine.run(t))).anyMatch((it) -> it.startsWith("create default_holds_rows"));
		assertThat(isCaught(engine, t)).isTrue();
		db.execute("DELETE FROM t", "DROP TABLE t__2026_08__above");
		assertThat(engine.service(t).inspect().get(0).plan().runway().covered()).isTrue();
	}

	/**
	 * Whether the rows of the present go on to be taken though their window is missing.
	 */
	private static boolean isCaught(Engine engine, TablePartitionConfig config) {
		TableInspection seen = engine.service(config).inspect().get(0);
		Runway runway = seen.plan().runway();
		assertThat(runway).isNotNull().extracting(Runway::covered).isEqualTo(false);
		return runway.caught();
	}

}

package io.partsmith.maintenance;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.postgres.LockLedger;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RemoteServer;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Partitions that are foreign tables, with their rows on a second server. */
@PostgresTest
class ForeignLeavesTest {

	private static final String AUGUST = "2026-08-26T00:00:00Z";

	private static final String OCTOBER = "2026-10-26T00:00:00Z";

	/** What a foreign partition must repeat to be accepted. */
	private static final String T = """
			CREATE TABLE public.t (gone int, id bigint NOT NULL, created_at timestamptz NOT NULL,
			  payload varchar(20) COLLATE "C", price numeric(8,2) DEFAULT 7, "Odd ""name" int[],
			  doubled bigint GENERATED ALWAYS AS (id * 2) STORED,
			  CHECK (id > 0), CONSTRAINT "Not x" CHECK (payload <> 'x')) PARTITION BY RANGE (created_at)""";

	private static final Leaves FOREIGN = new Leaves.Foreign("archive",
			Map.of("schema_name", "{schema}", "table_name", "{relname}_of_{root}"));

	private RemoteServer remote;

	private CatalogProbe catalog;

	@BeforeEach
	void start(PostgresDatabase db) {
		this.remote = RemoteServer.beside(db);
		this.remote.introduceTo(db);
		this.catalog = CatalogProbe.of(db);
		db.execute(T, "ALTER TABLE t DROP COLUMN gone");
		for (String month : List.of("07", "08", "09", "10")) {
			this.remote.database()
				.execute("CREATE TABLE t__2026_" + month + "_of_t (id bigint NOT NULL, created_at timestamptz NOT NULL,"
						+ " payload varchar(20), price numeric(8,2), \"Odd \"\"name\" int[], doubled bigint GENERATED ALWAYS AS (id * 2) STORED)");
		}
	}

	@AfterEach
	void stop(PostgresDatabase db) {
		db.execute("DROP EXTENSION postgres_fdw CASCADE");
		this.remote.close();
	}

	private static TablePartitionConfig policy(int keep, String grace) {
		return Tables.monthly(Tables.aheadKeep(1, keep).dropping(Tables.grace(grace))).with(FOREIGN);
	}

	private String kind(PostgresDatabase db, String table) {
		return db.queryOne("SELECT relkind::text FROM pg_class WHERE oid = ?::regclass", table);
	}

	@Test
	void s110_rowsGoToTheOtherServerAndStayThereWhenThePartitionIsDropped(PostgresDatabase db) {
		Engine engine = Engine.on(db, AUGUST);
		assertThat(done(engine.run(policy(1, "P0D")))).containsExactly("create t__2026_08");
		assertThat(kind(db, "t__2026_08")).isEqualTo("f");
		db.execute("INSERT INTO t (id, created_at, payload) VALUES (1, '2026-08-02Z', 'a'), (2, '2026-08-03Z', 'b')");
		assertThat(this.catalog.rows("t")).isEqualTo(2);
		assertThat(db.<Long>queryOne(
				"SELECT count(*) FROM pg_constraint WHERE conrelid = 't__2026_08'::regclass AND contype = 'c'"))
			.isEqualTo(2);
		MaintenanceResult result = engine.at("2026-09-26T00:00:00Z").run(policy(1, "P0D"));
		assertThat(result.error()).isNull();
		assertThat(result.issues()).isEmpty();
		assertThat(done(result)).containsExactly("create t__2026_09", "detach t__2026_08", "drop t__2026_08");
		assertThat(this.catalog.exists("t__2026_08")).isFalse();
		assertThat(this.remote.database()
			.queryStrings("SELECT id || ' ' || doubled || ' ' || price FROM t__2026_08_of_t ORDER BY 1"))
			.containsExactly("1 2 7.00", "2 4 7.00");
		assertThat(engine.run(policy(1, "P0D")).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void s110_withAGraceItIsMarkedComesBackAndIsDroppedInTheEnd(PostgresDatabase db) {
		Engine engine = Engine.on(db, AUGUST);
		engine.run(policy(1, "P5D"));
		db.execute("INSERT INTO t (id, created_at) VALUES (1, '2026-08-02Z')");
		assertThat(done(engine.at(OCTOBER).run(policy(1, "P5D")))).contains("detach t__2026_08")
			.doesNotContain("drop t__2026_08");
		assertThat(this.catalog.comment("t__2026_08")).startsWith("pg-partsmith:orphan-parent=public.t\n");
		assertThat(kind(db, "t__2026_08")).isEqualTo("f");
		assertThat(done(engine.run(policy(3, "P5D")))).contains("attach t__2026_08");
		assertThat(this.catalog.comment("t__2026_08")).isNull();
		assertThat(this.catalog.rows("t")).isEqualTo(1);
		assertThat(engine.run(policy(3, "P5D")).outcome()).isEqualTo(Outcome.CONVERGED);
		engine.run(policy(1, "P5D"));
		MaintenanceResult result = engine.at("2026-10-31T01:00:00Z").run(policy(1, "P5D"), Scope.RETIRE);
		assertThat(done(result)).contains("drop t__2026_08");
		assertThat(this.catalog.exists("t__2026_08")).isFalse();
		assertThat(this.remote.database().<Long>queryOne("SELECT count(*) FROM t__2026_08_of_t")).isEqualTo(1);
	}

	@Test
	void s110_underLocalLeavesAForeignPartitionIsOnlyReported(PostgresDatabase db) {
		Engine engine = Engine.on(db, AUGUST);
		engine.run(policy(1, "P0D"));
		MaintenanceResult result = engine.at("2026-09-26T00:00:00Z").run(policy(1, "P0D").with(Leaves.DEFAULT));
		assertThat(done(result)).containsExactly("create t__2026_09");
		assertThat(kind(db, "t__2026_09")).isEqualTo("r");
		assertThat(findings(result)).containsExactly("foreign_partition t__2026_08");
	}

	@Test
	void s110_aTableWithAKeyIsRefusedBeforeAnyDdl(PostgresDatabase db) {
		db.execute("ALTER TABLE t ADD PRIMARY KEY (id, created_at)");
		MaintenanceResult result = Engine.on(db, AUGUST).run(policy(1, "P0D"));
		assertThat(result.done()).isEmpty();
		assertThat(result.success()).isFalse();
		assertThat(findings(result)).containsExactly("leaves_impossible");
		assertThat(result.plan().findings().get(0).message()).contains("t_pkey", "42809");
		assertThat(result.plan().findings().get(0).next()).contains("partsmith.tables.t.leaves: { kind: local }");
	}

	@Test
	void aServerThatIsMissingIsToldBeforeAnyDdl(PostgresDatabase db) {
		MaintenanceResult result = Engine.on(db, AUGUST)
			.run(policy(1, "P0D").with(new Leaves.Foreign("My Archive", Map.of())));
		assertThat(findings(result)).containsExactly("leaves_impossible");
		assertThat(result.plan().findings().get(0).next()).startsWith("CREATE SERVER \"My Archive\"");
	}

	@Test
	void optionsAreQuotedWhateverTheyHold(PostgresDatabase db) {
		Leaves odd = new Leaves.Foreign("archive",
				Map.of("table_name", "it's {relname} of {parent}", "schema_name", "'); DROP TABLE t --"));
		Engine.on(db, AUGUST).run(policy(1, "P0D").with(odd));
		assertThat(db.queryStrings("SELECT unnest(ftoptions) FROM pg_foreign_table ORDER BY 1"))
			.containsExactly("schema_name='); DROP TABLE t --", "table_name=it's t__2026_08 of t");
	}

	@Test
	void besideADefaultAForeignPartitionIsDetachedToo(PostgresDatabase db) {
		db.execute("CREATE TABLE t__rest PARTITION OF t DEFAULT");
		Engine engine = Engine.on(db, AUGUST);
		engine.run(policy(1, "P0D"));
		assertThat(done(engine.at("2026-09-26T00:00:00Z").run(policy(1, "P0D")))).containsExactly("create t__2026_09",
				"detach t__2026_08", "drop t__2026_08");
	}

	@Test
	void branchesAndCatchAllsAreLocal(PostgresDatabase db) {
		db.execute("DROP TABLE t", "CREATE TABLE t (id bigint NOT NULL, created_at timestamptz NOT NULL)"
				+ " PARTITION BY RANGE (created_at)");
		TablePartitionConfig nested = policy(1, "P0D")
			.with(new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneId.of("UTC")),
					Set.of(CatchAll.BELOW, CatchAll.ABOVE), new HashScheme(List.of("id"), 2, null)));
		Engine engine = Engine.on(db, AUGUST);
		MaintenanceResult result = engine.run(nested);
		assertThat(result.error()).isNull();
		assertThat(kind(db, "t__2026_08")).isEqualTo("p");
		assertThat(kind(db, "t__2026_08__h0") + kind(db, "t__2026_08__h1")).isEqualTo("ff");
		assertThat(db.queryStrings("SELECT relname FROM pg_class WHERE relkind = 'f' AND relname !~ '^t__2026_08__h'"))
			.isEmpty();
		assertThat(db.<Long>queryOne("SELECT count(*) FROM pg_inherits WHERE inhparent = 't'::regclass")).isEqualTo(3);
		assertThat(done(engine.at("2026-09-26T00:00:00Z").run(nested))).contains("drop t__2026_08");
		assertThat(this.catalog.exists("t__2026_08__h1")).isFalse();
	}

	/** What LOCK TABLE would do for an ordinary table. */
	@Test
	void aForeignOrphanThatWasAttachedAgainMeanwhileIsNotDropped(PostgresDatabase db) {
		Engine engine = Engine.on(db, AUGUST);
		engine.run(policy(1, "P1D"));
		engine.at("2026-09-26T00:00:00Z").run(policy(1, "P1D"));
		Operation.Drop drop = (Operation.Drop) engine.at("2026-09-28T00:00:00Z")
			.service(policy(1, "P1D"))
			.plan("t")
			.operations()
			.get(0);
		PostgresPartitionRepository repository = new PostgresPartitionRepository(db.dataSource(),
				ExecutionSettings.DEFAULT);
		db.execute("COMMENT ON FOREIGN TABLE t__2026_08 IS NULL");
		assertThatThrownBy(() -> repository.drop(List.of(drop), LockLedger.open()))
			.hasMessageContaining("planned marker");
		db.execute("ALTER TABLE t ATTACH PARTITION t__2026_08 FOR VALUES FROM ('2026-08-01Z') TO ('2026-09-01Z')");
		assertThatThrownBy(() -> repository.drop(List.of(drop), LockLedger.open()))
			.hasMessageContaining("attached again");
		assertThat(this.catalog.partitions("t")).contains("t__2026_08");
		assertThat(repository.sql(drop)).contains("ALTER FOREIGN TABLE public.t__2026_08 SET WITHOUT OIDS",
				"DROP FOREIGN TABLE public.t__2026_08");
	}

	/** The statement has meant nothing since PostgreSQL 12; its lock is what counts. */
	@Test
	void theLockOnAForeignOrphanKeepsEverybodyElseAway(PostgresDatabase db) {
		Engine.on(db, AUGUST).run(policy(1, "P0D"));
		db.execute("CREATE TABLE before AS SELECT * FROM pg_class WHERE oid = 't__2026_08'::regclass", """
				DO $$ BEGIN
				  ALTER FOREIGN TABLE t__2026_08 SET WITHOUT OIDS;
				  ASSERT (SELECT mode = 'AccessExclusiveLock' FROM pg_locks
				    WHERE relation = 't__2026_08'::regclass AND pid = pg_backend_pid());
				  ASSERT (SELECT before::text FROM before) = (SELECT c::text FROM pg_class AS c
				    WHERE oid = 't__2026_08'::regclass);
				END $$""");
	}

}

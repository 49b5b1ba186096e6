package io.partsmith.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.partsmith.execution.Issue;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a role lacks is told before any DDL, with the statement to paste. */
@PostgresTest
class PreflightTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final Lifecycle LIFECYCLE = Tables.aheadKeep(2, 1);

	private PostgresDatabase db;

	private TablePartitionConfig t = Tables.monthly(LIFECYCLE);

	@BeforeEach
	void makeRoles(PostgresDatabase database) {
		this.db = database;
		database.execute("CREATE ROLE t_app", "CREATE ROLE t_other", "GRANT USAGE, CREATE ON SCHEMA public TO t_app");
	}

	@AfterEach
	void writeAgain() {
		this.db.execute("SET transaction_read_only = off; ALTER DATABASE " + this.db.name()
				+ " RESET default_transaction_read_only");
		this.db.execute("SET transaction_read_only = off; ALTER ROLE t_app IN DATABASE " + this.db.name()
				+ " RESET default_transaction_read_only");
	}

	private MaintenanceResult run() {
		return Engine.on(this.db, TODAY)
			.over(Connections.of(this.db).prepared("SET ROLE t_app"))
			.run(this.t, Scope.MAINTAIN);
	}

	/** Every next step is a statement that is pasted as it stands. */
	private void paste(MaintenanceResult result) {
		result.issues().stream().map(Issue::next).distinct().forEach(this.db::execute);
	}

	@ParameterizedTest
	@EnumSource
	void theStatementToPasteIsAllThatIsMissing(Lack lack) {
		this.db.execute(Tables.M, Tables.month("2026_06"));
		this.db.execute("ALTER TABLE t OWNER TO t_app", "ALTER TABLE t__2026_06 OWNER TO t_app");
		this.db.execute(lack.setUp);
		if (lack.handingDown) {
			this.t = this.t.with(new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT));
		}
		List<String> before = CatalogProbe.of(this.db).partitions("t");
		MaintenanceResult first = run();
		assertThat(issues(first)).as("%s", first.error()).isNotEmpty();
		assertThat(first.issues()).allSatisfy((issue) -> assertThat(issue.code()).isEqualTo(lack.code));
		assertThat(first.issues()).extracting(Issue::next).containsExactlyInAnyOrder(lack.next);
		if (lack.keepsFromCreating) {
			assertThat(first.success()).isFalse();
			assertThat(CatalogProbe.of(this.db).partitions("t")).isEqualTo(before);
		}
		else {
			assertThat(first.success()).isTrue();
			assertThat(done(first)).containsExactly("create t__2026_08", "create t__2026_09");
		}
		paste(first);
		MaintenanceResult second = run();
		assertThat(second.success()).as("%s", second.error()).isTrue();
		assertThat(issues(second)).isEmpty();
		assertThat(CatalogProbe.of(this.db).partitions("t")).containsExactly("t__2026_08", "t__2026_09");
	}

	/** What a role lacks. */
	enum Lack {

		TABLE(FindingCode.NOT_OWNER, true, next("ALTER TABLE public.t OWNER TO t_app"),
				"ALTER TABLE t OWNER TO t_other"),

		PARTITION(FindingCode.NOT_OWNER, false, next("ALTER TABLE public.t__2026_06 OWNER TO t_app"),
				"ALTER TABLE t__2026_06 OWNER TO t_other"),

		SCHEMA(FindingCode.NOT_OWNER, true, next("GRANT USAGE, CREATE ON SCHEMA public TO t_app"),
				"REVOKE CREATE ON SCHEMA public FROM t_app", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"),

		OWN_SELECT(FindingCode.PRIVILEGE_MISSING, true, next("GRANT SELECT ON public.t TO t_app"),
				"REVOKE SELECT ON t FROM t_app"),

		TRIGGER(FindingCode.PRIVILEGE_MISSING, true, next("GRANT EXECUTE ON FUNCTION public.\"Stamp\"() TO t_app"),
				"CREATE FUNCTION \"Stamp\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
				"REVOKE EXECUTE ON FUNCTION \"Stamp\"() FROM PUBLIC",
				"CREATE TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION \"Stamp\"()"),

		TYPE(FindingCode.PRIVILEGE_MISSING, true, next("GRANT USAGE ON TYPE public.mood TO t_app"),
				"CREATE DOMAIN mood AS text", "REVOKE USAGE ON TYPE mood FROM PUBLIC",
				"ALTER TABLE t ADD COLUMN mood mood, ADD COLUMN moods mood[]"),

		REFERENCING(FindingCode.PRIVILEGE_MISSING, false,
				next("GRANT SELECT ON away.note TO t_app", "GRANT USAGE ON SCHEMA away TO t_app"), "CREATE SCHEMA away",
				"CREATE TABLE away.note (id bigint, at timestamptz,"
						+ " FOREIGN KEY (id, at) REFERENCES public.t (id, created_at))"),

		/** Members of the owner have its rights, but the owner may make no table. */
		OWNERS_CREATE(FindingCode.PRIVILEGE_MISSING, true, next("GRANT CREATE ON SCHEMA public TO t_other"),
				"GRANT t_other TO t_app", "ALTER TABLE t OWNER TO t_other",
				"REVOKE CREATE ON SCHEMA public FROM PUBLIC");

		private final FindingCode code;

		private final boolean keepsFromCreating;

		private final boolean handingDown;

		private final String[] next;

		private final String[] setUp;

		Lack(FindingCode code, boolean keepsFromCreating, String[] next, String... setUp) {
			this.code = code;
			this.keepsFromCreating = keepsFromCreating;
			this.next = next;
			this.setUp = setUp;
			this.handingDown = name().equals("OWNERS_CREATE");
		}

		private static String[] next(String... statements) {
			return statements;
		}

	}

	@Test
	void aMemberThatMayNotSetItsRoleCannotHandTheOwnerDown() {
		assumeTrue(this.db.majorVersion() >= 16, "membership without SET came with PostgreSQL 16");
		this.db.execute(Tables.M, "GRANT t_other TO t_app WITH SET FALSE, INHERIT TRUE",
				"GRANT CREATE ON SCHEMA public TO t_other", "ALTER TABLE t OWNER TO t_other");
		this.t = this.t.with(new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT));
		MaintenanceResult result = run();
		assertThat(result.issues()).extracting(Issue::next).containsExactly("GRANT t_other TO t_app WITH SET TRUE");
		paste(result);
		assertThat(done(run())).containsExactly("create t__2026_08", "create t__2026_09");
	}

	@Test
	void membershipInTheRoleOfAnotherOwnerIsNotAskedFor() {
		this.db.execute(Tables.M);
		this.t = this.t.with(new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT));
		MaintenanceResult result = run();
		assertThat(result.issues()).extracting(Issue::next).containsExactly("ALTER TABLE public.t OWNER TO t_app");
		paste(result);
		assertThat(done(run())).containsExactly("create t__2026_08", "create t__2026_09");
	}

	@Test
	void whatStandsBeneathAnothersPartitionIsReported() {
		this.db.execute(Tables.N);
		this.db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0));
		this.db.execute("ALTER TABLE n OWNER TO t_app", "ALTER TABLE n__2026_w35 OWNER TO t_other");
		this.t = Tables.n(2, Tables.ahead(1));
		MaintenanceResult result = run();
		assertThat(issues(result)).containsExactly("reconcile not_owner n__2026_w35__h1");
		assertThat(result.success()).isFalse();
		paste(result);
		assertThat(done(run())).containsExactly("create n__2026_w35__h1");
	}

	@Test
	void aReadOnlyDefaultIsToldWithItsRemedy() {
		this.db.execute(Tables.M, "ALTER TABLE t OWNER TO t_app");
		String database = "ALTER DATABASE " + this.db.name() + " SET default_transaction_read_only = on";
		this.db.execute(database);
		MaintenanceResult result = run();
		assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
		assertThat(result.reason()).isEqualTo(RunReason.READ_ONLY);
		assertThat(result.detail()).contains("default_transaction_read_only from database")
			.contains("ALTER DATABASE " + this.db.name() + " RESET default_transaction_read_only");
		assertThat(result.plan().findings())
			.anySatisfy((finding) -> assertThat(finding.code()).isEqualTo(FindingCode.READ_ONLY));
	}

	@Test
	void aSkewedClockKeepsRetentionBackAndNothingElse() {
		this.db.execute(Tables.M, Tables.month("2026_06"));
		TablePartitionConfig table = Tables.monthly(LIFECYCLE);
		MaintenanceResult skewed = Engine.on(this.db, "2031-08-26T00:00:00Z").comparingClocks().run(table);
		assertThat(done(skewed)).containsExactly("create t__2031_08", "create t__2031_09");
		assertThat(issues(skewed)).containsExactly("plan clock_skew");
		assertThat(skewed.success()).as("the database's own present has no partition").isFalse();
		assertThat(skewed.issues().get(0).message()).contains("2031-08-26T00:00:0")
			.contains("partitions are still made");
		assertThat(CatalogProbe.of(this.db).partitions("t")).contains("t__2026_06");
		assertThat(done(Engine.on(this.db, "2031-08-26T00:00:00Z").run(table))).containsExactly("detach t__2026_06",
				"drop t__2026_06");
	}

	@Test
	void aClockAYearBehindFailsTheRunWhereTheDatabasesPresentHasNoPartition() {
		this.db.execute(Tables.M);
		Engine engine = Engine.on(this.db, TODAY).comparingClocks();
		engine.clock().set(Instant.now().minus(Duration.ofDays(366)));
		PartitionLifecycleService service = engine.service(Tables.monthly(Tables.ahead(2)));
		MaintenanceResult behind = service.maintain("t", Scope.MAINTAIN);
		assertThat(done(behind)).hasSize(2);
		assertThat(behind.success()).isFalse();
		assertThat(behind.error()).contains("none is there for the database's own time");
		assertThat(service.inspect().get(0).plan().findings()).singleElement().matches(Finding::urgent);
		// The step that is told ends it, and what is left is the skew itself.
		service.partitions("t").ensure(Instant.now());
		this.db.execute("INSERT INTO t (created_at) VALUES (now())");
		MaintenanceResult named = service.maintain("t", Scope.CREATE);
		assertThat(named.success()).as("%s", named.error()).isTrue();
		assertThat(issues(named)).containsExactly("plan clock_skew");
	}

	@Test
	void anApprovedPlanRetiresNothingWhileTheClocksAreApart() {
		this.db.execute(Tables.M);
		Engine engine = Engine.on(this.db, TODAY).comparingClocks();
		engine.clock().set(Instant.now());
		TablePartitionConfig table = Tables.monthly(Tables.aheadKeep(2, 1));
		PartitionLifecycleService service = engine.service(table);
		service.maintain("t", Scope.MAINTAIN);
		List<String> real = CatalogProbe.of(this.db).partitions("t");
		assertThat(real).hasSize(2);
		engine.clock().set(Instant.now().plus(Duration.ofDays(366)));
		MaintenancePlan wrong = service.plan("t");
		assertThat(wrong.operations()).anyMatch((operation) -> operation.kind() == OperationKind.DETACH);
		kept(service.apply(wrong), real);
		// What the wrong clock planned is no better once the clock is right.
		engine.clock().set(Instant.now());
		kept(service.apply(wrong), real);
		// And what nobody has compared is not run under a clock that is wrong by now.
		engine.clock().set(Instant.now().plus(Duration.ofDays(366)));
		MaintenancePlan unaware = Engine.on(this.db, engine.clock().instant().toString()).service(table).plan("t");
		assertThat(unaware.findings()).noneMatch((finding) -> finding.code() == FindingCode.CLOCK_SKEW);
		kept(service.apply(unaware), real);
	}

	private void kept(MaintenanceResult result, List<String> real) {
		assertThat(done(result)).noneMatch((done) -> done.startsWith("detach") || done.startsWith("drop"));
		assertThat(issues(result)).contains("plan clock_skew");
		assertThat(result.issues()).extracting(Issue::next).anyMatch((next) -> next.contains("plan again"));
		assertThat(CatalogProbe.of(this.db).partitions("t")).containsAll(real);
	}

	@Test
	void aClockThatIsRightIsNoFinding() {
		this.db.execute(Tables.M);
		Engine engine = Engine.on(this.db, TODAY).comparingClocks();
		engine.clock().set(Instant.now());
		assertThat(issues(engine.run(Tables.monthly(Tables.ahead(1))))).isEmpty();
	}

}

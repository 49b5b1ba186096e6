package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A plan is a value: cut, shown, kept, refused, and what its SQL says is what is done.
 */
@PostgresTest
class PlanApplyTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(2, 1));

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M);
	}

	@Test
	void aPlanWithoutADetachKeepsThePartition(PostgresDatabase db) {
		db.execute(Tables.month("2026_05"), Tables.month("2026_06"));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(T);
		MaintenancePlan plan = service.plan("t").without(RelationName.parse("t__2026_06"));
		assertThat(done(service.apply(plan))).containsExactly("create t__2026_08", "create t__2026_09",
				"detach t__2026_05", "drop t__2026_05");
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_06", "t__2026_08", "t__2026_09");
		assertThat(done(service.apply(service.plan("t").only(OperationKind.DROP)))).isEmpty();
	}

	@Test
	void s113_aPlanChangesNothingAndCanBeRunLater(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"));
		List<String> statements = new ArrayList<>();
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(statements))
			.service(Tables.monthly(Tables.aheadKeep(2, 1)));
		MaintenancePlan plan = service.plan("t", Instant.parse(TODAY));
		assertThat(statements).isNotEmpty()
			.noneMatch((sql) -> sql.matches("(?s)\\s*(CREATE|ALTER|DROP|COMMENT|LOCK).*"));
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2026_06");
		assertThat(service.plan("t")).isEqualTo(plan);
		assertThat(service.plan("t").hash()).isEqualTo(plan.hash());
		assertThat(done(service.apply(plan))).containsExactly("create t__2026_08", "create t__2026_09",
				"detach t__2026_06", "drop t__2026_06");
	}

	@Test
	void s113_aPlanThatWasKeptAsJsonIsAppliedLater(PostgresDatabase db) {
		db.execute(Tables.month("2026_05"), Tables.month("2026_06"), "CREATE TABLE rest PARTITION OF t DEFAULT");
		db.execute(Tables.orphan("2026_09", "2026-08-01T00:00:00+00:00"));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(T);
		MaintenancePlan plan = service.plan("t");
		PlanJson json = new PlanJson();
		MaintenancePlan read = json.read(json.write(plan));
		assertThat(read).isEqualTo(plan);
		assertThat(done(service.apply(read.without(RelationName.parse("t__2026_05")))))
			.containsExactly("create t__2026_08", "attach t__2026_09", "detach t__2026_06", "drop t__2026_06");
		assertThat(issues(Engine.on(db, TODAY).continuingOnError().service(T).apply(read)))
			.contains("create name_unusable t__2026_08", "attach plan_stale t__2026_09", "detach plan_stale t__2026_06")
			.noneMatch((issue) -> issue.startsWith("drop"));
	}

	@Test
	void aPlanOfAnotherConfigurationOrTableIsRefused(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"));
		MaintenancePlan plan = Engine.on(db, TODAY).service(T).plan("t");
		PartitionLifecycleService edited = Engine.on(db, TODAY).service(Tables.monthly(Tables.aheadKeep(2, 12)));
		assertThatExceptionOfType(PlanRefusedException.class).isThrownBy(() -> edited.apply(plan))
			.withMessageContaining(plan.fingerprint())
			.withMessageContaining("plan anew");
		PartitionLifecycleService moved = Engine.on(db, TODAY)
			.service(new TablePartitionConfig("t", RelationName.parse("s.t"), T.scheme(), T.lifecycle()));
		assertThatExceptionOfType(PlanRefusedException.class).isThrownBy(() -> moved.apply(plan))
			.withMessageContaining("public.t")
			.withMessageContaining("s.t");
		PartitionLifecycleService other = Engine.on(db, TODAY)
			.service(new TablePartitionConfig("other", T.table(), T.scheme(), T.lifecycle()));
		assertThatExceptionOfType(UnknownTableException.class).isThrownBy(() -> other.apply(plan));
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2026_06");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
	void whatTheSqlSaysIsWhatIsDone(DetachMode mode, PostgresDatabase db) throws SQLException {
		db.execute(Tables.month("2026_06"));
		db.execute(Tables.orphan("2026_09", "2026-08-01T00:00:00+00:00"));
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.service(T.with(T.lifecycle().detaching(mode).dropping(Tables.grace("P0D"))));
		MaintenancePlan plan = service.plan("t");
		assertThat(plan.operations()).extracting(Operation::kind)
			.containsExactly(OperationKind.CREATE, OperationKind.ATTACH, OperationKind.DETACH, OperationKind.DROP);
		try (Connection session = db.connect(); Statement statement = session.createStatement()) {
			for (Operation operation : plan.operations()) {
				for (String sql : service.sql(operation)) {
					statement.execute(sql);
				}
				if (operation.kind() == OperationKind.DETACH) {
					assertThat(this.catalog.comment("t__2026_06")).isEqualTo("""
							pg-partsmith:orphan-parent=public.t
							pg-partsmith:detached-at=2026-08-26T00:00:00+00:00""");
				}
			}
		}
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_08", "t__2026_09");
		assertThat(this.catalog.exists("t__2026_06")).isFalse();
		assertThat(this.catalog.comment("t__2026_09")).isNull();
		assertThat(service.plan("t").isConverged()).isTrue();
	}

	@Test
	void theDescriptionHasTheSqlWithItsBranches(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(T);
		String text = service.describe(service.plan("t"));
		long oid = this.catalog.oid("t__2026_06");
		assertThat(text).contains("CREATE TABLE public.t__2026_08 (LIKE public.t INCLUDING ALL EXCLUDING IDENTITY)")
			.contains("-- goes on only if public.t__2026_06 still has the OID " + oid)
			.contains("ALTER TABLE public.t DETACH PARTITION public.t__2026_06 CONCURRENTLY\n")
			.contains("is pending, the next attempt does in its place:")
			.contains("--   ALTER TABLE public.t DETACH PARTITION public.t__2026_06 FINALIZE\n")
			.contains("DROP TABLE public.t__2026_06\n");
		assertThat(List.of(text.split("\n")))
			.noneMatch((line) -> line.startsWith("     ALTER") && line.endsWith("FINALIZE"));
	}

	@Test
	void s113_aPlanOfATreeIsKeptShownAndAppliedToo(PostgresDatabase db) {
		db.execute("CREATE TABLE e (tier text, at timestamptz NOT NULL, tenant bigint) PARTITION BY LIST (tier)");
		RangeScheme months = new RangeScheme(List.of("at"), new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC));
		GroupScheme groups = new GroupScheme("tier",
				List.of(new GroupScheme.Group("eu", List.of(new Datum.Literal("d'e"), Datum.NULL)),
						new GroupScheme.Group("none", List.of(new Datum.Literal("NULL")))),
				"rest", months.dividedBy(new HashScheme(List.of("tenant"), 2, null)));
		TablePartitionConfig config = new TablePartitionConfig("e", RelationName.parse("e"), groups, T.lifecycle());
		PartitionLifecycleService service = Engine.on(db, TODAY).service(config);
		PlanJson json = new PlanJson();
		MaintenancePlan plan = service.plan("e");
		assertThat(json.read(json.write(plan))).isEqualTo(plan);
		assertThat(service.describe(plan)).contains("   table:  new, with 6 more beneath it")
			.contains("PARTITION BY HASH (tenant)")
			.contains("FOR VALUES IN ('d''e', NULL)");
		assertThat(service.apply(json.read(json.write(plan))).success()).isTrue();
		db.execute("DROP TABLE e__eu__2026_08__h0", "ALTER TABLE e__eu DETACH PARTITION e__eu__2026_09",
				"COMMENT ON TABLE e__eu__2026_09 IS 'pg-partsmith:orphan-parent=public.e__eu'",
				"DROP TABLE e__eu__2026_09__h1");
		MaintenancePlan repair = service.plan("e");
		assertThat(repair.operations()).extracting(Operation::kind)
			.contains(OperationKind.CREATE, OperationKind.ATTACH);
		assertThat(json.read(json.write(repair))).isEqualTo(repair);
		assertThat(service.apply(json.read(json.write(repair))).success()).isTrue();
		assertThat(service.plan("e").isConverged()).isTrue();
	}

}

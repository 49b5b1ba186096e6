package io.partsmith.maintenance;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

import io.partsmith.postgres.LockLimits;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Retention;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** A whole life, whatever schema, table and column are called. */
@PostgresTest
class NamesTest {

	static Stream<String> names() {
		return Stream.of("Events", "my events", "a.b", "say \"hi\"", "\"; DROP TABLE x; --", "'; DROP TABLE x; --",
				"is it?", "{fn now()}", "$1", "$$", "$tag$", ":a", "a::b", "back\\slash", "größe", "事件", "😀", "select",
				"table", "user", "100%", "a%Ib", "-- x", "/* x */", "a,b", "(x)", "tab\there", "  ");
	}

	private static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	@ParameterizedTest
	@MethodSource("names")
	void anyNameLivesAWholeLife(String name, PostgresDatabase db) {
		String table = quoted(name) + "." + quoted(name);
		db.execute("CREATE TABLE x (id int)", "CREATE SCHEMA " + quoted(name), "CREATE TABLE " + table + " (id bigint, "
				+ quoted(name) + " timestamptz NOT NULL) PARTITION BY RANGE (" + quoted(name) + ")");
		TablePartitionConfig config = new TablePartitionConfig("strange", new RelationName(name, name),
				new RangeScheme(List.of(name),
						Tables.monthly(Tables.ahead(1)).progression().orElseThrow().boundaries()),
				Tables.aheadKeep(1, 1).dropping(Tables.grace("P40D")));
		wholeLife(db, config, name, table);
	}

	@ParameterizedTest
	@MethodSource("names")
	void anyColumnOfIdsIsRead(String name, PostgresDatabase db) {
		db.execute("CREATE TABLE q (" + quoted(name) + " bigint NOT NULL) PARTITION BY RANGE (" + quoted(name) + ")",
				"CREATE TABLE " + quoted(name) + " PARTITION OF q DEFAULT");
		TablePartitionConfig q = new TablePartitionConfig("q", RelationName.parse("public.q"),
				new RangeScheme(List.of(name), Tables.q(Tables.ahead(1)).progression().orElseThrow().boundaries()),
				Tables.aheadKeep(1, 1));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(q);
		db.execute("INSERT INTO q VALUES (500)");
		assertThat(engine.run(q).outcome()).isEqualTo(Outcome.CONVERGED);
		db.execute("UPDATE q SET " + quoted(name) + " = 999");
		assertThat(engine.run(q.with(Tables.ahead(2))).createdCount()).isEqualTo(1);
	}

	private static void wholeLife(PostgresDatabase db, TablePartitionConfig config, String name, String table) {
		CatalogProbe catalog = CatalogProbe.of(db);
		Engine engine = Engine.on(db, "2026-06-15T00:00:00Z");
		MaintenanceResult made = engine.run(config);
		assertThat(made.error()).isNull();
		assertThat(catalog.partitions(table)).containsExactly(name + "__2026_06");
		assertThat(engine.run(config).outcome()).isEqualTo(Outcome.CONVERGED);
		engine.at("2026-07-15T00:00:00Z");
		assertThat(done(engine.run(config))).containsExactly("create " + name + "__2026_07",
				"detach " + name + "__2026_06");
		TablePartitionConfig longer = config.with(config.lifecycle().keeping(new Retention.KeepNewest(2)));
		assertThat(done(engine.run(longer))).containsExactly("attach " + name + "__2026_06");
		assertThat(done(engine.run(config.with(config.lifecycle().detaching(DetachMode.BLOCKING)))))
			.containsExactly("detach " + name + "__2026_06");
		assertThat(engine.service(config).inspect("strange").plan().units()).hasSize(2);
		assertThat(done(engine.at("2026-08-30T00:00:00Z").run(config))).contains("drop " + name + "__2026_06");
		assertThat(catalog.exists("public.x")).isTrue();
	}

	@Test
	void theLongestNameThatFitsLives(PostgresDatabase db) {
		String name = "ü".repeat(26) + "xy";
		assertThat(RelationName.parse(name + "__2026_08").nameBytes()).isEqualTo(63);
		db.execute("CREATE TABLE x (id int)", "CREATE TABLE \"" + name
				+ "\" (created_at timestamptz NOT NULL, UNIQUE (created_at)) " + "PARTITION BY RANGE (created_at)");
		wholeLife(db, new TablePartitionConfig("strange", new RelationName("public", name),
				Tables.monthly(Tables.ahead(1)).scheme(), Tables.aheadKeep(1, 1).dropping(Tables.grace("P40D"))), name,
				quoted(name));
	}

	@Test
	void aNameThatIsTooLongIsToldBeforeAnyDdl(PostgresDatabase db) {
		String name = "x".repeat(63);
		db.execute("CREATE TABLE " + name + " (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.run(new TablePartitionConfig("x", new RelationName("public", name),
					Tables.monthly(Tables.ahead(1)).scheme(), Tables.ahead(2)));
		assertThat(issues(result)).allMatch((issue) -> issue.startsWith("create name_unusable"));
		assertThat(result.success()).isFalse();
		assertThat(CatalogProbe.of(db).tables("public")).containsExactly(name);
	}

	@Test
	void aMarkerPrefixOfAnySortIsFoundAgain(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_06"));
		ExecutionSettings settings = new ExecutionSettings(
				new LockLimits(Duration.ofMillis(100), 3, Duration.ofMinutes(1), Duration.ofMillis(200)),
				Duration.ofSeconds(5), ZoneId.of("Asia/Kolkata"), "it's % a_\\prefix");
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z").with(settings);
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1).dropping(Tables.grace("P1D")));
		engine.run(t);
		assertThat(CatalogProbe.of(db).comment("t__2026_06")).startsWith("it's % a_\\prefix:orphan-parent=public.t\n");
		assertThat(done(engine.at("2026-08-28T00:00:00Z").run(t))).containsExactly("drop t__2026_06");
	}

}

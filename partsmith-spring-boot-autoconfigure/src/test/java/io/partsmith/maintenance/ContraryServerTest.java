package io.partsmith.maintenance;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** What a role or a database may have set, and what a database may hold, against us. */
@PostgresTest
class ContraryServerTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	/** Every statement of a definition takes longer than some of the limits below. */
	private static final String[] SLOWLY = {
			"CREATE FUNCTION slowly() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.3); END'",
			"CREATE EVENT TRIGGER slowly ON ddl_command_end EXECUTE FUNCTION slowly()" };

	static Stream<String> settings() {
		return Stream.of("statement_timeout = '100ms'", "lock_timeout = '1ms'",
				"idle_in_transaction_session_timeout = '200ms'", "transaction_timeout = '100ms'",
				"default_transaction_isolation = serializable", "standard_conforming_strings = off",
				"quote_all_identifiers = on", "client_min_messages = error", "search_path = app, pg_catalog");
	}

	/** What stands in a schema that comes before that of PostgreSQL, or fits better. */
	private static final String[] SHADOWS = { "CREATE SCHEMA app",
			"CREATE FUNCTION app.to_regclass(text) RETURNS regclass LANGUAGE sql AS 'SELECT NULL::regclass'",
			"CREATE FUNCTION app.format(text, name, name) RETURNS text LANGUAGE sql AS 'SELECT ''nonsense'''",
			"CREATE FUNCTION app.quote_ident(text) RETURNS text LANGUAGE sql AS 'SELECT ''nonsense'''",
			"CREATE FUNCTION app.pg_try_advisory_xact_lock(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
			"CREATE FUNCTION app.obj_description(oid, name) RETURNS text LANGUAGE sql AS 'SELECT ''nonsense'''",
			"CREATE FUNCTION app.pg_backend_pid() RETURNS int LANGUAGE sql AS 'SELECT 1'",
			"CREATE TABLE app.pg_class (oid oid)" };

	@ParameterizedTest
	@MethodSource("settings")
	void aTableLivesThroughItsMonthsWhateverIsSet(String setting, PostgresDatabase db) {
		if (setting.startsWith("transaction_timeout") && db.majorVersion() < 17) {
			return;
		}
		db.execute(SHADOWS);
		db.execute(SLOWLY);
		db.execute(Tables.M, "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at) SELECT '2026-06-02Z' FROM generate_series(1, 1100)");
		Engine engine = Engine.on(db, "2026-06-26T00:00:00Z").over(Connections.of(db).prepared("SET " + setting));
		MaintenanceResult moved = engine.run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(moved.error()).isNull();
		assertThat(done(moved)).containsExactly("move t__2026_06");
		db.execute("DROP TABLE rest");
		for (DetachMode mode : List.of(DetachMode.CONCURRENT, DetachMode.BLOCKING)) {
			String now = (mode == DetachMode.CONCURRENT) ? "2026-07-26T00:00:00Z" : TODAY;
			MaintenanceResult result = engine.at(now).run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(mode)));
			assertThat(result.error()).isNull();
			assertThat(result.issues()).isEmpty();
			assertThat(result.createdCount() + result.droppedCount()).isEqualTo(2);
		}
		assertThat(CatalogProbe.of(db).tables("public")).containsExactly("t", "t__2026_08");
		assertThat(engine.run(Tables.monthly(Tables.aheadKeep(1, 1))).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	/** As every table that the session makes, so that what a database is set to holds. */
	@Test
	void newPartitionsFollowTheDefaultAccessMethod(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE ACCESS METHOD own TYPE TABLE HANDLER heap_tableam_handler");
		Engine.on(db, TODAY)
			.over(Connections.of(db).prepared("SET default_table_access_method = own"))
			.run(Tables.monthly(Tables.ahead(1)));
		assertThat(db.queryStrings("SELECT m.amname FROM pg_class AS c JOIN pg_am AS m ON m.oid = c.relam"
				+ " WHERE c.oid = 't__2026_08'::regclass"))
			.containsExactly("own");
	}

	/** Another run may be about to detach what we could not. */
	@Test
	void aMarkerThatSomebodyElseWroteMeanwhileStays(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"),
				"CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS"
						+ " $$ BEGIN IF current_query() ~ 'DETACH' THEN RAISE 'no'; END IF; END $$",
				"CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse()");
		String theirs = "pg-partsmith:orphan-parent=public.t\npg-partsmith:detached-at=2026-08-27T00:00:00+00:00";
		DataSource overtaken = ProxyDataSourceBuilder.create(db.dataSource()).beforeQuery((execution, queries) -> {
			if (queries.get(0).getQuery().endsWith(" CONCURRENTLY")) {
				db.execute("COMMENT ON TABLE t__2026_06 IS '" + theirs + "'");
			}
		}).build();
		MaintenanceResult result = Engine.on(db, TODAY).over(overtaken).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(issues(result)).containsExactly("detach statement_failed t__2026_06");
		assertThat(CatalogProbe.of(db).comment("t__2026_06")).isEqualTo(theirs);
	}

	@Test
	void anEventTriggerThatRefusesIsNamedAndLeavesNothing(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_06"),
				"CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS"
						+ " 'BEGIN RAISE EXCEPTION ''no changes before Monday''; END'",
				"CREATE EVENT TRIGGER refuse ON ddl_command_end EXECUTE FUNCTION refuse()");
		MaintenanceResult result = Engine.on(db, TODAY).continuingOnError().run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(result.success()).isFalse();
		assertThat(issues(result)).containsExactly("create statement_failed t__2026_08",
				"detach statement_failed t__2026_06");
		assertThat(result.issues()).allSatisfy((issue) -> {
			assertThat(issue.message()).contains("no changes before Monday", "[P0001]");
			assertThat(issue.next()).contains("pg_event_trigger");
		});
		db.execute("DROP EVENT TRIGGER refuse");
		assertThat(CatalogProbe.of(db).tables("public")).containsExactly("t", "t__2026_06");
		assertThat(CatalogProbe.of(db).comment("t__2026_06")).isNull();
	}

}

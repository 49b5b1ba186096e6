package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.plan.Emptied;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.SchemaState;
import io.partsmith.testing.ServerCalls;
import io.partsmith.testing.ServerCalls.Call;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server process behind us is killed before and after each statement of a call, and
 * sometimes a run comes in between; the next call goes on, and every row is there once.
 * {@code -Dpartsmith.crash=all} leaves no statement out.
 */
@PostgresTest
class UnpartitionCrashTest {

	private static final String TODAY = "2024-03-10T00:00:00Z";

	private static final RelationName INTO = RelationName.parse("public.flat");

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 12));

	private static final String CLEAR = "DROP SCHEMA public CASCADE";

	@ParameterizedTest
	@EnumSource
	void whereverOurSessionIsKilledTheNextCallGoesOn(Way way, PostgresDatabase db) {
		Seeded.check(1, (random) -> {
			begin(db, way);
			SchemaState start = state(db);
			List<Call> calls = new ArrayList<>();
			UnpartitionedData undisturbed = call(
					Engine.on(db, TODAY).over(ServerCalls.told(Connections.of(db), new ServerCalls.Witness() {

						@Override
						public void before(Call call) {
							calls.add(call);
						}

					})), way);
			assertThat(undisturbed.complete()).as(undisturbed.error()).isTrue();
			SchemaState end = state(db);
			assertThat(end.rows()).isEqualTo(start.rows());
			for (CrashPoint point : CrashPoint.sample(points(calls), 80, random)) {
				begin(db, way);
				String told = disturbed(db, way, point);
				String where = way + " " + point + ": " + told;
				assertThat(SchemaState.busySessions(db)).as(where).isEmpty();
				assertThat(state(db).rows()).as(where).isEqualTo(start.rows());
				if (random.nextBoolean()) {
					MaintenanceResult run = Engine.on(db, TODAY).run(T);
					assertThat(run.success()).as("%s; then %s", where, run.error()).isTrue();
					assertThat(state(db).rows()).as(where).isEqualTo(start.rows());
				}
				UnpartitionedData next = call(Engine.on(db, TODAY), way);
				assertThat(next.complete()).as("%s; then %s %s", where, next.error(), next.issues()).isTrue();
				assertThat(state(db).rows()).as(where).isEqualTo(end.rows());
				assertThat(state(db).tables()).as(where).isEqualTo(end.tables());
				assertThat(SchemaState.busySessions(db)).as(where).isEmpty();
			}
		});
	}

	private static String disturbed(PostgresDatabase db, Way way, CrashPoint point) {
		CrashPoint.Axe axe = (call) -> {
			db.terminate(call.connection().unwrap(PGConnection.class).getBackendPID());
			if (point.answered()) {
				throw new SQLException("The answer is lost", "08006");
			}
		};
		try {
			return String.valueOf(
					call(Engine.on(db, TODAY).over(ServerCalls.told(Connections.of(db), point.awaiting(axe))), way));
		}
		catch (DataAccessException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static List<CrashPoint> points(List<Call> calls) {
		Set<Connection> changing = Collections.newSetFromMap(new IdentityHashMap<>());
		calls.stream()
			.filter((call) -> call.sql().startsWith("LOCK TABLE") || call.sql().startsWith("ALTER TABLE"))
			.forEach((call) -> changing.add(call.connection()));
		return calls.stream()
			.filter((call) -> changing.contains(call.connection()))
			.flatMap((call) -> Stream.of(false, true)
				.map((answered) -> new CrashPoint(call.number(), call.sql(), answered)))
			.toList();
	}

	private static UnpartitionedData call(Engine engine, Way way) {
		return engine.service(T).partitions("t").unpartition(INTO, way.emptied, 3);
	}

	private static SchemaState state(PostgresDatabase db) {
		return SchemaState.of(db, "public.t");
	}

	private static void begin(PostgresDatabase db, Way way) {
		db.execute(CLEAR, "CREATE SCHEMA public", Tables.M, Tables.month("2024_01"), Tables.month("2024_02"),
				Tables.month("2024_03"), "CREATE TABLE flat (LIKE t)",
				"INSERT INTO t (created_at) SELECT '2024-01-05Z'::timestamptz + g % 3 * interval '1 month'"
						+ " FROM generate_series(1, 12) AS g");
		db.execute(way.more);
	}

	/** What is emptied, and what becomes of it. */
	enum Way {

		KEEP(Emptied.KEEP),

		DROP(Emptied.DROP),

		DROP_BESIDE_DEFAULT(Emptied.DROP, "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at) VALUES ('2030-01-01Z')"),

		DROP_ORPHAN(Emptied.DROP, "ALTER TABLE t DETACH PARTITION t__2024_01",
				"COMMENT ON TABLE t__2024_01 IS E'pg-partsmith:orphan-parent=public.t\\npg-partsmith:detached-at=2024-03-09T00:00:00+00:00'"),

		WITH_IDENTITY(Emptied.DROP, "ALTER TABLE flat ALTER id ADD GENERATED ALWAYS AS IDENTITY, ADD PRIMARY KEY (id)");

		private final Emptied emptied;

		private final String[] more;

		Way(Emptied emptied, String... more) {
			this.emptied = emptied;
			this.more = more;
		}

	}

}

package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Results;
import io.partsmith.testing.ServerCalls;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server process behind us is killed before and after each statement; the next run
 * converges. {@code -Dpartsmith.crash=all} leaves no statement out.
 */
@PostgresTest
class CrashTest {

	private static final String LOCK = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
			+ " (SELECT oid FROM pg_database WHERE datname = current_database())";

	@ParameterizedTest
	@EnumSource
	void whereverOurSessionIsKilledTheNextRunConverges(CrashStory story, PostgresDatabase db) {
		Seeded.check(1, (random) -> {
			CrashCourse course = new CrashCourse(db, story);
			List<CrashPoint> points = CrashPoint.ALL ? course.everyPoint() : course.points();
			for (CrashPoint point : CrashPoint.sample(points, 16, random)) {
				disturb(db, story, course, point, (call) -> {
					db.terminate(call.connection().unwrap(PGConnection.class).getBackendPID());
					if (point.answered()) {
						throw new SQLException("The answer is lost", "08006");
					}
				});
			}
		});
	}

	/** From then on somebody else may maintain the table too, and does so at once. */
	@ParameterizedTest
	@EnumSource
	void whereverTheMaintenanceLockIsLostTheNextRunConverges(CrashStory story, PostgresDatabase db) {
		Seeded.check(1, (random) -> {
			CrashCourse course = new CrashCourse(db, story);
			for (CrashPoint point : CrashPoint.sample(course.points(), 50, random)) {
				disturb(db, story, course, point, (call) -> {
					db.queryStrings(LOCK).forEach((pid) -> db.terminate(Integer.parseInt(pid)));
					Engine.on(db, CrashStory.TODAY).run(story.config);
				});
			}
		});
	}

	private static void disturb(PostgresDatabase db, CrashStory story, CrashCourse course, CrashPoint point,
			CrashPoint.Axe axe) {
		AtomicInteger fallen = new AtomicInteger();
		course.begin();
		MaintenanceResult disturbed = Engine.on(db, CrashStory.TODAY)
			.over(ServerCalls.told(Connections.of(db), point.awaiting((call) -> {
				fallen.incrementAndGet();
				axe.fall(call);
			})))
			.run(story.config);
		assertThat(fallen.get()).as("%s %s", story, point).isEqualTo(1);
		course.survives("%s %s: %s %s %s".formatted(story, point, disturbed.outcome(), Results.done(disturbed),
				disturbed.error()));
	}

}

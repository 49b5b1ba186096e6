package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.partsmith.execution.Issue;
import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.LockLimits;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A concurrent detach is two transactions in one statement, and waits for readers between
 * them: whoever is killed there leaves it pending.
 */
@PostgresTest
class CrashedDetachTest {

	private static final CrashStory STORY = CrashStory.DETACH_CONCURRENT;

	private static final String WAITING = """
			SELECT pid FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE % CONCURRENTLY' AND state = 'active'
			AND wait_event_type = 'Lock' AND EXISTS (SELECT FROM pg_inherits WHERE inhdetachpending)""";

	private static final LockLimits PATIENT = new LockLimits(Duration.ofSeconds(20), 3, Duration.ofMinutes(1),
			Duration.ofSeconds(20));

	@Test
	void ourSessionIsKilled(PostgresDatabase db) throws Exception {
		CrashCourse course = new CrashCourse(db, STORY);
		course.begin();
		try (Connection reader = reader(db)) {
			CompletableFuture<MaintenanceResult> run = CompletableFuture
				.supplyAsync(() -> Engine.on(Connections.of(db), CrashStory.TODAY).with(PATIENT).run(STORY.config));
			db.terminate(waiting(db));
			assertThat(run.get(60, TimeUnit.SECONDS).success()).isFalse();
			assertThat(Engine.on(db, CrashStory.TODAY).run(STORY.config).success()).isFalse();
			reader.rollback();
		}
		course.survives("killed while it waited");
	}

	/** The server notices only when the statement is done. */
	@Test
	void theJvmIsKilled(PostgresDatabase db) throws SQLException {
		CrashCourse course = new CrashCourse(db, STORY);
		course.begin();
		try (Connection reader = reader(db)) {
			Process process = DoomedMaintenance.start(db, STORY, null);
			int pid = waiting(db);
			process.destroyForcibly();
			DoomedMaintenance.end(process);
			assertThat(waiting(db)).isEqualTo(pid);
			// Whoever carries a detach out is left to it, also where nobody waits for
			// him.
			MaintenanceResult beside = Engine.on(db, CrashStory.TODAY).run(STORY.config);
			assertThat(beside.success()).isTrue();
			assertThat(beside.issues()).extracting(Issue::code).contains(FindingCode.DETACH_PENDING);
			assertThat(waiting(db)).isEqualTo(pid);
			reader.rollback();
		}
		course.survives("killed while it waited");
	}

	private static Connection reader(PostgresDatabase db) throws SQLException {
		Connection connection = db.connect();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT count(*) FROM t");
		}
		return connection;
	}

	/** The process whose detach is pending, once there is one. */
	private static int waiting(PostgresDatabase db) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		List<String> found = List.of();
		while (found.isEmpty() && System.nanoTime() < end) {
			found = db.queryStrings(WAITING);
		}
		assertThat(found).hasSize(1);
		return Integer.parseInt(found.get(0));
	}

}

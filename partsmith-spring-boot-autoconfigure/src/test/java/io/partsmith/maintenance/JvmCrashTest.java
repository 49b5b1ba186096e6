package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JVM dies before and after each statement, or whenever somebody kills it; the next
 * run converges. {@code -Dpartsmith.crash=all} leaves no statement out, which takes long.
 */
@PostgresTest
class JvmCrashTest {

	private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?";

	/**
	 * A JVM for each takes long: each time some of them, all of them where a seed is
	 * given.
	 */
	static List<CrashStory> stories() {
		List<CrashStory> stories = new ArrayList<>(List.of(CrashStory.values()));
		if (CrashPoint.ALL || System.getProperty("partsmith.seed") != null) {
			return stories;
		}
		Collections.shuffle(stories);
		return stories.subList(0, stories.size() / 3);
	}

	@ParameterizedTest
	@MethodSource("stories")
	void whereverItHaltsTheNextRunConverges(CrashStory story, PostgresDatabase db) {
		Seeded.check(1, (random) -> {
			CrashCourse course = new CrashCourse(db, story);
			for (CrashPoint point : CrashPoint.sample(course.points(), 1000, random)) {
				course.begin();
				int status = DoomedMaintenance.end(DoomedMaintenance.start(db, story, point));
				assertThat(status).as("%s %s", story, point).isEqualTo(DoomedMaintenance.HALTED);
				course.survives("%s halted %s".formatted(story, point));
			}
		});
	}

	@Test
	void wheneverItIsKilledTheNextRunConverges(PostgresDatabase db) {
		CrashCourse course = new CrashCourse(db, CrashStory.EVERYTHING);
		course.begin();
		Process whole = DoomedMaintenance.start(db, CrashStory.EVERYTHING, null);
		awaitSession(db, whole);
		long begin = System.nanoTime();
		assertThat(DoomedMaintenance.end(whole)).isZero();
		long duration = System.nanoTime() - begin;
		Seeded.check(CrashPoint.ALL ? 40 : 3, (random) -> {
			course.begin();
			Process process = DoomedMaintenance.start(db, CrashStory.EVERYTHING, null);
			awaitSession(db, process);
			long nanos = (long) (random.nextDouble() * duration);
			sleep(nanos);
			process.destroyForcibly();
			DoomedMaintenance.end(process);
			course.survives("killed after %d us of %d".formatted(nanos / 1000, duration / 1000));
		});
	}

	private static void awaitSession(PostgresDatabase db, Process process) {
		while (process.isAlive() && db.<Long>queryOne(SESSIONS, DoomedMaintenance.APPLICATION) == 0) {
			Thread.onSpinWait();
		}
	}

	private static void sleep(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

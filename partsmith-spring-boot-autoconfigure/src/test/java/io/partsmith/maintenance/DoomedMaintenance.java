package io.partsmith.maintenance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.partsmith.postgres.LockLimits;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.ServerCalls;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A maintenance in a JVM of its own, which ends without a word. */
final class DoomedMaintenance {

	static final int HALTED = 42;

	/** By which its sessions are known. */
	static final String APPLICATION = "doomed";

	/** There is nobody to give way to. */
	private static final LockLimits PATIENT = new LockLimits(Duration.ofSeconds(20), 3, Duration.ofMinutes(1),
			Duration.ofSeconds(20));

	private static final long PATIENCE_SECONDS = 120;

	private static final File LOG = new File("target", "doomed-maintenance.log");

	private DoomedMaintenance() {
	}

	/**
	 * Starts one.
	 * @param db the database
	 * @param story what it maintains
	 * @param point where it halts itself, or {@code null} if it does not
	 */
	static Process start(PostgresDatabase db, CrashStory story, @Nullable CrashPoint point) {
		try {
			return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp",
					System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
					DoomedMaintenance.class.getName(), db.jdbcUrl(), story.name(),
					String.valueOf((point != null) ? point.number() : 0),
					String.valueOf(point != null && point.answered()))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(LOG))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits for its end. */
	static int end(Process process) {
		try {
			assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Maintains once.
	 * @param arguments the JDBC URL, the story, the number of the call at which it halts
	 * (0 for none), and whether it does so after it
	 */
	public static void main(String... arguments) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(arguments[0]);
		dataSource.setApplicationName(APPLICATION);
		CrashStory story = CrashStory.valueOf(arguments[1]);
		CrashPoint point = new CrashPoint(Integer.parseInt(arguments[2]), "", Boolean.parseBoolean(arguments[3]));
		MaintenanceResult result = Engine.on(dataSource, CrashStory.TODAY)
			.with(PATIENT)
			.over(ServerCalls.told(dataSource, point.awaiting((call) -> Runtime.getRuntime().halt(HALTED))))
			.run(story.config);
		System.exit(result.success() ? 0 : 1);
	}

}

package io.partsmith.comparison;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.scheme.Granularity;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four writers at full load and a reader that keeps its transaction open, with
 * maintenance and without: what the slowest of them has to wait, and that none fails.
 */
@PostgresTest
class TrafficComparison {

	private static final int WRITERS = 4;

	private static final int ROUNDS = 3;

	private static final long READER_MILLISECONDS = 10_000;

	private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

	@Test
	void insertsAndAReaderMeanwhile(PostgresDatabase db) throws Exception {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, FIRST + "T00:00:00Z").with(ExecutionSettings.DEFAULT);
		engine.service(Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(60, 60)))
			.maintain("t", Scope.MAINTAIN);
		List<Double> with = new ArrayList<>();
		List<Double> without = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			LocalDate today = FIRST.plusDays(1 + round * 25L);
			without.add(slowest(db, today.plusDays(26), () -> {
			}));
			with.add(slowest(db, today.plusDays(26), () -> {
				for (int day = 0; day < 25; day++) {
					engine.at(today.plusDays(day) + "T00:00:00Z")
						.service(Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(60, 2)))
						.maintain("t", Scope.MAINTAIN);
				}
			}));
		}
		Pair.report(String.format(Locale.ROOT,
				"slowest statement of %d writers and a reader of 10 s, over %d rounds: %s ms with maintenance, %s ms without",
				WRITERS, ROUNDS, with, without));
	}

	/** The slowest statement in milliseconds, while the reader is there. */
	private static double slowest(PostgresDatabase db, LocalDate present, Runnable maintenance) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
		long end = System.nanoTime() + READER_MILLISECONDS * 1_000_000;
		try {
			List<Future<Double>> running = new ArrayList<>();
			for (int writer = 0; writer < WRITERS; writer++) {
				running.add(threads.submit(writer(db, present, end)));
			}
			running.add(threads.submit(reader(db, end)));
			maintenance.run();
			double slowest = 0;
			for (Future<Double> each : running) {
				slowest = Math.max(slowest, each.get());
			}
			return Math.round(slowest * 10) / 10.0;
		}
		finally {
			threads.shutdown();
		}
	}

	private static Callable<Double> writer(PostgresDatabase db, LocalDate present, long end) {
		return () -> {
			try (Connection connection = db.connect(); Statement statement = connection.createStatement()) {
				double slowest = 0;
				while (System.nanoTime() < end) {
					slowest = Math.max(slowest, timed(statement,
							"INSERT INTO public.t (created_at, payload) VALUES ('" + present + " 12:00Z', 'x')"));
				}
				return slowest;
			}
		};
	}

	/**
	 * Reads again and again in one transaction, so that it holds its locks all the time.
	 */
	private static Callable<Double> reader(PostgresDatabase db, long end) {
		return () -> {
			try (Connection connection = db.connect(); Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				double slowest = 0;
				while (System.nanoTime() < end) {
					slowest = Math.max(slowest,
							timed(statement, "SELECT count(*) FROM public.t WHERE created_at = '2026-01-01 00:00Z'"));
					Thread.sleep(20);
				}
				connection.rollback();
				return slowest;
			}
		};
	}

	private static double timed(Statement statement, String sql) throws SQLException {
		long begin = System.nanoTime();
		assertThat(statement.execute(sql) || statement.getUpdateCount() == 1).isTrue();
		return (System.nanoTime() - begin) / 1e6;
	}

}

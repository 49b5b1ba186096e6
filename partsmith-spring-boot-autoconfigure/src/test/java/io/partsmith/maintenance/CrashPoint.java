package io.partsmith.maintenance;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.partsmith.testing.ServerCalls;
import io.partsmith.testing.ServerCalls.Call;

/**
 * Where the axe falls.
 *
 * @param number the number of the call to the server
 * @param sql the statement, as the undisturbed run has sent it
 * @param answered whether the server has carried it out
 */
record CrashPoint(int number, String sql, boolean answered) {

	/** Whether no point is left out. */
	static final boolean ALL = System.getProperty("partsmith.crash", "sample").equals("all");

	/**
	 * Some of several points, unless {@code -Dpartsmith.crash=all} asks for each of them.
	 * @param points the points
	 * @param width how many of them one stands for
	 * @param random where to begin
	 */
	static List<CrashPoint> sample(List<CrashPoint> points, int width, Random random) {
		int step = ALL ? 1 : width;
		int begin = random.nextInt(Math.min(step, points.size()));
		return IntStream.iterate(begin, (i) -> i < points.size(), (i) -> i + step).mapToObj(points::get).toList();
	}

	/** What happens to whoever comes to this point. */
	ServerCalls.Witness awaiting(Axe axe) {
		return new ServerCalls.Witness() {

			@Override
			public void before(Call reached) throws SQLException {
				if (!CrashPoint.this.answered && reached.number() == CrashPoint.this.number) {
					axe.fall(reached);
				}
			}

			@Override
			public void after(Call reached) throws SQLException {
				if (CrashPoint.this.answered && reached.number() == CrashPoint.this.number) {
					axe.fall(reached);
				}
			}

		};
	}

	@Override
	public String toString() {
		return (this.answered ? "after " : "before ") + this.number + ": " + this.sql;
	}

	/** Ends somebody. */
	@FunctionalInterface
	interface Axe {

		void fall(Call reached) throws SQLException;

	}

}

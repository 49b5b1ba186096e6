package io.partsmith.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * Two ways to do the same work, timed in turns on the same server, so that what else the
 * machine does falls on both. Only their ratio is worth reading.
 *
 * @param work what is done
 * @param rounds how often each side does it
 * @param other what the other way is called
 */
record Pair(String work, int rounds, String other) {

	private static final Path REPORT = Path.of("target", "comparison.txt");

	Pair(String work, int rounds) {
		this(work, rounds, "raw");
	}

	/**
	 * Times both sides and reports the figures. A first round of each is not counted.
	 */
	void compare(Side ours, Side theirs) {
		double[] our = new double[this.rounds];
		double[] their = new double[this.rounds];
		double[] ratios = new double[this.rounds];
		ours.milliseconds();
		theirs.milliseconds();
		for (int round = 0; round < this.rounds; round++) {
			boolean oursFirst = round % 2 == 0;
			double first = (oursFirst ? ours : theirs).milliseconds();
			double second = (oursFirst ? theirs : ours).milliseconds();
			our[round] = oursFirst ? first : second;
			their[round] = oursFirst ? second : first;
			ratios[round] = our[round] / their[round];
		}
		report(String.format(Locale.ROOT,
				"%s: ours %.1f ms (median; fastest %.1f), %s %.1f ms (%.1f); ratio of the fastest %.2f, median of %d ratios %.2f",
				this.work, median(our), fastest(our), this.other, median(their), fastest(their),
				fastest(our) / fastest(their), this.rounds, median(ratios)));
	}

	static void report(String line) {
		System.out.println("COMPARISON " + line);
		try {
			Files.writeString(REPORT, line + System.lineSeparator(), StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static double fastest(double[] values) {
		return Arrays.stream(values).min().orElseThrow();
	}

	/** One of the two ways. */
	interface Side {

		/** What is done before the clock starts. */
		default void prepare() {
		}

		void run() throws Exception;

		default double milliseconds() {
			prepare();
			long begin = System.nanoTime();
			try {
				run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			return (System.nanoTime() - begin) / 1e6;
		}

	}

}

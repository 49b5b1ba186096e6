package io.partsmith.topology;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs a property over random input. What fails names the seed of its round; run again
 * with {@code -Dpartsmith.seed=<seed>} to see that round alone, or with
 * {@code -Dpartsmith.rounds=10} for ten times as many rounds. Where the build runs a test
 * again that failed, the property meets the same input again.
 */
public final class Seeded {

	private static final String PROPERTY = "partsmith.seed";

	private static final String FACTOR = "partsmith.rounds";

	private static final Map<Class<?>, Queue<Long>> FAILED = new ConcurrentHashMap<>();

	private Seeded() {
	}

	/**
	 * Checks a property.
	 * @param rounds how often
	 * @param property the property, given the source of all its randomness
	 */
	public static void check(int rounds, Consumer<Random> property) {
		Long fixed = Long.getLong(PROPERTY);
		Random seeds = new Random();
		Queue<Long> failed = FAILED.computeIfAbsent(property.getClass(), (type) -> new ArrayDeque<>());
		int all = (fixed != null) ? 1 : rounds * Integer.getInteger(FACTOR, 1);
		for (int round = 0; round < all; round++) {
			Long again = failed.poll();
			long seed = (fixed != null) ? fixed : (again != null) ? again : seeds.nextLong();
			try {
				property.accept(new Random(seed));
			}
			catch (AssertionError | RuntimeException ex) {
				failed.add(seed);
				throw new AssertionError("With -D" + PROPERTY + "=" + seed + ": " + ex.getMessage(), ex);
			}
		}
	}

	/**
	 * One of several.
	 * @param <T> their type
	 * @param random the source of randomness
	 * @param choices the choices
	 * @return one of them
	 */
	@SafeVarargs
	public static <T> T pick(Random random, T... choices) {
		return choices[random.nextInt(choices.length)];
	}

}

package io.partsmith.topology;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs a property over random input. What fails names the seed of its round; run again
 * with {@code -Dpartsmith.seed=<seed>} to see that round alone, or with
 * {@code -Dpartsmith.rounds=10} for ten times as many rounds. What failed in this JVM is
 * tried again by each later check of the property, so that a test that the build repeats
 * meets the same input.
 */
public final class Seeded {

	private static final String PROPERTY = "partsmith.seed";

	private static final String FACTOR = "partsmith.rounds";

	private static final Map<Class<?>, Set<Long>> FAILED = new ConcurrentHashMap<>();

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
		Set<Long> failed = FAILED.computeIfAbsent(property.getClass(), (type) -> ConcurrentHashMap.newKeySet());
		Iterator<Long> again = List.copyOf(failed).iterator();
		int all = (fixed != null) ? 1 : rounds * Integer.getInteger(FACTOR, 1) + failed.size();
		for (int round = 0; round < all; round++) {
			long next = again.hasNext() ? again.next() : seeds.nextLong();
			long seed = (fixed != null) ? fixed : next;
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

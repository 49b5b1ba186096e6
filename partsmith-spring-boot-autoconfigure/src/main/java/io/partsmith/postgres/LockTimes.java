package io.partsmith.postgres;

/**
 * The price of the locks of a run.
 *
 * @param waitMillis milliseconds the run spent on waiting for locks, its pauses between
 * two attempts included
 * @param inflictedMillis milliseconds that other sessions waited behind the run, summed
 * up over these sessions
 */
public record LockTimes(long waitMillis, long inflictedMillis) {

	/** Nothing was waited for. */
	public static final LockTimes NONE = new LockTimes(0, 0);

	/**
	 * The sum of two.
	 * @param other the price of another run
	 * @return what both cost
	 */
	public LockTimes plus(LockTimes other) {
		return new LockTimes(this.waitMillis + other.waitMillis, this.inflictedMillis + other.inflictedMillis);
	}

}

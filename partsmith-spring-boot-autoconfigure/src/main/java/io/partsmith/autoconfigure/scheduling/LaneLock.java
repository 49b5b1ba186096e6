package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;

/**
 * Lets one replica of the application run a lane. It only saves work: two replicas in one
 * lane cannot hurt each other, because each table has a lock of its own.
 */
@FunctionalInterface
interface LaneLock {

	/** Every replica runs every lane. */
	LaneLock NONE = (lane, atMostFor, atLeastFor, work) -> work.run();

	/**
	 * Runs the work, or leaves it to the replica that holds the lane.
	 * @param lane the lane's name
	 * @param atMostFor when the lock ends if this process dies
	 * @param atLeastFor how long it is kept even if the work is done sooner
	 * @param work the work; never throws
	 */
	void run(String lane, Duration atMostFor, Duration atLeastFor, Runnable work);

}

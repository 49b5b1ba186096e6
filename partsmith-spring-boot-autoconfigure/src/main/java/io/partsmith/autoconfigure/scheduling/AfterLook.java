package io.partsmith.autoconfigure.scheduling;

/**
 * What is done behind each look at the tables that health and metrics get, on the same
 * thread.
 */
@FunctionalInterface
public interface AfterLook {

	/**
	 * The tables were looked at, as far as that was possible. What fails in here is told
	 * by whoever does it, and is not thrown.
	 */
	void looked();

}

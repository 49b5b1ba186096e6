package io.partsmith.maintenance;

/** A plan that does not belong to the present configuration or state of its table. */
public class PlanRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * A plan that is refused.
	 * @param message why, and what to do
	 */
	public PlanRefusedException(String message) {
		super(message);
	}

}

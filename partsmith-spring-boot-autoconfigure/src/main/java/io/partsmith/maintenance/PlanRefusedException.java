package io.partsmith.maintenance;

/** A plan that does not belong to the present configuration of its table. */
public class PlanRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	PlanRefusedException(String message) {
		super(message);
	}

}

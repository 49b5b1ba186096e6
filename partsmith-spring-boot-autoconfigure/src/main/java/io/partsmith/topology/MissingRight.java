package io.partsmith.topology;

/**
 * A right that our role lacks on something other than the table itself.
 *
 * @param need what it is needed for
 * @param right what is missing, for people
 * @param grant the statement that gives it
 */
public record MissingRight(Need need, String right, String grant) {

	/** What a right is needed for. */
	public enum Need {

		/** Making a partition and attaching it. */
		CREATE,

		/** Making the owner of the table the owner of a new partition. */
		HAND_DOWN,

		/** Detaching a partition. */
		DETACH

	}

}

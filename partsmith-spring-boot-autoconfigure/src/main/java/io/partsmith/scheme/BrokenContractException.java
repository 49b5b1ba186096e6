package io.partsmith.scheme;

/**
 * A bean of the application that says where partitions begin and end contradicts itself.
 * Nothing is planned for the table until it is mended.
 */
public class BrokenContractException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/**
	 * A contradiction.
	 * @param message which bean, and what it said
	 */
	public BrokenContractException(String message) {
		super(message);
	}

}

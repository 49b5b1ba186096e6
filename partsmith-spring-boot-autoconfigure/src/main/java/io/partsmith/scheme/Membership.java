package io.partsmith.scheme;

/** A level with a fixed set of partitions, which never expire. */
public sealed interface Membership extends Scheme permits HashScheme, GroupScheme {

	/**
	 * The number of bytes that the longest suffix of a member's name needs.
	 * @return bytes
	 */
	int longestSuffix();

}

package io.partsmith.scheme;

import java.time.Instant;

/** The 48 bits of milliseconds with which UUIDs of version 7 and ULIDs begin. */
final class Milliseconds {

	/** The last instant of the 48 bits, in the year 10889. */
	static final Instant LATEST = Instant.ofEpochMilli((1L << 48) - 1);

	private static final int DIGITS = 12;

	private Milliseconds() {
	}

	/** The first 48 bits of a UUID, behind which stands the rest. */
	static String uuid(Instant instant, String rest) {
		String hex = String.format("%012x", instant.toEpochMilli());
		return hex.substring(0, 8) + "-" + hex.substring(8) + rest;
	}

	/**
	 * The instant of a UUID's first 48 bits.
	 * @throws RuntimeException if the text is no UUID
	 */
	static Instant ofUuid(String uuid) {
		return Instant.ofEpochMilli(Long.parseLong(uuid.substring(0, DIGITS + 1).replace("-", ""), 16));
	}

}

package io.partsmith.topology;

import java.util.List;

/**
 * A row security policy as far as the catalog tells it without a lock: its expressions
 * are known by their digests, which are equal where the expressions are.
 *
 * @param name its name
 * @param command what it is for: {@code ALL}, {@code SELECT}, {@code INSERT},
 * {@code UPDATE} or {@code DELETE}
 * @param permissive whether it permits, or restricts what others permit
 * @param roles the roles it holds for, PUBLIC as the empty name
 * @param using the digest of what a row must fulfil to be seen; empty without one
 * @param check the digest of what a row must fulfil to be written; empty without one
 */
public record Policy(String name, String command, boolean permissive, List<String> roles, String using,
		String check) implements Comparable<Policy> {

	/**
	 * Puts the roles in order.
	 * @param name its name
	 * @param command what it is for
	 * @param permissive whether it permits
	 * @param roles the roles it holds for
	 * @param using the digest of what a row must fulfil to be seen
	 * @param check the digest of what a row must fulfil to be written
	 */
	public Policy {
		roles = roles.stream().sorted().toList();
	}

	@Override
	public int compareTo(Policy other) {
		return this.name.compareTo(other.name);
	}

}

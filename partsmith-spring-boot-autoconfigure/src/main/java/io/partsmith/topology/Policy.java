package io.partsmith.topology;

import java.util.List;

/**
 * A row security policy as far as the catalog tells it without a lock: its expressions
 * are left out.
 *
 * @param name its name
 * @param command what it is for: {@code ALL}, {@code SELECT}, {@code INSERT},
 * {@code UPDATE} or {@code DELETE}
 * @param permissive whether it permits, or restricts what others permit
 * @param roles the roles it holds for, PUBLIC as the empty name
 */
public record Policy(String name, String command, boolean permissive,
		List<String> roles) implements Comparable<Policy> {

	/**
	 * Puts the roles in order.
	 * @param name its name
	 * @param command what it is for
	 * @param permissive whether it permits
	 * @param roles the roles it holds for
	 */
	public Policy {
		roles = roles.stream().sorted().toList();
	}

	@Override
	public int compareTo(Policy other) {
		return this.name.compareTo(other.name);
	}

}

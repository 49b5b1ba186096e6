package io.partsmith.topology;

import java.util.List;

/**
 * What our role may do with a table, and how our statements reach it.
 *
 * @param role our role, quoted as SQL names it
 * @param owned whether it has the rights of the table's owner
 * @param mayCreate whether it may create tables in the table's schema
 * @param missing what else it lacks
 * @param pooled whether a pooler such as PgBouncer answers in the place of the server;
 * two statements of one connection then may reach two sessions
 */
public record Access(String role, boolean owned, boolean mayCreate, List<MissingRight> missing, boolean pooled) {

	/**
	 * Copies the list.
	 * @param role our role
	 * @param owned whether it has the rights of the owner
	 * @param mayCreate whether it may create tables beside it
	 * @param missing what else it lacks
	 * @param pooled whether a pooler answers
	 */
	public Access {
		missing = List.copyOf(missing);
	}

	/**
	 * What keeps our role from doing something.
	 * @param need what is to be done
	 * @return the rights that it lacks for that
	 */
	public List<MissingRight> missing(MissingRight.Need need) {
		return this.missing.stream().filter((right) -> right.need() == need).toList();
	}

	/**
	 * The same access to a relation beneath the table.
	 * @param own whether our role has the rights of that relation's owner
	 * @return a copy
	 */
	Access beneath(boolean own) {
		return new Access(this.role, own, this.mayCreate, this.missing, this.pooled);
	}

}

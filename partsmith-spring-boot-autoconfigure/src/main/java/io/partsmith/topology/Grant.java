package io.partsmith.topology;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * A privilege on a table that somebody other than its owner holds.
 *
 * @param grantee the role, or {@code null} for everybody (PUBLIC)
 * @param privilege the privilege in PostgreSQL's words, such as {@code SELECT}
 * @param column the column it is limited to, or {@code null} for the whole table
 * @param grantable whether the role may grant it on
 */
public record Grant(@Nullable String grantee, String privilege, @Nullable String column,
		boolean grantable) implements Comparable<Grant> {

	private static final Comparator<@Nullable String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

	/** The grantee as SQL writes it. */
	String granteeSql() {
		return (this.grantee != null) ? RelationName.quoteIdentifier(this.grantee) : "PUBLIC";
	}

	/** The privilege as SQL writes it, with its column. */
	String privilegeSql() {
		return this.privilege + ((this.column != null) ? " (" + RelationName.quoteIdentifier(this.column) + ")" : "");
	}

	@Override
	public int compareTo(Grant other) {
		return Comparator.comparing(Grant::grantee, TEXT)
			.thenComparing(Grant::grantable)
			.thenComparing(Grant::column, TEXT)
			.thenComparing(Grant::privilege)
			.compare(this, other);
	}

}

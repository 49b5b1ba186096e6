package io.partsmith.topology;

import org.jspecify.annotations.Nullable;

/**
 * A column as a foreign table must repeat it to become a partition.
 *
 * @param name the column
 * @param type its type with its modifier, as PostgreSQL prints it
 * @param collation its collation as SQL writes it, or {@code null} where it is the type's
 * own
 * @param notNull whether it refuses NULL
 */
public record ColumnShape(String name, String type, @Nullable String collation, boolean notNull) {

	/**
	 * The column as it stands in CREATE FOREIGN TABLE. The type is PostgreSQL's own
	 * printing.
	 * @return SQL text
	 */
	public String toSql() {
		return RelationName.quoteIdentifier(this.name) + " " + this.type
				+ ((this.collation != null) ? " COLLATE " + this.collation : "") + (this.notNull ? " NOT NULL" : "");
	}

}

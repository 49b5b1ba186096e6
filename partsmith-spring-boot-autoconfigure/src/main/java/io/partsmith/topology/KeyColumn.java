package io.partsmith.topology;

import org.jspecify.annotations.Nullable;

/**
 * One column of a partition key.
 *
 * @param name the column's name as the catalog spells it, or {@code null} where the key
 * holds an expression instead of a column
 * @param type the column's type without its modifier, as {@code format_type} names it:
 * {@code timestamp with time zone}, {@code bigint}
 */
public record KeyColumn(@Nullable String name, String type) {

	/**
	 * Whether the key holds an expression here. No policy can be placed on one.
	 * @return {@code true} for an expression
	 */
	public boolean isExpression() {
		return this.name == null;
	}

}

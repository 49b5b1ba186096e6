package io.partsmith.topology;

/**
 * One value in the bound of a partition, as {@code pg_get_expr(relpartbound, oid)} prints
 * it.
 */
public sealed interface Datum {

	/** Below every value of the column: the bare keyword {@code MINVALUE}. */
	Datum MINVALUE = new Keyword("MINVALUE");

	/** Above every value of the column: the bare keyword {@code MAXVALUE}. */
	Datum MAXVALUE = new Keyword("MAXVALUE");

	/** SQL's NULL, which only a LIST partition can own; not the string 'NULL'. */
	Datum NULL = new Keyword("NULL");

	/**
	 * The datum as it is written in a bound: a keyword bare, a literal quoted.
	 * @return SQL text, safe to place in a statement
	 */
	String toSql();

	/**
	 * A bare keyword.
	 *
	 * @param word the keyword in upper case
	 */
	record Keyword(String word) implements Datum {

		@Override
		public String toSql() {
			return this.word;
		}

	}

	/**
	 * A constant. PostgreSQL prints {@code int} bare, {@code bigint} quoted and
	 * {@code numeric} now so, now so; the difference carries no meaning.
	 *
	 * @param text the value without its quotes, doubled quotes undone
	 */
	record Literal(String text) implements Datum {

		@Override
		public String toSql() {
			return "'" + this.text.replace("'", "''") + "'";
		}

	}

}

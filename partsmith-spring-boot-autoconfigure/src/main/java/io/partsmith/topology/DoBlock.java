package io.partsmith.topology;

/**
 * A statement that works out at the server what it has to do. Names that PostgreSQL has
 * chosen itself, and expressions that it keeps in its own form, are known there only.
 */
public final class DoBlock {

	private DoBlock() {
	}

	/**
	 * Quotes a body in dollars, with a tag that does not occur in it.
	 * @param body PL/pgSQL
	 * @return the statement
	 */
	public static String of(String body) {
		String tag = "$partsmith$";
		for (int i = 1; body.contains(tag); i++) {
			tag = "$partsmith" + i + "$";
		}
		return "DO " + tag + "\n" + body.strip() + "\n" + tag;
	}

	/**
	 * A text, or the SQL name of a relation, as a literal inside of the body.
	 * @param text the text
	 * @return SQL text
	 */
	public static String literal(Object text) {
		return new Datum.Literal(text.toString()).toSql();
	}

}

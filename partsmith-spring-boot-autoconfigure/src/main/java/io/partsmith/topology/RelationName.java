package io.partsmith.topology;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A schema-qualified relation, spelled as the catalog spells it. Nothing is folded to
 * lower case and nothing is looked up on a {@code search_path}.
 *
 * @param schema the schema's name, unquoted
 * @param name the relation's name, unquoted
 */
public record RelationName(String schema, String name) implements Comparable<RelationName> {

	/**
	 * The longest identifier PostgreSQL keeps, in bytes; it cuts longer ones silently.
	 */
	public static final int MAX_BYTES = 63;

	/**
	 * Refuses empty parts.
	 * @param schema the schema's name
	 * @param name the relation's name
	 * @throws IllegalArgumentException if a part is empty
	 */
	public RelationName {
		if (schema.isEmpty() || name.isEmpty()) {
			throw new IllegalArgumentException("A relation needs a schema and a name, both not empty");
		}
	}

	/**
	 * Reads a name as the configuration writes it: {@code events}, {@code public.events},
	 * or with a part that holds a dot, a quote or white space in double quotes, as in
	 * SQL. A name without a schema means the schema {@code public}.
	 * @param text the written name
	 * @return the relation
	 * @throws IllegalArgumentException if the text is no such name; the message says what
	 * is wrong with it
	 */
	public static RelationName parse(String text) {
		List<String> parts = new NameParser(text).parse();
		return switch (parts.size()) {
			case 1 -> new RelationName("public", parts.get(0));
			case 2 -> new RelationName(parts.get(0), parts.get(1));
			default -> throw new IllegalArgumentException("'" + text + "' has " + parts.size()
					+ " parts; write schema.table, with a part that holds a dot in double quotes");
		};
	}

	/**
	 * Quotes an identifier as PostgreSQL's {@code quote_ident} does: only where it must
	 * be.
	 * @param identifier the identifier as the catalog spells it
	 * @return SQL text
	 */
	public static String quoteIdentifier(String identifier) {
		boolean plain = !identifier.isEmpty() && !Character.isDigit(identifier.charAt(0))
				&& identifier.chars().allMatch(RelationName::isPlain) && !Keywords.needQuotes(identifier);
		return plain ? identifier : '"' + identifier.replace("\"", "\"\"") + '"';
	}

	private static boolean isPlain(int c) {
		return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
	}

	/**
	 * A relation of the same schema.
	 * @param other its name
	 * @return the relation
	 */
	public RelationName sibling(String other) {
		return new RelationName(this.schema, other);
	}

	/**
	 * The length of the bare name as PostgreSQL counts it.
	 * @return bytes in UTF-8
	 */
	public int nameBytes() {
		return this.name.getBytes(StandardCharsets.UTF_8).length;
	}

	@Override
	public int compareTo(RelationName other) {
		int bySchema = this.schema.compareTo(other.schema);
		return (bySchema != 0) ? bySchema : this.name.compareTo(other.name);
	}

	/**
	 * The qualified name, each part quoted where it must be; safe in SQL.
	 * @return for example {@code public.events} or {@code public."My Events"}
	 */
	@Override
	public String toString() {
		return quoteIdentifier(this.schema) + "." + quoteIdentifier(this.name);
	}

}

package io.partsmith.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression of a row security policy as the catalog keeps it, a tree of nodes, told
 * by a digest. To print it, PostgreSQL would lock the tables it names, and wait for
 * whoever has them; the tree can be read at any time.
 * <p>
 * Two digests are equal where the expressions are: columns go by their names, since a
 * partition may number them otherwise, and what the same expression loses on its way
 * through its printed form is left out, as PostgreSQL itself leaves it out where it
 * compares two trees.
 */
final class PolicyExpression {

	/**
	 * Where it stood in the text, how it was spelled, and what may be told from the rest.
	 */
	private static final Set<String> UNTOLD = Set.of(":alias", ":eref", ":stmt_len", ":list_start", ":list_end",
			":varnosyn", ":varattnosyn", ":consttype", ":consttypmod", ":constcollid", ":resulttypmod", ":array_typeid",
			":element_typeid", ":array_collid");

	/** An array of varchar as text is printed as an array of varchars as texts. */
	private static final Set<String> CASTS = Set.of("RELABELTYPE", "ARRAYCOERCEEXPR");

	private final Iterator<String> tokens;

	private final Map<Integer, String> columns;

	private final StringBuilder text = new StringBuilder();

	private String token;

	private PolicyExpression(List<String> tokens, Map<Integer, String> columns) {
		this.tokens = tokens.iterator();
		this.columns = columns;
		this.token = next();
	}

	/**
	 * The digest of an expression.
	 * @param tree the node tree as text; empty where there is no expression
	 * @param columns the names of the policy's table's columns, by number
	 * @return a short text
	 */
	static String digest(String tree, Map<Integer, String> columns) {
		return tree.isEmpty() ? "" : digest(canonical(tree, columns));
	}

	static String canonical(String tree, Map<Integer, String> columns) {
		PolicyExpression expression = new PolicyExpression(NodeTokens.of(tree), columns);
		expression.value(0);
		return expression.text.toString();
	}

	private static String digest(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private String next() {
		return this.tokens.hasNext() ? this.tokens.next() : "";
	}

	/** A node, a list, or one word; level counts the queries around it. */
	private void value(int level) {
		String first = take();
		if (first.equals("{")) {
			node(level);
		}
		else if (first.equals("(") || first.equals("[")) {
			String end = first.equals("(") ? ")" : "]";
			this.text.append(first);
			while (!this.token.equals(end) && !this.token.isEmpty()) {
				value(level);
			}
			this.text.append(take());
		}
		else {
			this.text.append(first).append(' ');
		}
	}

	private void node(int around) {
		String type = take();
		int level = type.equals("QUERY") ? around + 1 : around;
		int begin = this.text.length();
		String number = "";
		boolean own = false;
		this.text.append('{').append(type).append(' ');
		while (!this.token.equals("}") && !this.token.isEmpty()) {
			String field = take();
			int at = this.text.length();
			this.text.append(field).append(' ');
			int value = this.text.length();
			while (!this.token.startsWith(":") && !this.token.equals("}") && !this.token.isEmpty()) {
				value(level);
			}
			String held = this.text.substring(value).strip();
			number = field.equals(":varattno") ? held : number;
			own |= type.equals("VAR") && field.equals(":varlevelsup") && held.equals(String.valueOf(level));
			if (isUntold(field) || CASTS.contains(type) && !field.equals(":arg")) {
				this.text.setLength(at);
			}
		}
		take();
		if (CASTS.contains(type)) {
			String argument = this.text.substring(begin + type.length() + ":arg ".length() + 2);
			this.text.setLength(begin);
			this.text.append(argument);
		}
		else if (own) {
			this.text.setLength(begin);
			this.text.append("{COLUMN ").append(named(number)).append('}');
		}
		else {
			this.text.append('}');
		}
	}

	/** The whole row, and what every table has, keep their numbers. */
	private String named(String number) {
		return this.columns.getOrDefault(Integer.valueOf(number), number);
	}

	private static boolean isUntold(String field) {
		return UNTOLD.contains(field) || field.endsWith("location") || field.endsWith("format");
	}

	private String take() {
		String taken = this.token;
		this.token = next();
		return taken;
	}

}

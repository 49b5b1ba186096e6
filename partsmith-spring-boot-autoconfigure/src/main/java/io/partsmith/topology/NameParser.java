package io.partsmith.topology;

import java.util.ArrayList;
import java.util.List;

/** Splits a qualified name at its dots, with SQL's double quotes around a part. */
final class NameParser {

	private final String text;

	private int at;

	NameParser(String text) {
		this.text = text;
	}

	List<String> parse() {
		List<String> parts = new ArrayList<>();
		parts.add(part());
		while (this.at < this.text.length()) {
			if (this.text.charAt(this.at++) != '.') {
				throw refused("goes on after a closing double quote");
			}
			parts.add(part());
		}
		return parts;
	}

	private String part() {
		String part = (peek() == '"') ? quoted() : bare();
		if (part.isEmpty()) {
			throw refused("has an empty part; write schema.table");
		}
		return part;
	}

	private String quoted() {
		StringBuilder part = new StringBuilder();
		this.at++;
		while (this.at < this.text.length()) {
			char c = this.text.charAt(this.at++);
			if (c == '"' && peek() != '"') {
				return part.toString();
			}
			if (c == '"') {
				this.at++;
			}
			part.append(c);
		}
		throw refused("has no closing double quote");
	}

	private String bare() {
		int start = this.at;
		while (this.at < this.text.length() && peek() != '.') {
			if (peek() == '"' || Character.isWhitespace(peek())) {
				throw refused("holds a quote or white space; write that part in double quotes, "
						+ "and a double quote inside it twice");
			}
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : '\0';
	}

	private IllegalArgumentException refused(String reason) {
		return new IllegalArgumentException("The name '" + this.text + "' " + reason);
	}

}

package io.partsmith.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of a partition bound, token by token. The grammar is the one
 * PostgreSQL's {@code ruleutils.c} prints; a quote inside a literal is doubled, and a
 * backslash stands for itself because the catalog is read with
 * {@code standard_conforming_strings} on.
 */
final class BoundParser {

	private final String text;

	private int at;

	BoundParser(String text) {
		this.text = text;
	}

	PartitionBounds parse() {
		try {
			PartitionBounds bounds = bounds();
			skipSpace();
			return (this.at == this.text.length()) ? bounds : new PartitionBounds.Unreadable(this.text);
		}
		catch (UnexpectedText ex) {
			return new PartitionBounds.Unreadable(this.text);
		}
	}

	private PartitionBounds bounds() {
		if (accept("DEFAULT")) {
			return new PartitionBounds.Default();
		}
		expect("FOR");
		expect("VALUES");
		if (accept("FROM")) {
			List<Datum> from = tuple();
			expect("TO");
			return new PartitionBounds.Range(from, tuple());
		}
		if (accept("IN")) {
			return new PartitionBounds.Values(tuple());
		}
		expect("WITH");
		expect("(");
		expect("modulus");
		int modulus = integer();
		expect(",");
		expect("remainder");
		int remainder = integer();
		expect(")");
		return new PartitionBounds.Residue(modulus, remainder);
	}

	private List<Datum> tuple() {
		List<Datum> data = new ArrayList<>();
		expect("(");
		do {
			data.add(datum());
		}
		while (accept(","));
		expect(")");
		return data;
	}

	private Datum datum() {
		if (accept("MINVALUE")) {
			return Datum.MINVALUE;
		}
		if (accept("MAXVALUE")) {
			return Datum.MAXVALUE;
		}
		if (accept("NULL")) {
			return Datum.NULL;
		}
		skipSpace();
		return new Datum.Literal((peek() == '\'') ? quoted() : bare());
	}

	private String quoted() {
		StringBuilder value = new StringBuilder();
		this.at++;
		while (true) {
			char c = take();
			if (c == '\'' && peek() != '\'') {
				return value.toString();
			}
			value.append((c == '\'') ? take() : c);
		}
	}

	private String bare() {
		int start = this.at;
		while (this.at < this.text.length() && " ,()'".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		if (start == this.at) {
			throw new UnexpectedText();
		}
		return this.text.substring(start, this.at);
	}

	private int integer() {
		skipSpace();
		try {
			return Integer.parseInt(bare());
		}
		catch (NumberFormatException ex) {
			throw new UnexpectedText();
		}
	}

	private boolean accept(String token) {
		skipSpace();
		int end = this.at + token.length();
		if (!this.text.regionMatches(true, this.at, token, 0, token.length())) {
			return false;
		}
		boolean word = Character.isLetter(token.charAt(0));
		if (word && end < this.text.length() && Character.isLetterOrDigit(this.text.charAt(end))) {
			return false;
		}
		this.at = end;
		return true;
	}

	private void expect(String token) {
		if (!accept(token)) {
			throw new UnexpectedText();
		}
	}

	private void skipSpace() {
		while (this.at < this.text.length() && this.text.charAt(this.at) == ' ') {
			this.at++;
		}
	}

	private char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : '\0';
	}

	private char take() {
		if (this.at == this.text.length()) {
			throw new UnexpectedText();
		}
		return this.text.charAt(this.at++);
	}

	/** Leaves the grammar at once; never leaves this class. */
	private static final class UnexpectedText extends RuntimeException {

		UnexpectedText() {
			super(null, null, false, false);
		}

	}

}

package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.List;

/** The words of a node tree, as PostgreSQL's own reader cuts them. */
final class NodeTokens {

	private static final String BRACKETS = "(){}[]";

	private NodeTokens() {
	}

	/** A backslash takes the next letter for what it is. */
	static List<String> of(String tree) {
		List<String> tokens = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		for (int i = 0; i < tree.length(); i++) {
			char letter = tree.charAt(i);
			if (letter == '\\' && i + 1 < tree.length()) {
				word.append(letter).append(tree.charAt(++i));
			}
			else if (Character.isWhitespace(letter) || BRACKETS.indexOf(letter) >= 0) {
				end(word, tokens);
				if (!Character.isWhitespace(letter)) {
					tokens.add(String.valueOf(letter));
				}
			}
			else {
				word.append(letter);
			}
		}
		end(word, tokens);
		return tokens;
	}

	private static void end(StringBuilder word, List<String> tokens) {
		if (!word.isEmpty()) {
			tokens.add(word.toString());
			word.setLength(0);
		}
	}

}

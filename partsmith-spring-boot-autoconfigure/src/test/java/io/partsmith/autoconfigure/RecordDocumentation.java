package io.partsmith.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of a record says, which classes no longer know. */
final class RecordDocumentation {

	private static final Path SOURCES = Path.of("src", "main", "java");

	/** The first paragraph. */
	String of(Class<?> type) {
		return text(type, Pattern.compile("(.*?)(?: @param|<p>|$)"));
	}

	/** What is said of a component. */
	String of(RecordComponent component) {
		return text(component.getDeclaringRecord(),
				Pattern.compile("@param " + component.getName() + " (.*?)(?: @|$)"));
	}

	private static String text(Class<?> type, Pattern part) {
		Matcher text = part.matcher(comment(type));
		if (!text.find() || text.group(1).isBlank()) {
			throw new IllegalStateException("No Javadoc in " + type + " for " + part);
		}
		return text.group(1).replaceAll("\\{@\\w+ #?([^}]*)}", "$1").strip();
	}

	private static String comment(Class<?> type) {
		String source = source(type.getNestHost());
		Matcher declaration = Pattern.compile("\\brecord " + type.getSimpleName() + "\\(").matcher(source);
		if (!declaration.find()) {
			throw new IllegalStateException("No declaration of " + type);
		}
		int begin = source.lastIndexOf("/**", declaration.start());
		String comment = source.substring(begin + 3, source.indexOf("*/", begin));
		return String.join(" ",
				Arrays.stream(comment.split("\n"))
					.map((line) -> line.replaceFirst("^\\s*\\*\\s?", "").strip())
					.toList());
	}

	private static String source(Class<?> type) {
		try {
			return Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

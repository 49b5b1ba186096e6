package io.partsmith.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.io.Resource;

/**
 * Refuses a group's value that YAML read as another number than is written: the postal
 * code {@code 01067} would become an octal number, and its rows would find no partition.
 * What is written is looked up in the file.
 */
final class RewrittenNumberCheck {

	private static final Pattern SCALAR = Pattern.compile("[-+.0-9][^\\s,\\]}#]*");

	private RewrittenNumberCheck() {
	}

	/**
	 * Checks the groups of all tables.
	 * @param origins what is written, and where
	 * @throws PartsmithConfigurationException if a number is not what is written
	 */
	static void check(PropertyOrigins origins) {
		origins.below(TruthValueCheck.ROOT)
			.filter((property) -> property.getValue() instanceof Number
					&& TruthValueCheck.isOfGroup(property.getName()))
			.forEach(RewrittenNumberCheck::check);
	}

	private static void check(ConfigurationProperty property) {
		String read = property.getValue().toString();
		written(property.getOrigin()).filter((text) -> !text.equals(read)).ifPresent((text) -> {
			throw new PartsmithConfigurationException(PropertyOrigins.print(property.getName()), text,
					"YAML reads this as the number " + read,
					"Write \"" + text + "\", in quotes, for a text, or " + read + " for a number.");
		});
	}

	/** The number as it stands in the file, where that can be read. */
	private static Optional<String> written(@Nullable Origin origin) {
		Origin inFile = (origin instanceof PropertySourceOrigin around) ? around.getOrigin() : origin;
		TextResourceOrigin text = (inFile instanceof TextResourceOrigin found) ? found : null;
		TextResourceOrigin.Location location = (text != null) ? text.getLocation() : null;
		Resource file = (text != null) ? text.getResource() : null;
		if (location == null || file == null) {
			return Optional.empty();
		}
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
			return lines.lines()
				.skip(location.getLine())
				.findFirst()
				.filter((line) -> line.length() > location.getColumn())
				.map((line) -> SCALAR.matcher(line.substring(location.getColumn())))
				.filter(Matcher::lookingAt)
				.map(Matcher::group);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}

package io.partsmith.autoconfigure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.partsmith.hook.HookPhase;

/** Refuses commands that could not be run when their time comes. */
final class CommandCheck {

	private static final String PREFIX = "partsmith.commands";

	private CommandCheck() {
	}

	/**
	 * Checks all commands.
	 * @param commands the commands as they are written
	 * @throws PartsmithConfigurationException if one is not allowed, or is not there
	 */
	static void check(PartsmithProperties.Commands commands) {
		commands.byPhase().forEach((phase, command) -> check(commands, key(phase), command));
	}

	private static String key(HookPhase phase) {
		return PREFIX + "." + phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static void check(PartsmithProperties.Commands commands, String key, List<String> command) {
		Setting<List<String>> setting = new Setting<>(key, command);
		if (!commands.enabled()) {
			throw setting.refused("commands are switched off, and leaving this one out could cost data",
					"Write partsmith.commands.enabled: true to have them run, or take the command out.");
		}
		if (command.isEmpty() || command.get(0).isBlank()) {
			throw setting.refused("a command has a program, and after it its arguments",
					"Write a list such as [/usr/local/bin/export, --compress], or take the key out.");
		}
		Setting<String> program = new Setting<>(key + "[0]", command.get(0));
		if (found(program.value()).isEmpty()) {
			throw program.refused(
					program.value().contains(File.separator) ? "there is no file of this name that we may execute"
							: "no directory of the PATH has a file of this name that we may execute",
					"Name a program. There is no shell: each argument is an element of the list, such as "
							+ "[/usr/local/bin/export, --compress].");
		}
	}

	private static Optional<Path> found(String program) {
		try {
			if (program.contains(File.separator)) {
				return Optional.of(Path.of(program)).filter(CommandCheck::mayBeRun);
			}
			String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
			return Arrays.stream(path.split(File.pathSeparator))
				.map((directory) -> Path.of(directory, program))
				.filter(CommandCheck::mayBeRun)
				.findFirst();
		}
		catch (InvalidPathException ex) {
			return Optional.empty();
		}
	}

	private static boolean mayBeRun(Path file) {
		return Files.isRegularFile(file) && Files.isExecutable(file);
	}

}

package io.partsmith.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes to the standard input of a command. */
final class CommandInput {

	private CommandInput() {
	}

	/** On a thread of its own: a command that never reads must not hold us up. */
	static void send(Process process, String text) {
		Thread writer = new Thread(() -> {
			try (OutputStream input = process.getOutputStream()) {
				input.write(text.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// The command did not want to know, or has ended.
			}
		}, "partsmith-command-input");
		writer.setDaemon(true);
		writer.start();
	}

}

package io.partsmith.command;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a command writes, to either of its outputs, as long as it writes: one whose
 * pipe is full would wait. The first of it is logged, the last of it kept.
 */
final class CommandOutput implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(CommandOutput.class);

	/** The characters that are logged of one command. */
	private static final int LOGGED = 64 * 1024;

	/** The characters of a line; more of them are the next line. */
	private static final int LINE = 2000;

	/** The characters that stand in a message. */
	private static final int TAIL = 2000;

	/** What may still be on its way when the command has ended. */
	private static final long LATE_MILLIS = 1000;

	private final Reader reader;

	private final String name;

	private final Thread thread = new Thread(this, "partsmith-command-output");

	private final StringBuilder line = new StringBuilder();

	private final StringBuilder tail = new StringBuilder();

	private long logged;

	private CommandOutput(Process process, String name) {
		this.reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
		this.name = name;
	}

	static CommandOutput of(Process process, String name) {
		CommandOutput output = new CommandOutput(process, name);
		output.thread.setDaemon(true);
		output.thread.start();
		return output;
	}

	@Override
	public void run() {
		char[] buffer = new char[4096];
		try (this.reader) {
			for (int count = this.reader.read(buffer); count >= 0; count = this.reader.read(buffer)) {
				take(buffer, count);
			}
		}
		catch (IOException ex) {
			log.debug("The output of {} broke off", this.name, ex);
		}
		flush();
	}

	private synchronized void take(char[] buffer, int count) {
		for (int i = 0; i < count; i++) {
			char next = buffer[i];
			if (next == '\n' || this.line.length() == LINE) {
				flush();
			}
			if (next != '\n' && next != '\r') {
				this.line.append((next == '\t' || !Character.isISOControl(next)) ? next : '?');
			}
		}
	}

	private synchronized void flush() {
		if (this.line.length() == 0) {
			return;
		}
		if (this.logged < LOGGED) {
			log.info("{}: {}", this.name, this.line);
			this.logged += this.line.length();
			if (this.logged >= LOGGED) {
				log.warn("{}: more of its output is not logged", this.name);
			}
		}
		this.tail.append(this.line).append('\n');
		this.tail.delete(0, Math.max(0, this.tail.length() - TAIL));
		this.line.setLength(0);
	}

	/**
	 * Waits for the last of it. What the command has left running may hold its output
	 * open; nobody waits for that.
	 */
	void end() {
		try {
			this.thread.join(LATE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** The end of it, as it stands behind a message. */
	String tail() {
		end();
		synchronized (this) {
			String text = (this.tail.toString() + this.line).strip();
			return text.isEmpty() ? ", and wrote nothing" : ": " + text;
		}
	}

}

package io.partsmith.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.regex.Pattern;

import io.partsmith.embedded.EmbeddedServer.Options;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The ordinary case: a server that {@link EmbeddedPostgres} runs.
 *
 * @param postgres the library's handle
 */
record LibraryServer(EmbeddedPostgres postgres) implements EmbeddedServer {

	private static final Pattern PLAIN = Pattern.compile("[\\w.,:/+-]+");

	static EmbeddedServer start(BinariesArchive archive, Options options) throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setPgBinaryResolver(archive)
			.setLocaleConfig("locale", "C")
			.setRegisterShutdownHook(options.shutdownHook())
			.setPort(options.port())
			.setPGStartupWait(Duration.ofSeconds(60));
		options.settings().forEach((name, value) -> builder.setServerConfig(name, shellQuoted(value)));
		return new LibraryServer(builder.start());
	}

	/**
	 * The library hands the settings to {@code pg_ctl -o}, which hands them to a shell.
	 */
	private static String shellQuoted(String value) {
		return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
	}

	@Override
	public int port() {
		return this.postgres.getPort();
	}

	@Override
	public void close() {
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

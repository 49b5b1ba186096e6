package io.partsmith.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.partsmith.embedded.EmbeddedServer.Options;
import org.apache.commons.io.FileUtils;

/**
 * The exception: a server that root runs as another user, where the library cannot. It
 * has the defaults of the library's server.
 */
final class UnprivilegedServer implements EmbeddedServer {

	private static final Map<String, String> DEFAULTS = Map.of("listen_addresses", "127.0.0.1",
			"unix_socket_directories", "", "fsync", "off", "synchronous_commit", "off", "max_connections", "300",
			"timezone", "UTC");

	private final UnprivilegedUser user;

	private final Path home;

	private final Path directory;

	private final int port;

	private final AtomicBoolean closed = new AtomicBoolean();

	private UnprivilegedServer(UnprivilegedUser user, Path home, Path directory, int port) {
		this.user = user;
		this.home = home;
		this.directory = directory;
		this.port = port;
	}

	static EmbeddedServer start(BinariesArchive archive, Options options) throws IOException {
		UnprivilegedUser user = UnprivilegedUser.find();
		Path home = UnpackedBinaries.of(archive);
		Path directory = Files.createTempDirectory("partsmith-data-");
		int port = (options.port() != 0) ? options.port() : freePort();
		UnprivilegedServer server = new UnprivilegedServer(user, home, directory, port);
		try {
			user.own(directory);
			server.run("initdb", "--no-sync", "-U", server.username(), "-A", "trust", "-E", "UTF8", "--locale=C");
			server.configure(options.settings());
			server.run("pg_ctl", "start", "-w", "-l", directory.resolve("log").toString());
		}
		catch (IOException ex) {
			IOException withLog = new IOException(ex.getMessage() + System.lineSeparator() + server.log(), ex);
			FileUtils.deleteQuietly(directory.toFile());
			throw withLog;
		}
		if (options.shutdownHook()) {
			Runtime.getRuntime().addShutdownHook(new Thread(server::close, "partsmith-postgres-" + port));
		}
		return server;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void configure(Map<String, String> settings) throws IOException {
		StringBuilder lines = new StringBuilder("\nport = " + this.port);
		for (Map<String, String> each : List.of(DEFAULTS, settings)) {
			each.forEach((name, value) -> lines.append("\n%s = '%s'".formatted(name, value.replace("'", "''"))));
		}
		Files.writeString(data().resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
	}

	private void run(String program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(this.home.resolve("bin/" + program).toString()));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-D", data().toString()));
		this.user.run(this.directory, command);
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	private String log() throws IOException {
		Path log = this.directory.resolve("log");
		return Files.exists(log) ? Files.readString(log) : "";
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			try {
				run("pg_ctl", "stop", "-w", "-m", "fast");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			finally {
				FileUtils.deleteQuietly(this.directory.toFile());
			}
		}
	}

}

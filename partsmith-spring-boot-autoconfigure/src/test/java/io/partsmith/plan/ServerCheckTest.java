package io.partsmith.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.partsmith.topology.ClockReading;
import io.partsmith.topology.Cluster;
import io.partsmith.topology.ReadOnly;
import io.partsmith.topology.Server;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.partsmith.plan.Policies.monthly;
import static io.partsmith.plan.Policies.operations;
import static io.partsmith.plan.Policies.plan;
import static org.assertj.core.api.Assertions.assertThat;

/** What the server has to do with every table. */
class ServerCheckTest {

	private static final Instant NOON = Instant.parse("2026-08-26T12:00:00Z");

	private final ServerCheck check = new ServerCheck(Duration.ofMinutes(1));

	private static Server server(Duration ahead, Duration roundTrip) {
		return new Server(180000, false, null, new ClockReading(NOON, NOON.plus(ahead), roundTrip));
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, PT0S, false", "PT1M, PT0S, false", "PT1M0.001S, PT0S, true", "PT-1M-0.001S, PT0S, true",
			"PT1M5S, PT10S, false", "PT1M6S, PT10S, true", "PT3S, PT10M, false" })
	void halfOfTheRoundTripIsInTheClocksFavour(Duration ahead, Duration roundTrip, boolean found) {
		assertThat(this.check.check(server(ahead, roundTrip))).hasSize(found ? 1 : 0);
	}

	@Test
	void bothTimesAreTold() {
		assertThat(this.check.check(server(Duration.ofDays(365), Duration.ZERO))).singleElement()
			.satisfies((finding) -> {
				assertThat(finding.code()).isEqualTo(FindingCode.CLOCK_SKEW);
				assertThat(finding.severity()).isEqualTo(Severity.WARNING);
				assertThat(finding.urgent()).isFalse();
				assertThat(finding.message()).contains("2026-08-26T12:00:00Z", "2027-08-26T12:00:00Z", "PT1M");
			});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			database, ALTER DATABASE shop RESET default_transaction_read_only
			user, ALTER ROLE app RESET default_transaction_read_only
			database user, ALTER ROLE app IN DATABASE shop RESET default_transaction_read_only
			global, ALTER ROLE ALL RESET default_transaction_read_only
			configuration file, ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()
			session, spring.datasource.hikari.read-only: false
			client, spring.datasource.hikari.read-only: false""")
	void aReadOnlyServerHasTheRemedyOfItsSource(String source, String remedy) {
		Server server = new Server(180000, false, new ReadOnly(source, "shop", "app"), null);
		assertThat(server.isWritable()).isFalse();
		assertThat(this.check.check(server)).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.READ_ONLY);
			assertThat(finding.next()).contains(remedy);
		});
	}

	/** Names in a list stay names of their own, and no single name. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					max_prepared_transactions | 0   | 202           | ALTER SYSTEM SET max_prepared_transactions = '202',
					shared_preload_libraries  | foo | citus,foo     | ALTER SYSTEM SET shared_preload_libraries = 'citus', 'foo',""")
	void aSettingOfTheClusterComesWithItsStatement(String name, String actual, String wanted, String next) {
		Server server = new Server(180000)
			.in(new Cluster(List.of(), List.of(new Cluster.Setting(name, actual, wanted)), List.of(), List.of()));
		assertThat(this.check.check(server)).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.CLUSTER_SETTING);
			assertThat(finding.severity()).isEqualTo(Severity.INFO);
			assertThat(finding.message()).contains(name + " of the coordinator is " + actual, "needs " + wanted);
			assertThat(finding.next()).startsWith(next);
		});
	}

	@Test
	void aStandbyIsNoFinding() {
		Server server = new Server(180000, true, null, null);
		assertThat(server.isWritable()).isFalse();
		assertThat(this.check.check(server)).isEmpty();
	}

	@Test
	void underASkewNothingIsRetiredWhoeverApproves() {
		MaintenancePlan plan = plan(monthly(2, 1),
				Topologies.of("t").months(2026, 6, 6).orphan("__2026_04", null).build());
		assertThat(operations(plan)).containsExactly("create 2026_08", "create 2026_09", "detach 2026_06",
				"drop 2026_06", "drop 2026_04");
		MaintenancePlan skewed = plan.finding(this.check.check(server(Duration.ofDays(1), Duration.ZERO)));
		assertThat(operations(skewed.permitted())).containsExactly("create 2026_08", "create 2026_09");
		assertThat(skewed.operations()).filteredOn(skewed::isWithheld).hasSize(3);
		assertThat(skewed.approved()).isEqualTo(skewed);
		assertThat(operations(skewed.approved().permitted())).containsExactly("create 2026_08", "create 2026_09");
		assertThat(skewed.hash()).isEqualTo(plan.hash());
		assertThat(plan.finding(List.of())).isSameAs(plan);
	}

	@ParameterizedTest
	@CsvSource({ "false, false, true", "true, false, false", "false, true, false", "true, true, false" })
	void anApprovalLiftsLimitsAndNeverASkew(boolean skewedThen, boolean skewedNow, boolean retired) {
		MaintenancePlan quiet = plan(monthly(2, 1), Topologies.of("t").months(2026, 6, 6).build());
		Finding limit = new Finding(FindingCode.RETENTION_LIMIT, Step.DETACH, null, "too many", "post its hash");
		List<Finding> skew = this.check.check(server(Duration.ofDays(365), Duration.ZERO));
		MaintenancePlan read = quiet.finding(List.of(limit)).finding(skewedThen ? skew : List.of());
		MaintenancePlan later = quiet.finding(skewedNow ? skew : List.of());
		MaintenancePlan run = read.approved().clockedBy(later).permitted();
		assertThat(run.operations()).anyMatch((operation) -> operation.kind() == OperationKind.CREATE);
		assertThat(run.operations().stream().anyMatch((operation) -> operation.kind().isDestructive()))
			.isEqualTo(retired);
		assertThat(run.findings()).extracting(Finding::code)
			.isEqualTo(retired ? List.of() : List.of(FindingCode.CLOCK_SKEW));
	}

}

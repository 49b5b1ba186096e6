package io.partsmith.mpp.patroni;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.mpp.patroni.PatroniEvent.Kind;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PatroniCluster;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A leader that changes in the middle of a run, under a real Patroni. Not part of an
 * ordinary build: {@code mvn test -Ppatroni}.
 */
class PatroniClusterIT {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final TablePartitionConfig table = Tables.monthly(Tables.aheadKeep(3, 3));

	private final List<PatroniEvent> events = Collections.synchronizedList(new ArrayList<>());

	private final ScheduledExecutorService polling = Executors.newSingleThreadScheduledExecutor();

	private final AtomicBoolean writing = new AtomicBoolean(true);

	/** Rows that the database has confirmed. */
	private final AtomicInteger confirmed = new AtomicInteger();

	private PatroniCluster cluster;

	private HikariDataSource dataSource;

	private JdbcTemplate jdbc;

	private PatroniGuard guard;

	@BeforeEach
	void start() {
		Optional<String> missing = PatroniCluster.missing();
		assumeTrue(missing.isEmpty(), () -> "NOT TESTED, Patroni: there is no " + missing.get() + " here");
		this.cluster = PatroniCluster.start();
		this.dataSource = new HikariDataSource();
		this.dataSource.setJdbcUrl(this.cluster.jdbcUrl());
		this.dataSource.setMaximumPoolSize(4);
		this.dataSource.setConnectionTimeout(3000);
		this.jdbc = new JdbcTemplate(this.dataSource);
		PatroniWatch watch = new PatroniWatch(Map.of(0, this.cluster.urls()), Duration.ofSeconds(2),
				List.of(this.events::add));
		this.guard = new PatroniGuard(watch, 0, this.dataSource);
		this.polling.scheduleWithFixedDelay(watch::poll, 0, 200, TimeUnit.MILLISECONDS);
		this.jdbc.execute(Tables.M);
		this.jdbc.execute(Tables.month("2026_01"));
		this.jdbc.execute(Tables.month("2026_08"));
		await().atMost(PATIENCE).until(() -> this.events.size() == 1);
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.writing.set(false);
		this.polling.shutdownNow();
		this.polling.awaitTermination(10, TimeUnit.SECONDS);
		if (this.dataSource != null) {
			this.dataSource.close();
		}
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	@Test
	void aSwitchoverEndsARunAndTheNextOneConverges() throws Exception {
		aRunIsEndedBy(this.cluster::switchOver);
		this.cluster.awaitStandby();
		assertThat(this.events).extracting(PatroniEvent::kind)
			.containsExactly(Kind.NEW_LEADER, Kind.LEADER_LOST, Kind.NEW_LEADER);
	}

	@Test
	void aLostMachineEndsARunAndTheNextOneConverges() throws Exception {
		AtomicInteger killed = new AtomicInteger();
		aRunIsEndedBy(() -> {
			String name = this.cluster.killLeader();
			killed.set(name.equals("p1") ? 1 : 2);
		});
		assertThat(this.events).extracting(PatroniEvent::kind)
			.containsExactly(Kind.NEW_LEADER, Kind.LEADER_LOST, Kind.NEW_LEADER);
		this.cluster.restart("p" + killed.get());
		this.cluster.awaitStandby();
		assertThat(this.events).hasSize(3);
	}

	/** What happens, happens after the first window was made. */
	private void aRunIsEndedBy(Runnable change) throws Exception {
		String before = this.cluster.leader().orElseThrow();
		Thread writer = new Thread(this::write, "writer");
		writer.start();
		await().atMost(PATIENCE).until(() -> this.confirmed.get() > 20);
		CountDownLatch lost = new CountDownLatch(1);
		PartitionLifecycleHooks hook = new PartitionLifecycleHooks() {

			@Override
			public void afterCreate(TablePartitionConfig config, PartitionInfo partition) {
				if (lost.getCount() > 0) {
					// Patroni answers once all is over, and so once nobody objects any
					// more.
					new Thread(change, "change").start();
					await().atMost(PATIENCE).until(() -> PatroniClusterIT.this.guard.objection().isPresent());
					lost.countDown();
				}
			}

		};
		MaintenanceResult ended = Engine.on(this.dataSource, TODAY).with(hook).guardedBy(this.guard).run(this.table);
		assertThat(lost.getCount()).isZero();
		assertThat(ended.outcome()).as("%s", ended).isEqualTo(Outcome.FAILED);
		assertThat(ended.createdCount()).isOne();
		assertThat(ended.error()).contains("The run was stopped before create");
		assertThat(ended.detachedCount()).isZero();
		assertThat(Engine.on(this.dataSource, TODAY).guardedBy(this.guard).run(this.table).outcome())
			.isIn(Outcome.SKIPPED, Outcome.CHANGED, Outcome.FAILED);
		await().atMost(PATIENCE)
			.until(() -> this.cluster.leader().filter((name) -> !name.equals(before)).isPresent()
					&& this.events.size() == 3);
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(Engine.on(this.dataSource, TODAY).guardedBy(this.guard).run(this.table).outcome())
						.isEqualTo(Outcome.CONVERGED));
		int soFar = this.confirmed.get();
		await().atMost(PATIENCE).until(() -> this.confirmed.get() > soFar + 20);
		this.writing.set(false);
		writer.join(PATIENCE.toMillis());
		// What was about to be confirmed when its connection ended may be there too.
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM t", Integer.class))
			.isGreaterThanOrEqualTo(this.confirmed.get());
		assertThat(this.jdbc.queryForList("SELECT inhrelid::regclass::text FROM pg_inherits"
				+ " JOIN pg_class c ON c.oid = inhrelid AND c.relkind = 'r' ORDER BY 1", String.class))
			.doesNotContain("t__2026_01")
			.hasSizeGreaterThanOrEqualTo(3);
	}

	/**
	 * Each row is confirmed or lost with its connection; no refusal for want of a
	 * partition.
	 */
	private void write() {
		while (this.writing.get()) {
			try (Connection connection = DriverManager.getConnection(this.cluster.jdbcUrl());
					PreparedStatement insert = connection
						.prepareStatement("INSERT INTO t (created_at, payload) VALUES (?::timestamptz, 'x')")) {
				while (this.writing.get()) {
					insert.setString(1, Instant.parse("2026-08-26T10:00:00Z").toString());
					insert.executeUpdate();
					this.confirmed.incrementAndGet();
					TimeUnit.MILLISECONDS.sleep(10);
				}
			}
			catch (SQLException ex) {
				pause();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

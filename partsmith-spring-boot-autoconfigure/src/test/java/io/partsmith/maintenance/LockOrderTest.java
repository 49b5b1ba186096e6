package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockLimits;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static org.assertj.core.api.Assertions.assertThat;

/** Which locks are taken, in which order, on tables that foreign keys tie together. */
@PostgresTest
class LockOrderTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final String STRONG = """
			SELECT c.relname || ' ' || l.mode FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
			WHERE l.pid = pg_backend_pid() AND c.relname IN ('customer', 'line')
			  AND l.mode IN ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') ORDER BY 1""";

	private PostgresDatabase db;

	@BeforeEach
	void tie(PostgresDatabase database) {
		this.db = database;
		// Whoever waits in a circle is found out at once, and counted.
		database.execute("ALTER DATABASE " + database.name() + " SET deadlock_timeout = '5ms'",
				"CREATE TABLE customer (id bigint PRIMARY KEY)", "INSERT INTO customer VALUES (1)",
				"CREATE TABLE t (id bigint, created_at timestamptz, customer bigint REFERENCES customer,"
						+ " PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)",
				"CREATE TABLE line (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t (id, created_at))");
	}

	@AfterEach
	void untie() {
		this.db.execute("ALTER DATABASE " + this.db.name() + " RESET deadlock_timeout");
	}

	private static TablePartitionConfig months(int keep) {
		return Tables.monthly(Tables.aheadKeep(1, keep).detaching(DetachMode.BLOCKING));
	}

	/** What each transaction that locks one of the tied tables holds when it commits. */
	private DataSource witnessed(List<String> seen) {
		return ProxyDataSourceBuilder.create(this.db.dataSource()).beforeMethod((call) -> {
			if (call.getMethod().getName().equals("commit")) {
				try (Statement statement = ((Connection) call.getTarget()).createStatement();
						ResultSet rows = statement.executeQuery(STRONG)) {
					List<String> held = new ArrayList<>();
					while (rows.next()) {
						held.add(rows.getString(1));
					}
					if (!held.isEmpty()) {
						seen.add(String.join(", ", held));
					}
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}).build();
	}

	@Test
	void tiedTablesAreLockedNoStrongerThanAnnouncedAndNoLonger() {
		this.db.execute(Tables.month("2026_06"), "INSERT INTO t VALUES (1, '2026-06-02Z', 1)");
		List<String> seen = new ArrayList<>();
		MaintenanceResult result = Engine.on(this.db, TODAY).over(witnessed(seen)).run(months(1));
		assertThat(done(result)).containsExactly("create t__2026_08", "detach t__2026_06", "drop t__2026_06");
		assertThat(seen).containsExactly("customer ShareRowExclusiveLock, line ShareRowExclusiveLock",
				"customer ShareRowExclusiveLock, line AccessExclusiveLock", "customer AccessExclusiveLock");
	}

	@Test
	void anOrphanLosesItsForeignKeysWithItsSubtree() {
		this.db.execute("CREATE TABLE t__2026_06 (LIKE t INCLUDING ALL) PARTITION BY HASH (id)",
				"CREATE TABLE t__2026_06__h0 PARTITION OF t__2026_06 FOR VALUES WITH (modulus 1, remainder 0)",
				"ALTER TABLE t__2026_06 ADD FOREIGN KEY (customer) REFERENCES customer",
				"ALTER TABLE t__2026_06__h0 ADD FOREIGN KEY (customer) REFERENCES customer",
				"INSERT INTO t__2026_06 VALUES (1, '2026-06-02Z', 1)", "COMMENT ON TABLE t__2026_06 IS"
						+ " E'pg-partsmith:orphan-parent=public.t\\npg-partsmith:detached-at=2026-08-20T00:00:00+00:00'");
		assertThat(done(Engine.on(this.db, TODAY).run(months(1)))).contains("drop t__2026_06");
		assertThat(CatalogProbe.of(this.db).tables("public")).containsExactly("customer", "line", "t", "t__2026_08");
		this.db.execute("DELETE FROM customer");
	}

	@Test
	void whoMayNotLockATiedTableMaintainsAllTheSame() {
		this.db.execute("CREATE ROLE t_owner", "GRANT ALL ON SCHEMA public TO t_owner",
				"GRANT REFERENCES ON customer TO t_owner", "ALTER TABLE t OWNER TO t_owner");
		DataSource asOwner = Connections.of(this.db).prepared("SET ROLE t_owner");
		assertThat(done(Engine.on(this.db, TODAY).over(asOwner).run(months(1)))).containsExactly("create t__2026_08");
	}

	@Test
	void lanesOfTablesThatReferToEachOtherNeverMeetInACircle() throws Exception {
		this.db.execute(
				"CREATE TABLE u (id bigint, created_at timestamptz, PRIMARY KEY (id, created_at))"
						+ " PARTITION BY RANGE (created_at)",
				"ALTER TABLE u ADD t_at timestamptz, ADD FOREIGN KEY (id, t_at) REFERENCES t (id, created_at)",
				"ALTER TABLE t ADD u_at timestamptz, ADD FOREIGN KEY (id, u_at) REFERENCES u (id, created_at)");
		Lifecycle lifecycle = Tables.aheadKeep(3, 2).detaching(DetachMode.BLOCKING);
		TablePartitionConfig t = Tables.m(Granularity.DAY, lifecycle);
		TablePartitionConfig u = Tables.times("u", "public.u", Granularity.DAY, lifecycle);
		LockLimits stubborn = new LockLimits(Duration.ofSeconds(5), 50, Duration.ofMinutes(5), Duration.ofSeconds(5));
		List<Callable<MaintenanceResult>> lanes = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(5);
		AtomicBoolean stop = new AtomicBoolean();
		Future<Long> traffic = threads.submit(() -> sellUntil(stop));
		List<MaintenanceResult> results = new ArrayList<>();
		for (int day = 1; day <= 8; day++) {
			lanes.clear();
			for (TablePartitionConfig table : List.of(t, u)) {
				for (Scope lane : List.of(Scope.CREATE, Scope.RETIRE)) {
					Engine engine = Engine.on(this.db, "2026-08-%02dT00:00:00Z".formatted(day)).with(stubborn);
					lanes.add(() -> engine.run(table, lane));
				}
			}
			for (Future<MaintenanceResult> future : threads.invokeAll(lanes, 2, TimeUnit.MINUTES)) {
				results.add(future.get());
			}
		}
		stop.set(true);
		assertThat(traffic.get(1, TimeUnit.MINUTES)).isPositive();
		threads.shutdown();
		assertThat(results).allSatisfy((result) -> assertThat(result.error()).isNull());
		Long deadlocks = this.db.queryOne("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
		assertThat(deadlocks).isZero();
	}

	/**
	 * In the usual order: who is referred to first, the partitioned table, what refers.
	 */
	private Long sellUntil(AtomicBoolean stop) throws SQLException {
		long sold = 0;
		try (Connection connection = this.db.connect(); Statement statement = connection.createStatement()) {
			statement.execute("SET statement_timeout = '60s'");
			connection.setAutoCommit(false);
			while (!stop.get()) {
				statement.execute("SELECT count(*) FROM customer");
				statement.execute("SELECT count(*) FROM t");
				statement.execute("SELECT count(*) FROM line");
				connection.commit();
				sold++;
			}
		}
		return sold;
	}

}

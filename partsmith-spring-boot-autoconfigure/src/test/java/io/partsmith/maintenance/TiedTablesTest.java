package io.partsmith.maintenance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockLimits;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.ApplicationLoad;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two tables that refer to a common one, retired side by side under load. */
@PostgresTest
class TiedTablesTest {

	private static final int DAYS = 4;

	private static final LockLimits PATIENT = new LockLimits(Duration.ofMillis(300), 100, Duration.ofMinutes(5),
			Duration.ofMillis(200));

	private final AtomicLong written = new AtomicLong();

	private final AtomicInteger detaching = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger detached = new AtomicInteger();

	private PostgresDatabase db;

	private ApplicationLoad application;

	@BeforeEach
	void begin(PostgresDatabase database) {
		this.db = database;
		database.execute("CREATE TABLE lookup (id int PRIMARY KEY, uses bigint NOT NULL DEFAULT 0)",
				"INSERT INTO lookup SELECT generate_series(1, 20)");
		for (TablePartitionConfig table : tables()) {
			database.execute("CREATE TABLE " + table.id() + " (id bigserial, created_at timestamptz NOT NULL,"
					+ " kind int NOT NULL REFERENCES lookup) PARTITION BY RANGE (created_at)");
		}
		assertThat(Engine.on(database, noon(1)).service(tables()).maintain(Scope.MAINTAIN))
			.allMatch(MaintenanceResult::success);
		this.application = new ApplicationLoad(database);
		session("a");
		session("b");
		// The detach waits for this one.
		this.application.session((statement) -> statement
			.execute("BEGIN; SELECT count(*) FROM a; SELECT count(*) FROM b; SELECT pg_sleep(0.02); COMMIT"));
	}

	@AfterEach
	void end() {
		this.application.close();
	}

	private static TablePartitionConfig[] tables() {
		return List.of("a", "b")
			.stream()
			.map((name) -> Tables.times(name, "public." + name, Granularity.DAY,
					Tables.aheadKeep(DAYS, 1).detaching(DetachMode.CONCURRENT)))
			.toArray(TablePartitionConfig[]::new);
	}

	private static String noon(int day) {
		return "2026-08-%02dT12:00:00Z".formatted(day);
	}

	/** Writes to the table that both refer to, and to one of them. */
	private void session(String table) {
		this.application.session((statement) -> {
			statement.execute("BEGIN; UPDATE lookup SET uses = uses + 1 WHERE id = " + ("a".equals(table) ? 1 : 2)
					+ "; INSERT INTO " + table + " (created_at, kind) SELECT '" + noon(DAYS)
					+ "', g FROM generate_series(3, 20) AS g; COMMIT; SELECT pg_sleep(0.005)");
			this.written.incrementAndGet();
		});
	}

	/** Counts the detaches that are being carried out. */
	private DataSource counting() {
		return ProxyDataSourceBuilder.create(Connections.of(this.db)).listener(new QueryExecutionListener() {

			@Override
			public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
				if (isDetach(queries)) {
					TiedTablesTest.this.most.accumulateAndGet(TiedTablesTest.this.detaching.incrementAndGet(),
							Math::max);
					TiedTablesTest.this.detached.incrementAndGet();
				}
			}

			@Override
			public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
				if (isDetach(queries)) {
					TiedTablesTest.this.detaching.decrementAndGet();
				}
			}

			private static boolean isDetach(List<QueryInfo> queries) {
				return queries.stream().anyMatch((query) -> query.getQuery().matches(".* DETACH PARTITION .*"));
			}

		}).build();
	}

	private void applicationGoesHome() throws Exception {
		this.application.goesHome();
		assertThat(this.written.get()).isGreaterThan(10);
		long rows = this.db.queryOne("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)");
		assertThat(rows).isEqualTo(this.written.get() * 18);
		assertThat(this.detached.get()).isGreaterThanOrEqualTo(2 * (DAYS - 1));
		assertThat(this.most).hasValue(1);
		assertThat(CatalogProbe.of(this.db).tables("public")).hasSize(1 + 2 * (1 + DAYS));
	}

	private static void assertDone(List<MaintenanceResult> results) {
		assertThat(results).allSatisfy((result) -> {
			assertThat(result.error()).isNull();
			assertThat(result.issues()).isEmpty();
		});
	}

	@Test
	void twoMaintainersTakeTurns() throws Exception {
		for (int day = 2; day <= DAYS; day++) {
			String now = noon(day);
			List<Callable<MaintenanceResult>> runs = new ArrayList<>();
			for (TablePartitionConfig table : tables()) {
				Engine engine = Engine.on(this.db, now).over(counting()).with(PATIENT);
				runs.add(() -> engine.run(table));
			}
			assertDone(this.application.atOnce(runs));
		}
		applicationGoesHome();
	}

	@Test
	void aRunOverSeveralTablesTakesTurnsToo() throws Exception {
		for (int day = 2; day <= DAYS; day++) {
			assertDone(Engine.on(this.db, noon(day))
				.over(counting())
				.with(PATIENT)
				.sideBySide(2)
				.service(tables())
				.maintain(Scope.MAINTAIN));
		}
		applicationGoesHome();
	}

}

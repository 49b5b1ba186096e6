package io.partsmith.maintenance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.postgres.LockLimits;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.SchemaState;
import io.partsmith.testing.Sessions;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that take locks in the order opposite to ours, and so close a circle with us.
 * Nothing but the watch finds that out here: neither PostgreSQL, which would choose the
 * one that came last, nor a lock timeout.
 */
@PostgresTest
class OppositeOrderTest {

	private static final LockLimits PATIENT = new LockLimits(Duration.ofMinutes(2), 50, Duration.ofMinutes(5),
			Duration.ofMinutes(2));

	/** What a session does first, and what once a run waits for it. */
	enum Circle {

		/**
		 * A report that names a partition; {@code pg_dump} where that has the lower OID.
		 */
		PARTITION_THEN_TABLE("SELECT count(*) FROM t__2026_06", "SELECT count(*) FROM t", ""),

		PARTITION_WRITTEN_THEN_TABLE("INSERT INTO t__2026_06 (created_at) VALUES ('2026-06-02Z')",
				"INSERT INTO t (created_at) VALUES ('2026-06-03Z')", ""),

		PARTITION_THEN_INDEX_ON_TABLE("SELECT count(*) FROM t__2026_06", "CREATE INDEX ON t (payload)", ""),

		DEFAULT_THEN_INDEX_ON_TABLE("SELECT count(*) FROM rest", "CREATE INDEX ON ONLY t (payload)",
				"CREATE TABLE rest PARTITION OF t DEFAULT"),

		DEFAULT_THEN_TRUNCATE("SELECT count(*) FROM rest", "TRUNCATE t", "CREATE TABLE rest PARTITION OF t DEFAULT"),

		ROW_THEN_ROW("UPDATE rest SET payload = 'x' WHERE id = 1100", "UPDATE rest SET payload = 'x' WHERE id = 1",
				"CREATE TABLE rest PARTITION OF t DEFAULT; INSERT INTO t (id, created_at)"
						+ " SELECT g, '2026-08-02Z' FROM generate_series(1, 1100) AS g"),

		REFERENCED_THEN_TABLE("UPDATE ref SET id = id", "TRUNCATE t",
				"CREATE TABLE ref (id bigint PRIMARY KEY); ALTER TABLE t ADD ref bigint REFERENCES ref"),

		REFERENCING_THEN_TABLE("SELECT count(*) FROM line", "SELECT count(*) FROM t",
				"CREATE TABLE line (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t (id, created_at))"),

		FULL_VACUUM_OF_A_PARTITION("LOCK TABLE t__2026_06 IN ACCESS EXCLUSIVE MODE", "SELECT count(*) FROM t", "");

		private final String first;

		private final String second;

		private final String more;

		Circle(String first, String second, String more) {
			this.first = first;
			this.second = second;
			this.more = more;
		}

	}

	private PostgresDatabase db;

	@BeforeEach
	void letNobodyElseFindIt(PostgresDatabase database) {
		this.db = database;
		database.execute("ALTER DATABASE " + database.name() + " SET deadlock_timeout = '5min'", Tables.M,
				Tables.month("2026_06"));
	}

	@AfterEach
	void reset() {
		this.db.execute("ALTER DATABASE " + this.db.name() + " RESET deadlock_timeout");
	}

	@ParameterizedTest
	@EnumSource
	void whoeverClosesACircleWithUsGoesFirst(Circle circle) throws Exception {
		if (!circle.more.isEmpty()) {
			this.db.execute(circle.more);
		}
		Engine engine = Engine.on(this.db, "2026-08-26T00:00:00Z").over(Connections.of(this.db)).with(PATIENT);
		CompletableFuture<MaintenanceResult> run;
		try (Sessions app = Sessions.named(this.db, "app")) {
			app.run(circle.first);
			run = CompletableFuture
				.supplyAsync(() -> engine.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.BLOCKING))));
			app.awaitWaiting("partsmith%");
			app.run(circle.second);
			app.run("COMMIT");
		}
		MaintenanceResult result = run.get(60, TimeUnit.SECONDS);
		assertThat(result.error()).isNull();
		assertThat(result.createdCount()).isOne();
		assertThat(result.droppedCount()).isOne();
		assertThat(SchemaState.busySessions(this.db)).isEmpty();
	}

}

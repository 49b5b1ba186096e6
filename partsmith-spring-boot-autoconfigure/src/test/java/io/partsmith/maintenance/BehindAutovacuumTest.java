package io.partsmith.maintenance;

import java.time.Duration;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RoleDataSource;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * PostgreSQL ends an autovacuum for whoever has waited for it as long as
 * {@code deadlock_timeout}, which is longer than one attempt of ours waits for anybody
 * else.
 */
@PostgresTest
class BehindAutovacuumTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private PostgresDatabase db;

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase database) {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
		database.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'", "SELECT pg_reload_conf()", Tables.M);
	}

	@AfterEach
	void rest() {
		this.db.execute("ALTER SYSTEM RESET autovacuum_naptime", "SELECT pg_reload_conf()");
	}

	/** It works on the table for far longer than any run. */
	private void vacuumRowsOf(String day, String table) {
		vacuum(table, "INSERT INTO t (created_at, payload) SELECT '" + day
				+ "', repeat('x', 500) FROM generate_series(1, 20000)");
	}

	private void vacuum(String table, String filled) {
		this.db.execute(
				"ALTER TABLE " + table + " SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit"
						+ " = 1, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1)",
				filled, "UPDATE " + table + " SET payload = ''");
		await().atMost(Duration.ofMinutes(1))
			.until(() -> !this.db
				.queryStrings("SELECT pid FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'"
						+ " AND query LIKE 'autovacuum: VACUUM%public." + table + "%'")
				.isEmpty());
	}

	@Test
	void aPartitionIsMadeBesideADefaultThatIsBeingVacuumed() {
		this.db.execute("CREATE TABLE rest PARTITION OF t DEFAULT");
		vacuumRowsOf("2020-01-01Z", "rest");
		MaintenanceResult result = Engine.on(this.db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("create t__2026_08");
	}

	@Test
	void aPartitionIsMadeThatRefersToATableThatIsBeingVacuumed() {
		this.db.execute("CREATE TABLE customer (id bigint PRIMARY KEY, payload text)",
				"ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES customer");
		vacuum("customer", "INSERT INTO customer SELECT g, repeat('x', 500) FROM generate_series(1, 20000) AS g");
		MaintenanceResult result = Engine.on(this.db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("create t__2026_08");
	}

	/** Only what is free is taken then, and autovacuum would never be. */
	@Test
	void aPartitionIsMadeBesideOneWhereDeadlocksAreFoundSooner() {
		this.db.execute("CREATE TABLE rest PARTITION OF t DEFAULT",
				"ALTER DATABASE " + this.db.name() + " SET deadlock_timeout = '100ms'");
		try {
			vacuumRowsOf("2020-01-01Z", "rest");
			MaintenanceResult result = Engine.on(this.db, TODAY)
				.over(Connections.of(this.db))
				.run(Tables.monthly(Tables.ahead(1)));
			assertThat(result.error()).isNull();
			assertThat(done(result)).containsExactly("create t__2026_08");
		}
		finally {
			this.db.execute("ALTER DATABASE " + this.db.name() + " RESET deadlock_timeout");
		}
	}

	@Test
	void anExpiredPartitionThatIsBeingVacuumedIsRetiredByARoleThatSeesNoActivity() {
		this.db.execute("CREATE ROLE t_owner", "GRANT CREATE ON SCHEMA public TO t_owner",
				"ALTER TABLE t OWNER TO t_owner", Tables.month("2026_06"), Tables.month("2026_08"),
				"ALTER TABLE t__2026_06 OWNER TO t_owner", "ALTER TABLE t__2026_08 OWNER TO t_owner");
		vacuumRowsOf("2026-06-02Z", "t__2026_06");
		MaintenanceResult result = Engine.on(this.db, TODAY)
			.over(new RoleDataSource(this.db.dataSource(), "t_owner"))
			.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.AUTO)));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2026_08");
	}

}

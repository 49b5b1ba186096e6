package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
import java.util.concurrent.locks.LockSupport;

import io.partsmith.plan.Emptied;
import io.partsmith.postgres.LockLimits;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows move while the table is written and read: nobody is refused, nothing is missed.
 */
@PostgresTest
class MoveConcurrencyTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private static final int FIRST = 20_000;

	private static final TablePartitionConfig T = Tables.monthly(Tables.ahead(1));

	/** Here it counts what becomes of the rows, not who waits for whom and how long. */
	private static final LockLimits UNHURRIED = new LockLimits(Duration.ofMillis(300), 20, Duration.ofMinutes(5),
			Duration.ofSeconds(5));

	private final AtomicBoolean going = new AtomicBoolean(true);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private PostgresDatabase db;

	@BeforeEach
	void fill(PostgresDatabase database) {
		this.db = database;
		this.db.execute(Tables.M, "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at, payload) SELECT '2026-08-02Z'::timestamptz + g * interval '1 second', ''"
						+ " FROM generate_series(1, " + FIRST + ") AS g");
	}

	@AfterEach
	void end() throws InterruptedException {
		this.going.set(false);
		this.threads.shutdownNow();
		this.threads.awaitTermination(20, TimeUnit.SECONDS);
	}

	@Test
	void writersAndReadersGoOnThroughoutAMove() throws Exception {
		List<Future<Long>> inserted = List.of(start(this::insert), start(this::insert), start(this::insert));
		List<Future<Long>> updated = List.of(start(() -> update(1)), start(() -> update(1)));
		List<Future<Long>> read = List.of(start(() -> read("t")), start(() -> read("t")));
		Thread.sleep(300);
		MaintenanceResult result = Engine.on(this.db, TODAY).with(UNHURRIED).run(T);
		Thread.sleep(300);
		this.going.set(false);
		long written = sum(inserted);
		long changes = sum(updated);
		assertThat(sum(read)).isPositive();
		assertThat(result.error()).isNull();
		CatalogProbe catalog = CatalogProbe.of(this.db);
		assertThat(catalog.rows("rest")).isZero();
		assertThat(catalog.rows("t__2026_08")).isEqualTo(FIRST + written);
		assertThat(catalog.rows("(SELECT DISTINCT id FROM t) AS once")).isEqualTo(FIRST + written);
		assertThat(this.db.<Long>queryOne("SELECT sum(length(payload)) FROM t")).isEqualTo(changes);
		assertThat(catalog.tables("public")).containsExactly("rest", "t", "t__2026_08");
	}

	/** A window of one batch moves in one transaction, as the README says. */
	@Test
	void noRowIsMissedWhileDefaultIsDrained() throws Exception {
		List<Future<Long>> inserted = List.of(start(this::insert), start(this::insert));
		List<Future<Long>> read = List.of(start(() -> read("t")), start(() -> read("t")));
		Thread.sleep(300);
		PartitionedData done = Engine.on(this.db, TODAY)
			.with(UNHURRIED)
			.service(T)
			.partitions("t")
			.partitionData(1_000_000);
		Thread.sleep(300);
		this.going.set(false);
		long written = sum(inserted);
		assertThat(sum(read)).isPositive();
		assertThat(done.error()).isNull();
		assertThat(done.complete()).isTrue();
		assertThat(CatalogProbe.of(this.db).rows("t__2026_08")).isEqualTo(FIRST + written);
	}

	/** At every moment each row is in one of the two tables, and no insert is refused. */
	@Test
	void everyRowIsInOneOfTheTablesWhileAllAreMovedOut() throws Exception {
		this.db.execute("CREATE TABLE flat (LIKE t INCLUDING INDEXES)");
		List<Future<Long>> inserted = List.of(start(this::insert), start(this::insert));
		List<Future<Long>> updated = List.of(start(() -> update(0)));
		List<Future<Long>> read = List.of(start(() -> read("(TABLE t UNION ALL TABLE flat) AS everything")));
		Thread.sleep(300);
		TablePartitions t = Engine.on(this.db, TODAY).with(UNHURRIED).service(T).partitions("t");
		UnpartitionedData first = t.unpartition(RelationName.parse("public.flat"), Emptied.KEEP, 1_000, 30);
		Thread.sleep(300);
		this.going.set(false);
		long written = sum(inserted);
		long changes = sum(updated);
		assertThat(sum(read)).isPositive();
		assertThat(first.error()).isNull();
		assertThat(first.rows()).isPositive();
		UnpartitionedData rest = t.unpartition(RelationName.parse("public.flat"), Emptied.DROP, 1_000);
		assertThat(rest.complete()).as("%s %s", rest.error(), rest.issues()).isTrue();
		assertThat(first.rows() + rest.rows()).isEqualTo(FIRST + written);
		CatalogProbe catalog = CatalogProbe.of(this.db);
		assertThat(catalog.rows("flat")).isEqualTo(FIRST + written);
		assertThat(this.db.<Long>queryOne("SELECT sum(length(payload)) FROM flat")).isEqualTo(changes);
		assertThat(catalog.tables("public")).containsExactly("flat", "t");
	}

	private Future<Long> start(Callable<Long> work) {
		return this.threads.submit(work);
	}

	private static long sum(List<Future<Long>> counts) throws Exception {
		long sum = 0;
		for (Future<Long> count : counts) {
			sum += count.get(30, TimeUnit.SECONDS);
		}
		return sum;
	}

	/** Whoever is refused here fails the test. */
	private Long insert() throws SQLException {
		long done = 0;
		try (Connection connection = this.db.connect();
				PreparedStatement insert = connection
					.prepareStatement("INSERT INTO t (created_at, payload) VALUES (?::timestamptz, '')")) {
			while (this.going.get()) {
				insert.setString(1, "2026-08-26 10:00:00Z");
				done += insert.executeUpdate();
				breathe();
			}
		}
		return done;
	}

	/** Each statement as a new text, so that it is planned each time. */
	private Long update(int least) throws SQLException {
		long done = 0;
		long tried = 0;
		try (Connection connection = this.db.connect(); Statement update = connection.createStatement()) {
			while (this.going.get()) {
				long id = 1 + tried * 37 % FIRST;
				int changed = update.executeUpdate("UPDATE t SET payload = payload || '+' WHERE id = " + id);
				assertThat(changed).isBetween(least, 1);
				done += changed;
				tried++;
				breathe();
			}
		}
		return done;
	}

	/** A table that grows without bounds would be read and copied for ever longer. */
	private static void breathe() {
		LockSupport.parkNanos(2_000_000);
	}

	private Long read(String from) throws SQLException {
		List<Long> seen = new ArrayList<>();
		try (Connection connection = this.db.connect(); Statement query = connection.createStatement()) {
			long last = FIRST;
			while (this.going.get()) {
				try (ResultSet row = query.executeQuery("SELECT count(*), " + seen.size() + " FROM " + from)) {
					row.next();
					assertThat(row.getLong(1)).isGreaterThanOrEqualTo(last);
					last = row.getLong(1);
					seen.add(last);
					breathe();
				}
			}
		}
		return (long) seen.size();
	}

}

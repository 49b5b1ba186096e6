package io.partsmith.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RemoteServer;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A partition goes only behind an archive that was read back. */
@PostgresTest
class ArchiveTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private CatalogProbe catalog;

	@TempDir
	private Path directory;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M, Tables.month("2024_01"), Tables.month("2024_03"),
				"INSERT INTO t (created_at, payload) SELECT '2024-01-05Z', CASE g % 4 WHEN 0 THEN NULL WHEN 1 THEN ''"
						+ " WHEN 2 THEN E'a \"quote\",\\na line, \\\\. and é' ELSE 'row ' || g END"
						+ " FROM generate_series(1, 1000) AS g");
	}

	static Stream<Arguments> spellings() {
		return Arrays.stream(ArchiveFormat.values())
			.flatMap((format) -> Arrays.stream(ArchiveCompression.values())
				.map((compression) -> Arguments.of(format, compression)));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void isWrittenReadBackAndDropped(ArchiveFormat format, ArchiveCompression compression, PostgresDatabase db)
			throws IOException {
		long oid = this.catalog.oid("t__2024_01");
		MaintenanceResult result = archiving(db, policy(format, compression, ArchiveMoment.BEFORE_DROP)).run(T);
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("detach t__2024_01", "drop t__2024_01");
		assertThat(files()).hasSize(2)
			.allMatch((file) -> file.startsWith("public.t/t__2024_01.20240315T000000Z." + oid));
		Manifest manifest = manifest();
		assertThat(manifest.data().rows()).isEqualTo(1000);
		assertThat(manifest.data().name()).endsWith(format.suffix(compression));
		assertThat(manifest.stored()).extracting(Manifest.Column::name).containsExactly("id", "created_at", "payload");
		assertThat(manifest.columns()).extracting(Manifest.Column::type)
			.containsExactly("bigint", "timestamp with time zone", "text");
		assertThat(manifest.bounds())
			.isEqualTo("FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')");
		assertThat(manifest.key()).isEqualTo("RANGE (created_at)");
		assertThat(manifest.runId()).isEqualTo(result.runId());
		assertThat(manifest.postgres()).startsWith(db.majorVersion() + ".");
		new Archives(new DefaultResourceLoader()).requireWhole(location(), manifest);
	}

	@Test
	void theRowsAreTextThatAnybodyReads(PostgresDatabase db) throws IOException {
		archiving(db, policy(ArchiveFormat.CSV, ArchiveCompression.NONE, ArchiveMoment.BEFORE_DROP)).run(T);
		String csv = Files.readString(this.directory.resolve("public.t").resolve(manifest().data().name()));
		assertThat(csv).startsWith("id,created_at,payload\n1,2024-01-05 00:00:00+00,\"\"\n2,2024-01-05 00:00:00+00,"
				+ "\"a \"\"quote\"\",\na line, \\. and é\"\n3,2024-01-05 00:00:00+00,row 3\n4,2024-01-05 00:00:00+00,\n");
	}

	@Test
	void theManifestHoldsTheTablesDdl(PostgresDatabase db) throws IOException {
		db.execute("ALTER TABLE t ADD COLUMN twice bigint GENERATED ALWAYS AS (id * 2) STORED",
				"ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0)", "CREATE INDEX ON t (payload)",
				"ALTER TABLE t ALTER COLUMN payload SET DEFAULT 'none'");
		archiving(db).run(T);
		Manifest manifest = manifest();
		assertThat(manifest.stored()).extracting(Manifest.Column::name).containsExactly("id", "created_at", "payload");
		db.execute(manifest.ddl().toArray(String[]::new));
		assertThat(db.queryStrings("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = "
				+ "'t__2024_01'::regclass AND contype IN ('c', 'p') ORDER BY 1"))
			.contains("CHECK ((id > 0))", "PRIMARY KEY (id, created_at)")
			.doesNotContain("CHECK (false) NOT VALID");
		assertThat(db.queryStrings("SELECT indexdef FROM pg_indexes WHERE tablename = 't__2024_01'")).hasSize(2);
		db.execute("INSERT INTO t__2024_01 (id, created_at) VALUES (4, '2024-01-05Z')");
		assertThat(db.queryStrings("SELECT payload || twice FROM t__2024_01")).containsExactly("none8");
	}

	@Test
	void anEmptyPartitionHasAnArchiveToo(PostgresDatabase db) throws IOException {
		db.execute("TRUNCATE t");
		for (ArchiveFormat format : ArchiveFormat.values()) {
			db.execute("DROP TABLE IF EXISTS t__2024_01", Tables.month("2024_01"));
			MaintenanceResult result = archiving(db, policy(format, ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP))
				.run(T);
			assertThat(result.droppedCount()).isOne();
		}
		assertThat(files()).hasSize(2 * ArchiveFormat.values().length);
		assertThat(manifest().data().rows()).isZero();
	}

	@Test
	void aUnitIsArchivedWithAllBeneathIt(PostgresDatabase db) throws IOException {
		TablePartitionConfig n = Tables.n(2, Tables.aheadKeep(1, 1));
		db.execute(Tables.N);
		db.execute(Tables.week("2024_w03", "2024-01-15", "2024-01-22", 2, 0, 1));
		db.execute("INSERT INTO n SELECT g, '2024-01-16Z', 'x' FROM generate_series(1, 100) AS g");
		MaintenanceResult result = archiving(db, n.id()).run(n);
		assertThat(result.error()).isNull();
		assertThat(result.droppedCount()).isOne();
		Manifest manifest = manifest();
		assertThat(manifest.data().rows()).isEqualTo(100);
		assertThat(manifest.relations()).containsExactly("public.n__2024_w03", "public.n__2024_w03__h0",
				"public.n__2024_w03__h1");
		db.execute(manifest.ddl().toArray(String[]::new));
		assertThat(this.catalog.partitions("n__2024_w03")).hasSize(2);
	}

	/** A drop only forgets a foreign table; its rows stay where they are. */
	@Test
	void aForeignUnitIsNotArchived(PostgresDatabase db) {
		TablePartitionConfig f = Tables.times("f", "public.f", Granularity.MONTH, Tables.aheadKeep(1, 1))
			.with(new Leaves.Foreign("archive", Map.of("table_name", "far")));
		try (RemoteServer remote = RemoteServer.beside(db)) {
			remote.introduceTo(db);
			remote.database()
				.execute("CREATE TABLE far (created_at timestamptz NOT NULL)", "INSERT INTO far VALUES (now())");
			db.execute("CREATE TABLE f (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
					"CREATE FOREIGN TABLE f__2024_01 PARTITION OF f FOR VALUES FROM ('2024-01-01Z') TO ('2024-02-01Z')"
							+ " SERVER archive OPTIONS (table_name 'far')");
			assertThat(archiving(db, "f").run(f).droppedCount()).isOne();
			assertThat(files()).isEmpty();
			assertThat(remote.database().queryStrings("SELECT created_at FROM far")).hasSize(1);
			db.execute("DROP EXTENSION postgres_fdw CASCADE");
		}
	}

	@Test
	void aTableWithoutPolicyIsDroppedUnarchived(PostgresDatabase db) {
		assertThat(archiving(db, "another").run(T).droppedCount()).isOne();
		assertThat(files()).isEmpty();
	}

	/** What was stored is not what was written. */
	@ParameterizedTest
	@ValueSource(strings = { "flipped", "truncated", "longer", "lost" })
	void aDamagedArchiveKeepsTheTable(String damage, PostgresDatabase db) {
		for (ArchiveFormat format : ArchiveFormat.values()) {
			for (ArchiveCompression compression : ArchiveCompression.values()) {
				Bucket bucket = new Bucket();
				bucket.fate = (bytes) -> damaged(bytes, damage);
				MaintenanceResult result = archiving(db, bucket,
						new ArchivePolicy("bucket:x", format, compression, ArchiveMoment.BEFORE_DROP))
					.run(T);
				assertThat(result.success()).as(format + " " + compression).isFalse();
				assertThat(result.error()).contains("t__2024_01", "bucket:x");
				assertThat(issues(result)).containsExactly("drop hook_failed t__2024_01");
				assertThat(this.catalog.rows("t__2024_01")).isEqualTo(1000);
				assertThat(bucket.objects.keySet()).noneMatch((name) -> name.endsWith(".json"));
			}
		}
		assertThat(archiving(db).run(T).droppedCount()).isOne();
	}

	/**
	 * Parquet can only be read from a file, so what is in a bucket becomes one for a
	 * while.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "whole", "flipped", "truncated", "lost" })
	void whatWasReadBackFromABucketLeavesNoFile(String damage, PostgresDatabase db) throws IOException {
		List<Path> before = temporary();
		Bucket bucket = new Bucket();
		bucket.fate = (bytes) -> damage.equals("whole") ? bytes : damaged(bytes, damage);
		MaintenanceResult result = archiving(db, bucket, new ArchivePolicy("bucket:x", ArchiveFormat.PARQUET,
				ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP))
			.run(T);
		assertThat(result.success()).isEqualTo(damage.equals("whole"));
		assertThat(temporary()).isEqualTo(before);
	}

	private static List<Path> temporary() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".archive")).sorted().toList();
		}
	}

	private static byte[] damaged(byte[] bytes, String damage) {
		return switch (damage) {
			case "flipped" -> {
				byte[] flipped = bytes.clone();
				flipped[bytes.length / 2] ^= 4;
				yield flipped;
			}
			case "truncated" -> Arrays.copyOf(bytes, bytes.length - 1);
			case "longer" -> Arrays.copyOf(bytes, bytes.length + 1);
			default -> new byte[0];
		};
	}

	@Test
	void aBucketIsFilledDataFirst(PostgresDatabase db) {
		Bucket bucket = new Bucket();
		assertThat(archiving(db, bucket,
				new ArchivePolicy("bucket:x/", ArchiveFormat.CSV, ArchiveCompression.ZSTD, ArchiveMoment.BEFORE_DROP))
			.run(T)
			.droppedCount()).isOne();
		assertThat(bucket.objects.keySet()).hasSize(2)
			.allMatch((name) -> name.startsWith("bucket:x/public.t/t__2024_01."));
	}

	@Test
	void aFullStoreKeepsTheTable(PostgresDatabase db) {
		Bucket bucket = new Bucket();
		bucket.room = 1000;
		MaintenanceResult result = archiving(db, bucket,
				new ArchivePolicy("bucket:x", ArchiveFormat.CSV, ArchiveCompression.NONE, ArchiveMoment.BEFORE_DROP))
			.run(T);
		assertThat(bucket.objects).as("half an object").isEmpty();
		assertThat(bucket.aborted).isOne();
		assertThat(result.error()).contains("no space left");
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(1000);
		bucket.room = Integer.MAX_VALUE;
		assertThat(archiving(db, bucket,
				new ArchivePolicy("bucket:x", ArchiveFormat.CSV, ArchiveCompression.NONE, ArchiveMoment.BEFORE_DROP))
			.run(T)
			.droppedCount()).isOne();
	}

	@Test
	void aCopyTellsHowFarItCame(PostgresDatabase db) {
		Bucket bucket = new Bucket();
		bucket.room = 100;
		List<String> told = new ArrayList<>();
		long[] copied = new long[2];
		PartitionArchive archive = new PartitionArchive(new DetachedTables(db.dataSource(), ExecutionSettings.DEFAULT),
				bucket, new ArchiveListener() {

					@Override
					public void progressed(String id, long rows, long bytes) {
						copied[0] += rows;
						copied[1] += bytes;
					}

					@Override
					public void archived(String id, boolean written, long rows, long bytes, Duration duration) {
						told.add(id + " " + written + " " + rows);
					}

				});
		ArchivePolicy policy = new ArchivePolicy("bucket:x", ArchiveFormat.BINARY, ArchiveCompression.NONE,
				ArchiveMoment.BEFORE_DROP);
		Engine engine = Engine.on(db, MARCH)
			.with(new ArchiveHooks(new ArchivePolicies(Map.of("t", policy)), archive))
			.with(archive);
		assertThat(engine.run(T).success()).isFalse();
		assertThat(told).containsExactly("t false " + copied[0]);
		assertThat(copied[0]).isPositive();
		assertThat(copied[1]).isGreaterThan(copied[0]);
		bucket.room = Integer.MAX_VALUE;
		long before = copied[0];
		assertThat(engine.run(T).success()).isTrue();
		assertThat(told).last().isEqualTo("t true 1000");
		assertThat(copied[0] - before).isEqualTo(1000);
	}

	@Test
	void aDirectoryThatCannotBeWrittenToKeepsTheTable(PostgresDatabase db) throws IOException {
		Files.writeString(this.directory.resolve("public.t"), "a file in the place of the directory");
		MaintenanceResult result = archiving(db).run(T);
		assertThat(result.error()).contains("t__2024_01").contains(this.directory.toString());
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(1000);
	}

	/**
	 * Two that believe to be the only one: no file gets its name that another one still
	 * writes to.
	 */
	@Test
	void twoAttemptsAtOnceShareNoFile() throws IOException {
		FileStore store = new FileStore(this.directory);
		Upload first = store.begin("public.t/a.csv");
		first.out().write("first".getBytes(StandardCharsets.UTF_8));
		Upload second = store.begin("public.t/a.csv");
		second.out().write("sec".getBytes(StandardCharsets.UTF_8));
		first.out().write(" goes on".getBytes(StandardCharsets.UTF_8));
		first.complete();
		assertThatExceptionOfType(IOException.class).isThrownBy(first::publish);
		first.abandon();
		second.out().write("ond".getBytes(StandardCharsets.UTF_8));
		second.complete();
		second.publish();
		assertThat(files()).containsExactly("public.t/a.csv");
		assertThat(this.directory.resolve("public.t/a.csv")).hasContent("second");
	}

	@Test
	void theLongestNameOfPostgresIsNoneTooLongForAFile() throws IOException {
		RelationName longest = new RelationName("public", "\u00e9".repeat(31) + "x");
		String name = ArchiveNames.base(longest, longest, Instant.parse("2024-03-15T00:00:00Z"), 4_294_967_295L,
				4_294_967_295L) + ".parquet";
		Upload upload = new FileStore(this.directory).begin(name);
		upload.complete();
		upload.publish();
		assertThat(files()).containsExactly(name);
	}

	@Test
	void aConnectionThatDiesLeavesNoFileUnderTheFinalName(PostgresDatabase db) {
		PartitionLifecycleHooks killer = new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String table, String partition) {
				new Thread(() -> {
					for (int i = 0; i < 500; i++) {
						List<String> copying = db.queryStrings(
								"SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY (SELECT%' AND state = 'active'");
						copying.forEach((pid) -> db.terminate(Integer.parseInt(pid)));
						if (!copying.isEmpty()) {
							return;
						}
					}
				}).start();
			}
		};
		db.execute("INSERT INTO t (created_at, payload) SELECT '2024-01-06Z', repeat(md5(g::text), 100)"
				+ " FROM generate_series(1, 40000) AS g");
		Engine engine = Engine.on(db, MARCH).with(killer);
		MaintenanceResult result = with(engine, db, new DefaultResourceLoader(),
				policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP), T.id())
			.run(T);
		assertThat(result.success()).isFalse();
		assertThat(files()).isEmpty();
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(41_000);
		assertThat(archiving(db).run(T).droppedCount()).isOne();
		assertThat(files()).hasSize(2);
	}

	@Test
	void nobodyWritesToTheTableOnceItIsCopied(PostgresDatabase db) {
		PartitionLifecycleHooks late = new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String table, String partition) {
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> db.execute("INSERT INTO " + partition + " VALUES (1, '2024-01-07Z', 'late')"))
					.withMessageContaining("partsmith_sealed");
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> db.execute("UPDATE " + partition + " SET payload = 'changed'"));
			}
		};
		assertThat(archiving(db).with(late).run(T).error()).isNull();
		assertThat(this.catalog.exists("t__2024_01")).isFalse();
	}

	/** Whoever takes the seal off and writes keeps the table. */
	@Test
	void rowsThatCameBehindTheSealKeepTheTable(PostgresDatabase db) throws IOException {
		PartitionLifecycleHooks late = new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String table, String partition) {
				db.execute("ALTER TABLE " + partition + " DROP CONSTRAINT partsmith_sealed",
						"INSERT INTO " + partition + " VALUES (1001, '2024-01-07Z', 'late')",
						"ALTER TABLE " + partition + " ADD CONSTRAINT partsmith_sealed CHECK (false) NOT VALID");
			}
		};
		MaintenanceResult result = archiving(db).with(late).run(T);
		assertThat(result.success()).isFalse();
		assertThat(issues(result)).containsExactly("drop plan_stale t__2024_01");
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(1001);
		assertThat(archiving(db).run(T).droppedCount()).isOne();
		assertThat(manifests()).hasSize(2)
			.last()
			.satisfies((manifest) -> assertThat(manifest.data().rows()).isEqualTo(1001));
	}

	/** A column that came behind the copy, or another type, is not in the archive. */
	@ParameterizedTest
	@ValueSource(strings = { "ADD COLUMN kind text DEFAULT 'late'",
			"ALTER COLUMN payload TYPE varchar USING 'late ' || payload" })
	void columnsThatCameBehindTheCopyKeepTheTable(String change, PostgresDatabase db) throws IOException {
		PartitionLifecycleHooks late = new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String table, String partition) {
				db.execute("ALTER TABLE " + partition + " " + change);
			}
		};
		MaintenanceResult result = archiving(db).with(late).run(T);
		assertThat(issues(result)).containsExactly("drop plan_stale t__2024_01");
		assertThat(result.error()).contains("The columns of public.t__2024_01 were changed");
		assertThat(archiving(db).run(T).droppedCount()).isOne();
		assertThat(new String(new GZIPInputStream(
				Files.newInputStream(this.directory.resolve("public.t").resolve(manifest().data().name())))
			.readAllBytes(), StandardCharsets.UTF_8)).contains("late");
	}

	/** Row security of an owner who is subject to it would hide rows from the copy. */
	@Test
	void rowsThatRowSecurityHidesKeepTheTable(PostgresDatabase db) {
		db.execute("CREATE ROLE t_keeper LOGIN", "GRANT ALL ON SCHEMA public TO t_keeper",
				"ALTER TABLE t OWNER TO t_keeper", "ALTER TABLE t__2024_01 OWNER TO t_keeper",
				"ALTER TABLE t__2024_01 ENABLE ROW LEVEL SECURITY", "ALTER TABLE t__2024_01 FORCE ROW LEVEL SECURITY",
				"CREATE POLICY few ON t__2024_01 USING (id < 10)");
		try (Pool pool = Pool.at(db.jdbcUrl().replaceFirst("user=[^&]*", "user=t_keeper"), 2)) {
			PartitionArchive archive = new PartitionArchive(new DetachedTables(pool, ExecutionSettings.DEFAULT),
					new DefaultResourceLoader(), ArchiveListener.NONE);
			MaintenanceResult result = Engine.on(pool, MARCH)
				.with(new ArchiveHooks(
						new ArchivePolicies(Map.of("t",
								policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP))),
						archive))
				.with(archive)
				.run(T);
			assertThat(result.success()).isFalse();
			assertThat(result.error()).contains("row-level security");
		}
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(1000);
		assertThat(files()).isEmpty();
	}

	@Test
	void aLaterRefusalDoesNotCostAnotherCopy(PostgresDatabase db) {
		PartitionLifecycleHooks refusing = new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String table, String partition) {
				throw new IllegalStateException("not yet");
			}
		};
		archiving(db).with(refusing).run(T);
		List<String> before = files();
		assertThat(before).hasSize(2);
		assertThat(archiving(db).run(T).droppedCount()).isOne();
		assertThat(files()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "truncated", "lost" })
	void afterADetachTheManifestIsReadAgainBeforeTheDrop(String damage, PostgresDatabase db) throws IOException {
		TablePartitionConfig graceful = T.with(T.lifecycle().dropping(Tables.grace("P7D")));
		ArchivePolicy policy = policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.AFTER_DETACH);
		archiving(db, policy).run(graceful);
		Path manifest = Path.of(location().substring("file:".length()));
		byte[] whole = Files.readAllBytes(manifest);
		Files.write(manifest, damaged(whole, damage));
		assertThat(archiving(db, policy).at("2024-03-25T00:00:00Z").run(graceful).droppedCount()).isOne();
		new Archives(new DefaultResourceLoader()).requireWhole(location(), manifest());
	}

	@Test
	void afterADetachTheArchiveIsReadAgainBeforeTheDrop(PostgresDatabase db) throws IOException {
		TablePartitionConfig graceful = T.with(T.lifecycle().dropping(Tables.grace("P7D")));
		ArchivePolicy policy = policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.AFTER_DETACH);
		assertThat(done(archiving(db, policy).run(graceful))).containsExactly("detach t__2024_01");
		Path data = this.directory.resolve("public.t").resolve(manifest().data().name());
		byte[] whole = Files.readAllBytes(data);
		Files.write(data, damaged(whole, "flipped"));
		assertThat(archiving(db, policy).at("2024-03-25T00:00:00Z").run(graceful).droppedCount()).isOne();
		assertThat(Files.readAllBytes(data)).isEqualTo(whole);
	}

	@Test
	void aWindowThatIsKeptAgainTakesRowsAgain(PostgresDatabase db) {
		TablePartitionConfig graceful = T.with(T.lifecycle().dropping(Tables.grace("P7D")));
		ArchivePolicy policy = policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.AFTER_DETACH);
		archiving(db, policy).run(graceful);
		TablePartitionConfig longer = graceful.with(graceful.lifecycle().keeping(new Retention.KeepNewest(12)));
		assertThat(done(archiving(db, policy).run(longer))).contains("attach t__2024_01");
		db.execute("INSERT INTO t (created_at) VALUES ('2024-01-09Z')");
	}

	@Test
	void aSealedTableThatIsAttachedByHandTakesRowsAgain(PostgresDatabase db) {
		TablePartitionConfig graceful = T.with(T.lifecycle().dropping(Tables.grace("P7D")));
		ArchivePolicy policy = policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.AFTER_DETACH);
		archiving(db, policy).run(graceful);
		db.execute("ALTER TABLE t ATTACH PARTITION t__2024_01 FOR VALUES FROM ('2024-01-01Z') TO ('2024-02-01Z')");
		TablePartitionConfig longer = graceful.with(graceful.lifecycle().keeping(new Retention.KeepNewest(12)));
		archiving(db, policy).run(longer);
		db.execute("INSERT INTO t (created_at) VALUES ('2024-01-09Z')");
	}

	@Test
	void aRowOfManyMegabytesPasses(PostgresDatabase db) throws IOException {
		db.execute("INSERT INTO t (created_at, payload) VALUES ('2024-01-06Z', repeat('x\"', 20000000))");
		archiving(db).run(T);
		assertThat(manifest().data().rows()).isEqualTo(1001);
	}

	private Engine archiving(PostgresDatabase db) {
		return archiving(db, T.id());
	}

	private Engine archiving(PostgresDatabase db, String id) {
		return with(Engine.on(db, MARCH), db, new DefaultResourceLoader(),
				policy(ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP), id);
	}

	private Engine archiving(PostgresDatabase db, ArchivePolicy policy) {
		return archiving(db, new DefaultResourceLoader(), policy);
	}

	private Engine archiving(PostgresDatabase db, ResourceLoader loader, ArchivePolicy policy) {
		return with(Engine.on(db, MARCH), db, loader, policy, T.id());
	}

	private static Engine with(Engine engine, PostgresDatabase db, ResourceLoader loader, ArchivePolicy policy,
			String id) {
		PartitionArchive archive = new PartitionArchive(new DetachedTables(db.dataSource(), ExecutionSettings.DEFAULT),
				loader, ArchiveListener.NONE);
		return engine.with(new ArchiveHooks(new ArchivePolicies(Map.of(id, policy)), archive)).with(archive);
	}

	private ArchivePolicy policy(ArchiveFormat format, ArchiveCompression compression, ArchiveMoment when) {
		return new ArchivePolicy("file:" + this.directory, format, compression, when);
	}

	private List<String> files() {
		try (Stream<Path> all = Files.walk(this.directory)) {
			return all.filter(Files::isRegularFile)
				.map((file) -> this.directory.relativize(file).toString())
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String location() {
		return "file:" + this.directory + "/"
				+ files().stream().filter((file) -> file.endsWith(".json")).findFirst().orElseThrow();
	}

	private Manifest manifest() throws IOException {
		return manifests().get(0);
	}

	private List<Manifest> manifests() throws IOException {
		return files().stream().filter((file) -> file.endsWith(".json")).map((file) -> {
			try {
				return new ManifestJson().read(Files.readAllBytes(this.directory.resolve(file)), file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}).toList();
	}

}

package io.partsmith.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.DefaultResourceLoader;

import static io.partsmith.testing.Results.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What was archived comes back as it was, or not at all. */
@PostgresTest
class RestoreTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private static final RelationName JANUARY = RelationName.parse("t__2024_01");

	/** Values that a careless writer or reader changes. */
	private static final String ODD = """
			INSERT INTO t VALUES
			  (1, '2024-01-05Z', E'a "b",\\n\\r\\tc \\\\. é', '{1,NULL,3}', '{"a": [1, null]}', '\\x00ff', 'NaN', 'infinity',
			    'b', 5, '1 mon 2 days 03:04:05.678', 1.1, 'infinity', '(1,2)', 'public.t', '{"x","y \\" z"}', '12:34:56.789+05:30'),
			  (2, '2024-01-06Z', '', '{}', 'null', '', 1e-30, '-infinity', 'a b', 1, '-1 year', 'NaN', '0044-03-15 BC', '[3,4)',
			    'pg_class', '{}', '00:00:00-15:59'),
			  (3, '2024-01-31 23:59:59.999999Z', NULL, NULL, NULL, NULL, 123456789012345678901234567890.12, NULL, NULL, NULL,
			    NULL, 1e308, NULL, NULL, NULL, NULL, NULL)""";

	private CatalogProbe catalog;

	@TempDir
	private Path directory;

	@BeforeEach
	void lookUp(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	private static void makeOdd(PostgresDatabase db) {
		db.execute("CREATE TYPE mood AS ENUM ('a b', 'b')", "CREATE DOMAIN small AS int CHECK (VALUE < 10)", """
				CREATE TABLE public.t (id bigint, created_at timestamptz NOT NULL, words text, numbers int[], doc jsonb,
				  raw bytea, amount numeric, seen timestamptz, feeling mood, tiny small, span interval, weight float8,
				  day date, range int4range, place regclass, names text[], hour timetz,
				  twice bigint GENERATED ALWAYS AS (id * 2) STORED,
				  PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)""", Tables.month("2024_01"),
				Tables.month("2024_03"));
		// Between 1 and the last, the range column comes as text.
		db.execute(ODD.replace("'(1,2)'", "'[1,3)'"));
	}

	@ParameterizedTest
	@EnumSource
	void everyValueComesBack(ArchiveFormat format, PostgresDatabase db) {
		makeOdd(db);
		db.execute("CREATE TABLE before AS SELECT * FROM t");
		PartitionLifecycleService service = drop(db, format);
		assertThat(this.catalog.exists("t__2024_01")).isFalse();
		Restoration restored = restorer(db, service).restore("t", JANUARY, false);
		assertThat(restored.error()).isNull();
		assertThat(restored.rows()).isEqualTo(3);
		assertThat(restored.partition()).isEqualTo("public.t__2024_01");
		assertThat(this.catalog.partitions("t")).containsExactly("t__2024_01", "t__2024_03");
		assertThat(this.catalog.comment("t__2024_01")).isNull();
		assertThat(db.queryStrings("SELECT t::text FROM t EXCEPT SELECT b::text FROM before AS b")).isEmpty();
		assertThat(db.<Long>queryOne("SELECT count(*) FROM t WHERE twice = id * 2")).isEqualTo(3L);
		db.execute("INSERT INTO t (id, created_at) VALUES (9, '2024-01-09Z')");
	}

	@Test
	void retentionExpiresItAgainAndTheAnswerSaysSo(PostgresDatabase db) {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		Restoration restored = restorer(db, service).restore("t", JANUARY, false);
		assertThat(restored.expires()).isTrue();
		assertThat(restored.next())
			.contains("partsmith.tables.t.holds: [{ name: restored-t__2024_01, from: '2024-01-01");
		assertThat(done(service.maintain("t", Scope.MAINTAIN))).containsExactly("detach t__2024_01", "drop t__2024_01");
		assertThat(manifests()).hasSize(2);
		assertThat(restorer(db, service).restore("t", JANUARY, false).rows()).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource
	void aUnitComesBackWithAllBeneathIt(ArchiveFormat format, PostgresDatabase db) {
		TablePartitionConfig n = Tables.n(2, Tables.aheadKeep(1, 1));
		db.execute(Tables.N);
		db.execute(Tables.week("2024_w03", "2024-01-15", "2024-01-22", 2, 0, 1));
		db.execute("INSERT INTO n SELECT g, '2024-01-16Z', 'x' FROM generate_series(1, 100) AS g");
		PartitionLifecycleService service = drop(db, n, format);
		assertThat(this.catalog.exists("n__2024_w03")).isFalse();
		Restoration restored = restorer(db, service).restore("n", RelationName.parse("n__2024_w03"), false);
		assertThat(restored.error()).isNull();
		assertThat(this.catalog.partitions("n__2024_w03")).hasSize(2);
		assertThat(this.catalog.rows("n")).isEqualTo(100);
	}

	@Test
	void columnsGoByTheirNames(PostgresDatabase db) {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		db.execute("ALTER TABLE t ADD COLUMN added text DEFAULT 'new'", "ALTER TABLE t DROP COLUMN words",
				"ALTER TABLE t ALTER COLUMN tiny TYPE numeric");
		assertThatExceptionOfType(ArchiveException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false))
			.withMessageContaining("words")
			.withMessageContaining("ignoreDroppedColumns");
		assertThat(this.catalog.exists("t__2024_01")).isFalse();
		Restoration restored = restorer(db, service).restore("t", JANUARY, true);
		assertThat(restored.error()).isNull();
		assertThat(db.queryStrings("SELECT added || coalesce(tiny::text, '-') FROM t ORDER BY id"))
			.containsExactly("new5", "new1", "new-");
	}

	@Test
	void aWindowThatIsThereIsLeftAlone(PostgresDatabase db) {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		db.execute(Tables.month("2024_01"), "INSERT INTO t (id, created_at) VALUES (7, '2024-01-07Z')");
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false))
			.withMessageContaining("has a partition already")
			.withMessageContaining("which holds rows");
		db.execute("DELETE FROM t", "CREATE TRIGGER told AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION"
				+ " suppress_redundant_updates_trigger()");
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false))
			.withMessageContaining("triggers would fire");
	}

	/** Others insert while it is filled, and are neither kept waiting nor counted. */
	@ParameterizedTest
	@EnumSource
	void anEmptyPartitionThatCameInItsPlaceIsFilled(ArchiveFormat format, PostgresDatabase db) throws Exception {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, format);
		db.execute(Tables.month("2024_01"));
		long oid = this.catalog.oid("t__2024_01");
		DetachedTables tables = tables(db);
		ArchiveIndex.Found found = new ArchiveIndex(new Archives(new DefaultResourceLoader()),
				new DefaultResourceLoader())
			.at("file:" + manifests().get(0));
		Relation partition = new Relation(JANUARY, oid, RelationKind.TABLE, true, null, null);
		tables.fill(partition, (connection) -> {
			db.execute("INSERT INTO t (id, created_at) VALUES (9, '2024-01-09Z')");
			try {
				return new Loading(found.manifest(), false).into(connection, JANUARY,
						new Archives(new DefaultResourceLoader()).rows(found.location(), found.manifest()),
						new Progress("Filling"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		assertThat(this.catalog.rows("t")).isEqualTo(4);
		db.execute("DELETE FROM t");
		Restoration restored = restorer(db, service).restore("t", JANUARY, false);
		assertThat(restored.error()).isNull();
		assertThat(restored.rows()).isEqualTo(3);
		assertThat(restored.expires()).isTrue();
		assertThat(this.catalog.oid("t__2024_01")).isEqualTo(oid);
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(3);
	}

	@Test
	void whatIsStillDetachedIsAttachedAgain(PostgresDatabase db) {
		makeOdd(db);
		TablePartitionConfig graceful = T.with(T.lifecycle().dropping(Tables.grace("P7D")));
		PartitionLifecycleService service = engine(db, "t", new ArchivePolicy("file:" + this.directory,
				ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.AFTER_DETACH))
			.service(graceful);
		service.maintain("t", Scope.MAINTAIN);
		long oid = this.catalog.oid("t__2024_01");
		Restoration restored = restorer(db, service).restore("t", JANUARY, false);
		assertThat(restored.archive()).isNull();
		assertThat(this.catalog.oid("t__2024_01")).isEqualTo(oid);
		db.execute("INSERT INTO t (id, created_at) VALUES (9, '2024-01-09Z')");
		assertThat(this.catalog.rows("t")).isEqualTo(4);
	}

	@Test
	void aDamagedArchiveIsNotRestored(PostgresDatabase db) throws IOException {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		for (Path file : files().filter((each) -> each.toString().endsWith(".gz")).toList()) {
			byte[] bytes = Files.readAllBytes(file);
			bytes[bytes.length / 2] ^= 1;
			Files.write(file, bytes);
		}
		assertThatExceptionOfType(ArchiveException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false))
			.withMessageContaining("damaged");
		assertThat(this.catalog.exists("t__2024_01")).isFalse();
	}

	/** A manifest that names more rows than there are, all else being right. */
	@Test
	void aManifestThatWasEditedIsNotBelieved(PostgresDatabase db) throws IOException {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.BINARY);
		Path manifest = Path.of(manifests().get(0));
		Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"rows\" : 3", "\"rows\" : 4"));
		assertThatExceptionOfType(ArchiveException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false))
			.withMessageContaining("rows should be 4");
	}

	/** Whoever can write into the archive must not get at the database or other files. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"\"stored\" : \"text\" | \"stored\" : \"text) ON COMMIT DROP; CREATE TABLE public.stolen (); COMMIT; CREATE TEMPORARY TABLE other (a text\"",
			"\"type\" : \"text\" | \"type\" : \"text); CREATE TABLE public.stolen (a text\"",
			"\"name\" : \"t__ | \"name\" : \"../public.t/t__" })
	void aManifestThatWasForgedLeadsNowhere(String written, String forged, PostgresDatabase db) throws IOException {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		Path manifest = Path.of(manifests().get(0));
		String whole = Files.readString(manifest);
		Files.writeString(manifest, whole.replace(written, forged));
		assertThat(Files.readString(manifest)).isNotEqualTo(whole);
		assertThatExceptionOfType(ArchiveException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false));
		assertThat(this.catalog.exists("stolen")).isFalse();
		assertThat(this.catalog.exists("t__2024_01")).isFalse();
	}

	/** A column that is {@code GENERATED ALWAYS AS IDENTITY} keeps the values it had. */
	@ParameterizedTest
	@EnumSource
	void idsThatAreAlwaysGeneratedComeBackAsTheyWere(ArchiveFormat format, PostgresDatabase db) {
		db.execute(
				"""
						CREATE TABLE public.t (id bigint GENERATED ALWAYS AS IDENTITY, created_at timestamptz NOT NULL, doc jsonb)
						PARTITION BY RANGE (created_at)""",
				Tables.month("2024_01"), Tables.month("2024_03"),
				"INSERT INTO t (created_at, doc) SELECT '2024-01-05Z', '{}' FROM generate_series(1, 5)",
				"DELETE FROM t WHERE id < 3");
		PartitionLifecycleService service = drop(db, format);
		for (String there : List.of("SELECT 1", Tables.month("2024_01"))) {
			db.execute("DROP TABLE IF EXISTS t__2024_01", there);
			assertThat(restorer(db, service).restore("t", JANUARY, false).error()).isNull();
			assertThat(db.queryStrings("SELECT id::text FROM t ORDER BY 1")).containsExactly("3", "4", "5");
		}
		db.execute("INSERT INTO t (created_at) VALUES ('2024-01-09Z')");
		assertThat(db.<Long>queryOne("SELECT max(id) FROM t")).isEqualTo(6L);
	}

	@Test
	void whatWasBegunAndNotFinishedIsBegunAnew(PostgresDatabase db) {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		for (String begun : List.of("CREATE TABLE t__2024_01 (LIKE t INCLUDING ALL)",
				"CREATE TABLE t__2024_01 (LIKE t INCLUDING ALL); INSERT INTO t__2024_01 (id, created_at) VALUES (7, '2024-01-07Z')")) {
			db.execute("DROP TABLE IF EXISTS t__2024_01", begun,
					"COMMENT ON TABLE t__2024_01 IS 'pg-partsmith:restored-from=file:x'");
			assertThat(restorer(db, service).restore("t", JANUARY, false).error()).isNull();
			assertThat(this.catalog.rows("t")).isEqualTo(3);
		}
	}

	@Test
	void aStrangerUnderItsNameIsLeftAlone(PostgresDatabase db) {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		db.execute("CREATE TABLE t__2024_01 (LIKE t INCLUDING ALL)",
				"INSERT INTO t__2024_01 (id, created_at) VALUES (7, '2024-01-07Z')");
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", JANUARY, false));
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(1);
	}

	@Test
	void anUnknownPartitionIsUnknown(PostgresDatabase db) {
		makeOdd(db);
		PartitionLifecycleService service = drop(db, ArchiveFormat.CSV);
		assertThatExceptionOfType(UnknownArchiveException.class)
			.isThrownBy(() -> restorer(db, service).restore("t", RelationName.parse("t__2023_01"), false))
			.withMessageContaining("t__2023_01");
	}

	/** Every row that was sent is counted, also of a restore that PostgreSQL refuses. */
	@ParameterizedTest
	@EnumSource
	void aRestoreTellsHowFarItCame(ArchiveFormat format, PostgresDatabase db) {
		makeOdd(db);
		db.execute("INSERT INTO t (id, created_at, words) SELECT g, '2024-01-07Z', repeat('x', 100)"
				+ " FROM generate_series(100, 4099) AS g");
		PartitionLifecycleService service = drop(db, format);
		long[] sent = new long[2];
		List<String> told = new ArrayList<>();
		ArchiveListener listener = new ArchiveListener() {

			@Override
			public void archived(String id, boolean written, long rows, long bytes, Duration duration) {
				told.add("archived");
			}

			@Override
			public void restoring(String id, long rows, long bytes) {
				sent[0] += rows;
				sent[1] += bytes;
			}

			@Override
			public void restored(String id, boolean done, Duration duration) {
				told.add(id + " " + done + " " + sent[0]);
			}

		};
		db.execute("ALTER TABLE t ADD CONSTRAINT no_more CHECK (id < 100)");
		assertThatExceptionOfType(ArchiveException.class)
			.isThrownBy(() -> restorer(db, service, listener).restore("t", JANUARY, false))
			.withMessageContaining("no_more");
		assertThat(told).containsExactly("t false " + sent[0]);
		db.execute("ALTER TABLE t DROP CONSTRAINT no_more");
		sent[0] = 0;
		sent[1] = 0;
		assertThat(restorer(db, service, listener).restore("t", JANUARY, false).error()).isNull();
		assertThat(told).last().isEqualTo("t true 4003");
		assertThat(sent[1]).isGreaterThan(400_000);
	}

	private PartitionLifecycleService drop(PostgresDatabase db, ArchiveFormat format) {
		return drop(db, T, format);
	}

	private PartitionLifecycleService drop(PostgresDatabase db, TablePartitionConfig table, ArchiveFormat format) {
		PartitionLifecycleService service = engine(db, table.id(),
				new ArchivePolicy("file:" + this.directory, format, ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP))
			.service(table);
		assertThat(service.maintain(table.id(), Scope.MAINTAIN).error()).isNull();
		return service;
	}

	private Engine engine(PostgresDatabase db, String id, ArchivePolicy policy) {
		PartitionArchive archive = new PartitionArchive(tables(db), new DefaultResourceLoader(), ArchiveListener.NONE);
		return Engine.on(db, MARCH)
			.with(new ArchiveHooks(new ArchivePolicies(Map.of(id, policy)), archive))
			.with(archive);
	}

	private static DetachedTables tables(PostgresDatabase db) {
		return new DetachedTables(db.dataSource(), ExecutionSettings.DEFAULT);
	}

	private PartitionRestorer restorer(PostgresDatabase db, PartitionLifecycleService service) {
		return restorer(db, service, ArchiveListener.NONE);
	}

	private PartitionRestorer restorer(PostgresDatabase db, PartitionLifecycleService service,
			ArchiveListener listener) {
		ArchivePolicy policy = new ArchivePolicy("file:" + this.directory, ArchiveFormat.CSV, ArchiveCompression.GZIP,
				ArchiveMoment.BEFORE_DROP);
		return new PartitionRestorer(service, new ArchivePolicies(Map.of("t", policy, "n", policy)), tables(db),
				new DefaultResourceLoader(), listener, Clock.systemUTC(), Mode.FULL);
	}

	private Stream<Path> files() {
		try (Stream<Path> all = Files.walk(this.directory)) {
			return all.filter(Files::isRegularFile).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> manifests() {
		return files().map(Path::toString).filter((file) -> file.endsWith(".json")).toList();
	}

}

package io.partsmith.archive;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** What others find in our files, and what comes back from them. */
@PostgresTest
class ParquetArchiveTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private static final String TABLE = """
					CREATE TABLE public.t (id bigint, created_at timestamptz NOT NULL, small smallint, number integer,
					  flag boolean, "single" real, "double" float8, price numeric(12,2), fraction numeric(5,5),
					  long numeric(38,10), any_number numeric, words varchar(20), fixed char(5), day date, wall timestamp(3),
					  "an.odd ""n"" name"uuid,
			raw bytea, doc jsonb,
			far timestamptz, rate

			numeric(6,3), mark "char",

			lengthy numeric(40,2), twice bigint GENERATED ALWAYS AS (small * 2) STORED,

			PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)""";

	private static final String ROWS = """
			INSERT INTO t VALUES
			  (-9223372036854775808, '2024-01-01Z', -32768, -2147483648, true, 'NaN', '-Infinity', -9999999999.99,
			    0.00001, -9999999999999999999999999999.9999999999, 1e-30, '', 'a', '4713-01-01 BC',
			    '4713-11-24 00:00:00 BC', '00000000-0000-0000-0000-000000000000', '', 'null', '-infinity', 'NaN', 'x', 1),
			  (9223372036854775807, '2024-01-31 23:59:59.999999Z', 32767, 2147483647, false, '-0', 1.7976931348623157e308,
			    9999999999.99, -0.99999, 9999999999999999999999999999.9999999999, 'NaN', E'é\\n😀', 'abcde',
			    '5874897-12-31', '294276-12-31 23:59:59.999', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '\\x00ff',
			    '{"a": [1, null]}', '2024-01-05Z', 999.999, '', 2),
			  (3, '2024-01-05Z', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
			    NULL, NULL, NULL, NULL, NULL),
			  (4, '2024-01-05 00:00:00.000001Z', 0, 0, true, 1.5, 4.9e-324, 0, 0, 12345678.9, 0, 'NULL', '', '1970-01-01',
			    '2000-01-01', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'x', '[]', NULL, 10, 'y', 100000)""";

	@TempDir
	private Path directory;

	@Test
	void othersReadItAndItComesBackAsItWas(PostgresDatabase db) throws IOException {
		db.execute(TABLE, Tables.month("2024_01"), Tables.month("2024_03"), ROWS,
				"CREATE TABLE before AS SELECT * FROM t");
		ArchivePolicies policies = new ArchivePolicies(Map.of("t", new ArchivePolicy("file:" + this.directory,
				ArchiveFormat.PARQUET, ArchiveCompression.NONE, ArchiveMoment.BEFORE_DROP)));
		DetachedTables tables = new DetachedTables(db.dataSource(), ExecutionSettings.DEFAULT);
		DefaultResourceLoader loader = new DefaultResourceLoader();
		PartitionArchive archive = new PartitionArchive(tables, loader, ArchiveListener.NONE);
		PartitionLifecycleService service = Engine.on(db, "2024-03-15T00:00:00Z")
			.with(new ArchiveHooks(policies, archive))
			.with(archive)
			.service(T);
		assertThat(service.maintain("t", Scope.MAINTAIN).droppedCount()).isOne();
		assertThat(asText()).containsExactly("any_number", "wall", "doc", "far", "rate", "mark", "lengthy");
		requireReadable();
		Restoration restored = new PartitionRestorer(service, policies, tables, loader, ArchiveListener.NONE,
				Clock.systemUTC(), Mode.FULL)
			.restore("t", RelationName.parse("t__2024_01"), false);
		assertThat(restored.error()).isNull();
		assertThat(restored.rows()).isEqualTo(4);
		assertThat(db.queryStrings("(SELECT t::text FROM t EXCEPT SELECT b::text FROM before AS b) UNION ALL"
				+ " (SELECT b::text FROM before AS b EXCEPT SELECT t::text FROM t)"))
			.isEmpty();
	}

	/** Each column has its first value without room in another row. */
	@Test
	void manyColumnsWithoutRoomCostAFewCopies(PostgresDatabase db) throws IOException {
		List<String> names = IntStream.rangeClosed(1, 60).mapToObj((number) -> "c" + number).toList();
		db.execute(
				"CREATE TABLE public.t (created_at timestamptz NOT NULL, "
						+ String.join(" date, ", names) + " date) PARTITION BY RANGE (created_at)",
				Tables.month("2024_01"), Tables.month("2024_03"),
				"INSERT INTO t SELECT '2024-01-05Z', " + names.stream()
					.map((name) -> "CASE g WHEN " + (10 + 10 * Integer.parseInt(name.substring(1)))
							+ " THEN date 'infinity' END")
					.collect(Collectors.joining(", ")) + " FROM generate_series(1, 1000) AS g");
		long[] copied = new long[1];
		PartitionArchive archive = new PartitionArchive(new DetachedTables(db.dataSource(), ExecutionSettings.DEFAULT),
				new DefaultResourceLoader(), new ArchiveListener() {

					@Override
					public void progressed(String id, long rows, long bytes) {
						copied[0] += rows;
					}

					@Override
					public void archived(String id, boolean written, long rows, long bytes, Duration duration) {
						assertThat(rows).isEqualTo(1000);
					}

				});
		ArchivePolicy policy = new ArchivePolicy("file:" + this.directory, ArchiveFormat.PARQUET,
				ArchiveCompression.NONE, ArchiveMoment.BEFORE_DROP);
		assertThat(Engine.on(db, "2024-03-15T00:00:00Z")
			.with(new ArchiveHooks(new ArchivePolicies(Map.of("t", policy)), archive))
			.with(archive)
			.run(T)
			.droppedCount()).isOne();
		assertThat(asText()).containsExactlyElementsOf(names);
		assertThat(copied[0]).isLessThan(5 * 1000);
	}

	private List<String> asText() throws IOException {
		Manifest manifest = new ManifestJson().read(Files.readAllBytes(file(".json")), "the manifest");
		return manifest.stored().stream().filter(Manifest.Column::isAsText).map(Manifest.Column::name).toList();
	}

	private void requireReadable() throws IOException {
		List<Group> rows = new ArrayList<>();
		MessageType schema = read(rows);
		assertThat(schema.toString().lines().map(String::strip)).contains("optional int32 small (INTEGER(16,true));",
				"optional int64 created_at (TIMESTAMP(MICROS,true));", "optional boolean flag;",
				"optional float single;", "optional double double;",
				"optional fixed_len_byte_array(6) price (DECIMAL(12,2));",
				"optional fixed_len_byte_array(16) long (DECIMAL(38,10));", "optional binary any_number (STRING);",
				"optional binary fixed (STRING);", "optional int32 day (DATE);", "optional binary wall (STRING);",
				"optional fixed_len_byte_array(16) an.odd \"n\" name (UUID);", "optional binary raw;",
				"optional binary doc (STRING);");
		Group least = rows.get(0);
		assertThat(least.getLong("id", 0)).isEqualTo(Long.MIN_VALUE);
		assertThat(least.getLong("created_at", 0)).isEqualTo(1_704_067_200_000_000L);
		assertThat(least.getInteger("small", 0)).isEqualTo(Short.MIN_VALUE);
		assertThat(least.getFloat("single", 0)).isNaN();
		assertThat(decimal(least, "price", 2)).isEqualByComparingTo("-9999999999.99");
		assertThat(decimal(least, "fraction", 5)).isEqualByComparingTo("0.00001");
		assertThat(decimal(least, "long", 10)).isEqualByComparingTo("-9999999999999999999999999999.9999999999");
		assertThat(least.getString("any_number", 0)).isEqualTo("0.000000000000000000000000000001");
		assertThat(least.getString("fixed", 0)).isEqualTo("a    ");
		assertThat(least.getString("far", 0)).isEqualTo("-infinity");
		Group most = rows.get(1);
		assertThat(most.getString("words", 0)).isEqualTo("é\n😀");
		assertThat(most.getString("doc", 0)).isEqualTo("{\"a\": [1, null]}");
		assertThat(most.getBinary("raw", 0).getBytes()).containsExactly(0, 0xff);
		assertThat(most.getBinary("an.odd \"n\" name", 0).getBytes()).containsOnly(0xff).hasSize(16);
		assertThat(rows.get(2).getFieldRepetitionCount("price")).isZero();
		assertThat(rows.get(3).getInteger("day", 0)).isZero();
		assertThat(decimal(rows.get(3), "long", 10)).isEqualByComparingTo("12345678.9");
		assertThat(rows).hasSize(4);
	}

	private static BigDecimal decimal(Group row, String column, int scale) {
		return new BigDecimal(new BigInteger(row.getBinary(column, 0).getBytes()), scale);
	}

	/** As the library itself reads, with nothing of ours. */
	private MessageType read(List<Group> rows) throws IOException {
		try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file(".parquet")),
				ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
			MessageType schema = reader.getFileMetaData().getSchema();
			for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
				RecordReader<Group> records = new ColumnIOFactory().getColumnIO(schema)
					.getRecordReader(pages, new GroupRecordConverter(schema));
				for (long i = 0; i < pages.getRowCount(); i++) {
					rows.add(records.read());
				}
			}
			return schema;
		}
	}

	private Path file(String end) throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(end)).findFirst().orElseThrow();
		}
	}

}

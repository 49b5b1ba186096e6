package io.partsmith.archive;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** A table several times the size of the heap is archived and restored. */
@PostgresTest
class ArchiveMemoryTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	/** Of Parquet, a group of rows is in memory, written and read. */
	@ParameterizedTest
	@CsvSource({ "CSV, 32m", "PARQUET, 48m" })
	void theHeapNeedNotHoldTheTable(ArchiveFormat format, String heap, @TempDir Path directory, PostgresDatabase db)
			throws Exception {
		db.execute(Tables.M, Tables.month("2024_01"), Tables.month("2024_03"),
				"INSERT INTO t (created_at, payload) SELECT '2024-01-05Z', repeat(md5(g::text), 40)"
						+ " FROM generate_series(1, 60000) AS g");
		Process small = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				ArchiveMemoryTest.class.getName(), db.jdbcUrl(), directory.toString(), format.name())
			.inheritIO()
			.start();
		assertThat(small.waitFor(5, TimeUnit.MINUTES)).isTrue();
		assertThat(small.exitValue()).isZero();
		assertThat(CatalogProbe.of(db).rows("t__2024_01")).isEqualTo(60_000);
	}

	/** Runs in the small JVM. */
	public static void main(String[] arguments) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(arguments[0]);
		ArchivePolicies policies = new ArchivePolicies(Map.of("t", new ArchivePolicy("file:" + arguments[1],
				ArchiveFormat.valueOf(arguments[2]), ArchiveCompression.ZSTD, ArchiveMoment.BEFORE_DROP)));
		DetachedTables tables = new DetachedTables(dataSource, ExecutionSettings.DEFAULT);
		DefaultResourceLoader loader = new DefaultResourceLoader();
		PartitionArchive archive = new PartitionArchive(tables, loader, ArchiveListener.NONE);
		PartitionLifecycleService service = Engine.on(dataSource, "2024-03-15T00:00:00Z")
			.with(new ArchiveHooks(policies, archive))
			.with(archive)
			.service(T);
		if (service.maintain("t", Scope.MAINTAIN).droppedCount() != 1) {
			System.exit(1);
		}
		PartitionRestorer restorer = new PartitionRestorer(service, policies, tables, loader, ArchiveListener.NONE,
				Clock.systemUTC(), Mode.FULL);
		boolean restored = restorer.restore("t", RelationName.parse("t__2024_01"), false).rows() == 60_000;
		System.exit(restored ? 0 : 2);
	}

}

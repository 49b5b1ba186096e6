package io.partsmith.archive;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.mpp.citus.CitusDialect;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** A partition whose rows lie on the workers is archived, dropped and restored. */
@CitusTest
class CitusArchiveTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void comesBackAsItWas(ArchiveFormat format, CitusCluster cluster) {
		cluster.execute("""
				CREATE TABLE public.t (tenant_id bigint NOT NULL, created_at timestamptz NOT NULL, payload text,
				  PRIMARY KEY (tenant_id, created_at)) PARTITION BY RANGE (created_at)""",
				"SELECT create_distributed_table('public.t', 'tenant_id', shard_count := 4)", Tables.month("2024_01"),
				Tables.month("2024_03"),
				"INSERT INTO public.t SELECT i, '2024-01-05Z', 'row ' || i FROM generate_series(1, 500) AS i");
		ArchivePolicies policies = new ArchivePolicies(Map.of("t", new ArchivePolicy("file:" + this.directory, format,
				ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP)));
		DetachedTables tables = new DetachedTables(cluster.dataSource(), ExecutionSettings.DEFAULT, new CitusDialect());
		PartitionArchive archive = new PartitionArchive(tables, new DefaultResourceLoader(), ArchiveListener.NONE);
		PartitionLifecycleService service = Engine.on(cluster.dataSource(), "2024-03-15T00:00:00Z")
			.with(new CitusDialect())
			.with(new ArchiveHooks(policies, archive))
			.with(archive)
			.service(T);
		MaintenanceResult result = service.maintain("t", Scope.MAINTAIN);
		assertThat(result.error()).isNull();
		assertThat(result.droppedCount()).isOne();
		assertThat(cluster.jdbc().queryForObject("SELECT count(*) FROM public.t", Long.class)).isZero();
		PartitionRestorer restorer = new PartitionRestorer(service, policies, tables, new DefaultResourceLoader(),
				ArchiveListener.NONE, Clock.systemUTC(), Mode.FULL);
		Restoration restored = restorer.restore("t", RelationName.parse("public.t__2024_01"), false);
		assertThat(restored.error()).isNull();
		assertThat(restored.rows()).isEqualTo(500);
		assertThat(cluster.jdbc()
			.queryForObject("SELECT count(*) FROM public.t WHERE tenant_id = 7 AND payload = 'row 7'", Long.class))
			.isOne();
		assertThat(cluster.jdbc().queryForObject("SELECT count(*) FROM public.t", Long.class)).isEqualTo(500);
	}

}

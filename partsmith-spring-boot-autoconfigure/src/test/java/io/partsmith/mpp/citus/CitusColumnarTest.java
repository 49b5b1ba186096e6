package io.partsmith.mpp.citus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.partsmith.execution.Issue;
import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Step;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Results;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

import static io.partsmith.mpp.citus.CitusTables.engine;
import static io.partsmith.mpp.citus.CitusTables.month;
import static io.partsmith.mpp.citus.CitusTables.monthly;
import static io.partsmith.mpp.citus.CitusTables.rows;
import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Columns as Citus has them, of its own tables and of plain ones. */
@CitusTest
class CitusColumnarTest {

	private static final String EVENTS = "public.events";

	private static final String TODAY = "2026-04-15T00:00:00Z";

	private static final String[] MONTHS = { month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"),
			month(EVENTS, "2026_02", "2026-02-01", "2026-03-01"), month(EVENTS, "2026_03", "2026-03-01", "2026-04-01"),
			month(EVENTS, "2026_04", "2026-04-01", "2026-05-01") };

	private static TablePartitionConfig columnar(String after) {
		return monthly(EVENTS, converting(Tables.ahead(1), after));
	}

	private static Lifecycle converting(Lifecycle lifecycle, String after) {
		return lifecycle.converting(new Columnar(TimeAmount.valueOf(after)));
	}

	private static long count(CitusCluster cluster) {
		return cluster.jdbc().queryForObject("SELECT count(*) FROM public.events", Long.class);
	}

	private static List<String> columnar(CitusCluster cluster) {
		return cluster.jdbc()
			.queryForList("SELECT c.relname::text FROM pg_class AS c JOIN pg_am AS m ON m.oid = c.relam"
					+ " WHERE m.amname = 'columnar' AND c.relispartition ORDER BY 1", String.class);
	}

	private static void fill(CitusCluster cluster) {
		cluster.execute(rows(EVENTS, 40, "2026-01-10"), rows(EVENTS, 40, "2026-02-10"), rows(EVENTS, 40, "2026-04-10"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', textBlock = """
			SELECT create_distributed_table('public.events', 'tenant_id', shard_count := 4)  | 4
			SELECT create_distributed_table('public.events', NULL)                           | 1
			SELECT citus_add_local_table_to_metadata('public.events')                        | 1
			-                                                                                | 0
			""")
	void closedPartitionsOfEveryKindAreConvertedAndBroughtBack(String give, int shards, CitusCluster cluster) {
		cluster.execute(CitusTables.create(EVENTS));
		cluster.execute(MONTHS);
		if (give != null) {
			cluster.execute(give);
		}
		fill(cluster);
		Engine engine = engine(cluster, TODAY);
		MaintenanceResult result = engine.run(columnar("P40D"));
		assertThat(result.success()).as(result.toString()).isTrue();
		assertThat(done(result)).containsExactly("convert events__2026_01", "convert events__2026_02");
		assertThat(columnar(cluster)).containsExactly("events__2026_01", "events__2026_02");
		if (shards > 0) {
			assertThat(cluster.jdbc()
				.queryForList(
						"""
								SELECT result FROM run_command_on_shards('public.events__2026_01',
								  $$SELECT m.amname FROM pg_class AS c JOIN pg_am AS m ON m.oid = c.relam WHERE c.oid = '%s'::regclass$$)""",
						String.class))
				.hasSize(shards)
				.containsOnly("columnar");
		}
		assertThat(count(cluster)).isEqualTo(120);
		Results.assertConverged(engine, columnar("P40D"));
		assertColumnsTakeInsertsOnly(cluster);
		assertThat(done(engine.run(columnar("P60D")))).containsExactly("convert events__2026_02");
		assertThat(done(engine.run(columnar("P1000Y")))).containsExactly("convert events__2026_01");
		assertThat(columnar(cluster)).isEmpty();
		cluster.execute("UPDATE public.events SET payload = 'y'",
				"DELETE FROM public.events WHERE created_at >= '2026-01-11'");
		assertThat(count(cluster)).isEqualTo(40);
	}

	/** M80, as the documentation says it. */
	private static void assertColumnsTakeInsertsOnly(CitusCluster cluster) {
		cluster.execute("INSERT INTO public.events VALUES (1, '2026-01-20 00:00:00+00', 'late')",
				"INSERT INTO public.events VALUES (1, '2026-01-20 00:00:00+00', 'twice') ON CONFLICT DO NOTHING",
				"UPDATE public.events SET payload = 'y' WHERE created_at >= '2026-04-01' AND created_at < '2026-05-01'");
		for (String refused : List.of("UPDATE public.events SET payload = 'y'",
				"DELETE FROM public.events WHERE tenant_id = 1",
				"INSERT INTO public.events VALUES (1, '2026-01-20 00:00:00+00', 'again')"
						+ " ON CONFLICT (tenant_id, created_at) DO UPDATE SET payload = 'y'")) {
			assertThatExceptionOfType(DataAccessException.class).as(refused)
				.isThrownBy(() -> cluster.execute(refused))
				.withMessageMatching("(?s).*(ColumnarScan|columnar_tuple_lock|COLUMNAR).*");
		}
		assertThat(count(cluster)).isEqualTo(121);
	}

	/** Citus refuses every row of such a table once it is columnar. */
	@Test
	void aPublishedOrReferringTableStaysWritable(CitusCluster cluster) {
		cluster.execute(CitusTables.create(EVENTS));
		cluster.execute(MONTHS);
		cluster.execute("CREATE TABLE public.kinds (id bigint PRIMARY KEY)",
				"ALTER TABLE public.events ADD COLUMN kind bigint REFERENCES public.kinds");
		MaintenanceResult result = engine(cluster, TODAY).run(columnar("P40D"));
		assertThat(result.success()).isTrue();
		assertThat(result.issues()).extracting(Issue::code).containsExactly(FindingCode.CONVERSION_LEFT);
		assertThat(result.issues().get(0).step()).isEqualTo(Step.CONVERT);
		fill(cluster, "ALTER TABLE public.events DROP COLUMN kind", "CREATE PUBLICATION p FOR ALL TABLES");
		try {
			assertThat(issues(engine(cluster, TODAY).run(columnar("P40D"))))
				.containsExactly("convert conversion_left events__2026_01");
			cluster.execute(rows(EVENTS, 10, "2026-01-12"));
			cluster.execute("DROP PUBLICATION p", "ALTER TABLE public.events__2026_01 SET ACCESS METHOD columnar",
					"CREATE PUBLICATION p FOR ALL TABLES");
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> cluster.execute(rows(EVENTS, 10, "2026-01-13")))
				.withMessageContaining("part of a publication");
		}
		finally {
			cluster.execute("DROP PUBLICATION p");
		}
	}

	private static void fill(CitusCluster cluster, String... behind) {
		cluster.execute("INSERT INTO public.kinds VALUES (1)",
				"INSERT INTO public.events VALUES (1, '2026-01-10 00:00:00+00', 'x', 1)");
		cluster.execute(behind);
	}

	@Test
	void withoutTheExtensionItSaysSo(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(MONTHS);
		cluster.execute("DROP EXTENSION citus_columnar");
		try {
			MaintenanceResult result = engine(cluster, TODAY).run(columnar("P40D"));
			assertThat(result.success()).isTrue();
			assertThat(result.issues()).singleElement()
				.satisfies((issue) -> assertThat(issue.next()).contains("CREATE EXTENSION citus_columnar"));
		}
		finally {
			cluster.execute("CREATE EXTENSION citus_columnar");
		}
		assertThat(engine(cluster, TODAY).run(columnar("P40D")).convertedCount()).isEqualTo(2);
	}

	/**
	 * Readers of one partition are all that waits; new partitions come and old ones go.
	 */
	@Test
	void columnarPartitionsLeaveAndComeBackLikeOthers(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(MONTHS);
		fill(cluster);
		Engine engine = engine(cluster, TODAY);
		assertThat(engine.run(columnar("P40D")).convertedCount()).isEqualTo(2);
		MaintenanceResult gone = engine
			.run(monthly(EVENTS, converting(Tables.aheadKeep(1, 2), "P40D").dropping(Tables.grace("P7D"))));
		assertThat(gone.detachedCount()).as(gone.toString()).isEqualTo(2);
		assertThat(count(cluster)).isEqualTo(40);
		MaintenanceResult back = engine.run(monthly(EVENTS, converting(Tables.aheadKeep(1, 4), "P40D")));
		assertThat(back.attachedCount()).as(back.toString()).isEqualTo(2);
		assertThat(count(cluster)).isEqualTo(120);
		assertThat(columnar(cluster)).containsExactly("events__2026_01", "events__2026_02");
		MaintenanceResult dropped = engine.run(monthly(EVENTS, converting(Tables.aheadKeep(1, 2), "P40D")));
		assertThat(dropped.droppedCount()).as(dropped.toString()).isEqualTo(2);
		assertThat(cluster.jdbc()
			.queryForObject("SELECT count(*) FROM pg_dist_shard AS s WHERE NOT EXISTS ("
					+ "SELECT FROM pg_class AS c WHERE c.oid = s.logicalrelid)", Long.class))
			.isZero();
	}

	@Test
	void aConvergedClusterCostsNotOneStatementMore(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(MONTHS);
		engine(cluster, TODAY).run(columnar("P40D"));
		List<List<String>> statements = new ArrayList<>();
		for (TablePartitionConfig table : List.of(columnar("P40D"), monthly(EVENTS, Tables.ahead(1)))) {
			List<String> sent = Collections.synchronizedList(new ArrayList<>());
			assertThat(engine(cluster, TODAY).over(cluster.recording(sent)).run(table).outcome())
				.isEqualTo(Outcome.CONVERGED);
			statements.add(sent);
		}
		assertThat(statements.get(0)).isEqualTo(statements.get(1)).isNotEmpty();
	}

}

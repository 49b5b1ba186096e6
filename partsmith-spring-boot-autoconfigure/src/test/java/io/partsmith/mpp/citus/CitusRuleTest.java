package io.partsmith.mpp.citus;

import java.util.List;

import io.partsmith.execution.Issue;
import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static io.partsmith.mpp.citus.CitusTables.engine;
import static io.partsmith.mpp.citus.CitusTables.kept;
import static io.partsmith.mpp.citus.CitusTables.month;
import static io.partsmith.mpp.citus.CitusTables.monthly;
import static io.partsmith.mpp.citus.CitusTables.rows;
import static org.assertj.core.api.Assertions.assertThat;

/** Rules ask the shards, and cursors are read from them. */
@CitusTest
class CitusRuleTest {

	private static final String EVENTS = "public.events";

	private static List<String> expired(CitusCluster cluster, Predicate predicate) {
		TablePartitionConfig table = monthly(EVENTS,
				Tables.aheadKeep(1, 1).keeping(new Combination.ExpireIf(predicate)));
		MaintenanceResult rehearsed = engine(cluster, CitusTables.TODAY).service(table)
			.rehearse("events", Scope.MAINTAIN);
		assertThat(rehearsed.issues()).extracting(Issue::message).isEmpty();
		return rehearsed.plan()
			.operations()
			.stream()
			.filter(Operation.Detach.class::isInstance)
			.map((operation) -> operation.partition().name())
			.toList();
	}

	@Test
	void predicatesSeeWhatLiesInShards(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"),
				month(EVENTS, "2026_02", "2026-02-01", "2026-03-01"),
				month(EVENTS, "2026_03", "2026-03-01", "2026-04-01"), rows(EVENTS, 3000, "2026-01-10"),
				rows(EVENTS, 3, "2026-02-10"));
		assertThat(expired(cluster, new Predicate.RowsAbove(100))).containsExactly("events__2026_01");
		assertThat(expired(cluster, new Predicate.SizeAbove(DataAmount.valueOf("300KB"))))
			.containsExactly("events__2026_01");
		assertThat(expired(cluster, new Predicate.Sql("SELECT count(*) = 3 FROM {partition}")))
			.containsExactly("events__2026_02");
		assertThat(expired(cluster, new Predicate.Unreferenced())).contains("events__2026_01", "events__2026_02");
	}

	@Test
	void idsGoOnBehindTheNewestInAnyShard(CitusCluster cluster) {
		cluster.execute(
				"CREATE TABLE public.q (tenant_id bigint NOT NULL, msg_id bigint NOT NULL) PARTITION BY RANGE (msg_id)",
				"SELECT create_distributed_table('public.q', 'tenant_id', shard_count := 4)");
		TablePartitionConfig q = Tables.q(Tables.ahead(2));
		MaintenanceResult first = engine(cluster, CitusTables.TODAY).run(q);
		assertThat(first.success()).as(first.toString()).isTrue();
		assertThat(kept(cluster, "public.q")).hasSize(2);
		cluster.execute("INSERT INTO public.q SELECT i, i FROM generate_series(1, 1500) AS i");
		assertThat(engine(cluster, CitusTables.TODAY).run(q).createdCount()).isOne();
		assertThat(engine(cluster, CitusTables.TODAY).run(q).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(kept(cluster, "public.q")).extracting((partition) -> partition.split(" ")[0])
			.containsExactly("q__0", "q__1000", "q__2000");
	}

	@Test
	void listsGoOnToo(CitusCluster cluster) {
		cluster.execute(
				"CREATE TABLE public.l (id bigint NOT NULL, partition_id integer NOT NULL) PARTITION BY LIST (partition_id)",
				"SELECT create_distributed_table('public.l', 'id', shard_count := 4)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.RowsAbove(2))));
		MaintenanceResult first = engine(cluster, CitusTables.TODAY).run(l);
		assertThat(first.success()).as(first.toString()).isTrue();
		cluster.execute("INSERT INTO public.l SELECT i, 100 FROM generate_series(1, 3) AS i");
		assertThat(engine(cluster, CitusTables.TODAY).run(l).createdCount()).isOne();
		assertThat(kept(cluster, "public.l")).containsExactly("l__100 h id 4", "l__101 h id 4");
	}

}

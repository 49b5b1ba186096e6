package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.sql.DataSource;

import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Connections;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Partition;
import io.partsmith.topology.TableTopology;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Bounds that did not change are not printed again, and one that did is. */
@PostgresTest
class KnownBoundsTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.ahead(1));

	private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

	private DelegatingDataSource dataSource;

	private PostgresMetadataProvider metadata;

	private PostgresDatabase db;

	@BeforeEach
	void makeT(PostgresDatabase database) {
		this.db = database;
		database.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"));
		this.dataSource = new DelegatingDataSource(database.dataSource());
		DataSource recording = ProxyDataSourceBuilder.create(this.dataSource)
			.beforeQuery((execution, queries) -> queries.forEach((query) -> this.statements.add(query.getQuery())))
			.build();
		this.metadata = new PostgresMetadataProvider(recording, ExecutionSettings.DEFAULT);
		assertThat(read()).containsExactly("t__2026_06 2026-06-01 00:00:00+00", "t__2026_08 2026-08-01 00:00:00+00");
		assertThat(printed()).isOne();
	}

	/** Each partition with its lower bound. */
	private List<String> read() {
		TableTopology.Partitioned table = (TableTopology.Partitioned) this.metadata.read(List.of(T)).table(T.table());
		return table.partitions().stream().map(KnownBoundsTest::told).toList();
	}

	private static String told(Partition partition) {
		return partition.relation().name().name() + " " + partition.bounds().toSql().split("'")[1];
	}

	/** How often bounds were asked for since the last time. */
	private long printed() {
		long count = this.statements.stream().filter((sql) -> sql.contains("pg_get_expr(c.relpartbound")).count();
		this.statements.clear();
		return count;
	}

	@Test
	void whatDidNotChangeIsNotPrintedAgain() {
		this.db.execute("INSERT INTO t (created_at) VALUES ('2026-08-02Z')", "VACUUM ANALYZE t");
		assertThat(read()).hasSize(2);
		assertThat(printed()).isZero();
	}

	@Test
	void aPartitionThatWasAttachedUnderOtherBoundsHasThose() {
		this.db.execute("BEGIN; ALTER TABLE t DETACH PARTITION t__2026_06; ALTER TABLE t ATTACH PARTITION t__2026_06"
				+ " FOR VALUES FROM ('2026-05-01Z') TO ('2026-06-01Z'); COMMIT");
		assertThat(read()).containsExactly("t__2026_06 2026-05-01 00:00:00+00", "t__2026_08 2026-08-01 00:00:00+00");
		assertThat(printed()).isOne();
	}

	@Test
	void anotherTableUnderTheNameOfOneThatIsGoneHasItsOwn() {
		this.db.execute("DROP TABLE t__2026_06",
				"CREATE TABLE t__2026_06 PARTITION OF t FOR VALUES FROM ('2026-04-01Z') TO ('2026-05-01Z')");
		assertThat(read()).containsExactlyInAnyOrder("t__2026_06 2026-04-01 00:00:00+00",
				"t__2026_08 2026-08-01 00:00:00+00");
	}

	/**
	 * Behind a restore to an earlier time, a version may stand for another row. That the
	 * server was started since is what tells; a function of its name says so here.
	 */
	@Test
	void nothingIsKnownOfAServerThatWasStartedAgain() {
		this.db.execute("CREATE SCHEMA later", "CREATE FUNCTION later.pg_postmaster_start_time() RETURNS timestamptz"
				+ " LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$");
		this.dataSource
			.setTargetDataSource(Connections.of(this.db).prepared("SET search_path = later, pg_catalog, public"));
		assertThat(read()).hasSize(2);
		assertThat(printed()).isOne();
		assertThat(read()).hasSize(2);
		assertThat(printed()).isZero();
	}

}

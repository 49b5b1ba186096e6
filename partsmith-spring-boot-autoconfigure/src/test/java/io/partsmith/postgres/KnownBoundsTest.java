package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.TableTopology;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bounds that did not change are not printed again, and one that did is. */
@PostgresTest
class KnownBoundsTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.ahead(1));

	private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

	private DataSource recording;

	private PostgresMetadataProvider metadata;

	private PostgresDatabase db;

	@BeforeEach
	void makeT(PostgresDatabase database) {
		this.db = database;
		database.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"));
		this.recording = database.recording(this.statements);
		this.metadata = new PostgresMetadataProvider(this.recording, ExecutionSettings.DEFAULT);
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

	/** Its row in pg_class stays as it is. */
	@Test
	void aPartitionOfAnEnumHasTheLabelOfToday() {
		this.db.execute("CREATE TYPE region AS ENUM ('de', 'fr')", "DROP TABLE t",
				"CREATE TABLE t (r region) PARTITION BY LIST (r)",
				"CREATE TABLE t_de PARTITION OF t FOR VALUES IN ('de')");
		assertThat(read()).containsExactly("t_de de");
		this.db.execute("ALTER TYPE region RENAME VALUE 'de' TO 'ger'");
		assertThat(read()).containsExactly("t_de ger");
	}

	/** Behind a restore to an earlier time, a version may stand for another row. */
	@Test
	void nothingIsKnownOfAServerThatWasStartedAgain() throws SQLException {
		KnownBounds known = new KnownBounds();
		Long june = this.db.queryOne("SELECT 't__2026_06'::regclass::oid::bigint");
		try (Connection connection = this.recording.getConnection()) {
			for (String since : List.of("yesterday", "today", "yesterday")) {
				for (long printed : List.of(1L, 0L)) {
					assertThat(known.of(connection, since, Map.of(june, "7")).get(june))
						.isInstanceOf(PartitionBounds.Range.class);
					assertThat(printed()).isEqualTo(printed);
				}
			}
		}
	}

}

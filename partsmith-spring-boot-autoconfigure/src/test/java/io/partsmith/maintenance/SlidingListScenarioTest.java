package io.partsmith.maintenance;

import java.math.BigInteger;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.WindowRequest;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.assertConverged;
import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static org.assertj.core.api.Assertions.assertThat;

/** Lists that go on by one value at a time, on a real database. */
@PostgresTest
class SlidingListScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	@Test
	void s103_aSlidingListLeavesOthersAlone(PostgresDatabase db) {
		db.execute(Tables.L, "CREATE TABLE hand PARTITION OF l FOR VALUES IN (1, 2)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(100)))));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(l);
		assertThat(done(result)).containsExactly("create l__100");
		assertThat(findings(result)).containsExactly("unmanaged_partition hand");
		assertThat(this.catalog.bounds("l__100")).isEqualTo("FOR VALUES IN (100)");
		assertThat(this.catalog.partitions("public.l")).containsExactly("hand", "l__100");
		assertConverged(engine, l);
	}

	@Test
	void s103_aValueIsEnsuredOnce(PostgresDatabase db) {
		db.execute(Tables.L);
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(100)))));
		WindowRequest value = new WindowRequest.Ids(BigInteger.valueOf(250), BigInteger.valueOf(251));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(l);
		assertThat(done(service.ensurePartitions("l", value))).containsExactly("create l__250");
		assertThat(done(service.ensurePartitions("l", value))).isEmpty();
		assertThat(this.catalog.partitions("public.l")).containsExactly("l__250");
	}

	@Test
	void aValueThatIsHeldByAnotherPartitionIsAnOverlap(PostgresDatabase db) {
		db.execute(Tables.L, "CREATE TABLE hand PARTITION OF l FOR VALUES IN (100, 101)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(102)))));
		MaintenanceResult result = Engine.on(db, TODAY).run(l);
		assertThat(done(result)).containsExactly("create l__102");
	}

	@Test
	void aListGoesOnWithItsNewestKeyWhateverItsPartitionsWereMadeIn(PostgresDatabase db) {
		db.execute(Tables.L);
		TablePartitionConfig l = byMaxKey(2);
		Engine engine = Engine.on(db, TODAY);
		assertThat(done(engine.run(l))).containsExactly("create l__1", "create l__2");
		for (int key = 1; key < 12; key++) {
			db.execute("INSERT INTO l (partition_id) VALUES (" + key + "), (" + (key + 1) + ")");
			assertThat(done(engine.run(l))).containsExactly("create l__" + (key + 2));
		}
		assertConverged(engine, l);
	}

	@Test
	void theKeysOfAListLieBetweenThoseOfAnother(PostgresDatabase db) {
		db.execute(Tables.L, "CREATE TABLE hand PARTITION OF l FOR VALUES IN (3, 9)",
				"CREATE TABLE other PARTITION OF l FOR VALUES IN (NULL, 5, 6)",
				"INSERT INTO l (partition_id) VALUES (3), (5)");
		assertThat(done(Engine.on(db, TODAY).run(byMaxKey(3)))).containsExactly("create l__7");
	}

	private static TablePartitionConfig byMaxKey(int ahead) {
		return new TablePartitionConfig(
				"l", RelationName.parse("public.l"), new SlidingListScheme("partition_id",
						new Boundaries.Sequence(BigInteger.ONE, CursorSource.MAX_KEY), null),
				Lifecycle.creating(new Creation.CreateAhead(ahead)));
	}

}

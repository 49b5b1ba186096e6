package io.partsmith.maintenance;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tables a run works on at the same time. */
@PostgresTest
class SideBySideTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static TablePartitionConfig[] tables(String... names) {
		return Stream.of(names)
			.map((name) -> Tables.times(name, "public." + name, Granularity.MONTH, Tables.ahead(2)))
			.toArray(TablePartitionConfig[]::new);
	}

	private static String table(String name, String more) {
		return "CREATE TABLE " + name + " (id int, created_at timestamptz NOT NULL" + more
				+ ") PARTITION BY RANGE (created_at)";
	}

	/** Fails its operation unless another table's comes to the same point. */
	private static PartitionLifecycleHooks meeting() {
		CyclicBarrier barrier = new CyclicBarrier(2);
		return new PartitionLifecycleHooks() {

			@Override
			public void beforeCreate(TablePartitionConfig config, String partition, String from, String to) {
				try {
					barrier.await(30, TimeUnit.SECONDS);
				}
				catch (Exception ex) {
					throw new IllegalStateException("alone", ex);
				}
			}

		};
	}

	@Test
	void independentTablesAreWorkedOnTogetherAndAnswerInTheirOrder(PostgresDatabase db) {
		db.execute(table("a", ""), table("b", ""));
		List<MaintenanceResult> results = Engine.on(db, TODAY)
			.with(meeting())
			.sideBySide(2)
			.service(tables("a", "b"))
			.maintain(Scope.MAINTAIN);
		assertThat(results).extracting(MaintenanceResult::error).containsOnlyNulls();
		assertThat(results).extracting(MaintenanceResult::id).containsExactly("a", "b");
		assertThat(results).extracting(MaintenanceResult::createdCount).containsExactly(2, 2);
	}

	@Test
	void tablesThatReferToACommonOneAreNot(PostgresDatabase db) {
		db.execute("CREATE TABLE lookup (id int PRIMARY KEY)", table("a", ", kind int REFERENCES lookup"),
				table("b", ", kind int REFERENCES lookup"), table("c", ""));
		AtomicInteger atWork = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		List<MaintenanceResult> results = Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {

			@Override
			public void beforeCreate(TablePartitionConfig config, String partition, String from, String to) {
				if (!config.id().equals("c")) {
					most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
					Thread.yield();
				}
			}

			@Override
			public void afterCreate(TablePartitionConfig config, PartitionInfo partition) {
				if (!config.id().equals("c")) {
					atWork.decrementAndGet();
				}
			}

		}).sideBySide(3).service(tables("a", "c", "b")).maintain(Scope.MAINTAIN);
		assertThat(results).extracting(MaintenanceResult::createdCount).containsExactly(2, 2, 2);
		assertThat(most).hasValue(1);
	}

	@Test
	void whatTiesTablesTogether(PostgresDatabase db) {
		db.execute("CREATE TABLE lookup (id int PRIMARY KEY)",
				table("a", ", kind int REFERENCES lookup, UNIQUE (id, created_at)"), table("b", ""),
				table("c", ", kind int REFERENCES lookup"),
				table("d", ", at timestamptz, FOREIGN KEY (id, at) REFERENCES a (id, created_at)"), table("e", ""));
		List<TableInspection> seen = Engine.on(db, TODAY).service(tables("a", "b", "c", "d", "e")).inspect();
		assertThat(SideBySide.tied(seen)).extracting((group) -> group.stream().map((one) -> one.config().id()).toList())
			.containsExactly(List.of("a", "c", "d"), List.of("b"), List.of("e"));
	}

}

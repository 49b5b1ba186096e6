package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.partsmith.postgres.AnalyzeLimits;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a run costs when there is nothing to do. */
@PostgresTest
class StatementCountTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	/** A table over time, one with ids, and one of each with a DEFAULT partition. */
	private static List<TablePartitionConfig> tables(PostgresDatabase db, int quarter) {
		List<TablePartitionConfig> tables = new ArrayList<>();
		for (int i = 0; i < quarter; i++) {
			for (String rest : List.of("", "_rest")) {
				String time = "time" + i + rest;
				String ids = "ids" + i + rest;
				db.execute(
						"CREATE TABLE " + time + " (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
						"CREATE TABLE " + ids + " (id bigint PRIMARY KEY) PARTITION BY RANGE (id)");
				if (!rest.isEmpty()) {
					db.execute("CREATE TABLE " + time + "_d PARTITION OF " + time + " DEFAULT",
							"CREATE TABLE " + ids + "_d PARTITION OF " + ids + " DEFAULT");
				}
				tables.add(Tables.times(time, "public." + time, Granularity.MONTH, Tables.aheadKeep(3, 3)));
				tables.add(Tables.ids("public." + ids, "id", 1000, 0, Tables.aheadKeep(3, 3)));
			}
		}
		return tables;
	}

	/** Of the second run of an application, which knows the bounds from its first. */
	private static List<String> statementsOfAConvergedRun(PostgresDatabase db, List<TablePartitionConfig> tables) {
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(statements))
			.analyzing(AnalyzeLimits.DEFAULT)
			.service(tables.toArray(TablePartitionConfig[]::new));
		assertConverged(service, tables);
		int first = statements.size();
		statements.clear();
		assertConverged(service, tables);
		assertThat(first).isEqualTo(statements.size() + 1);
		return statements;
	}

	private static void assertConverged(PartitionLifecycleService service, List<TablePartitionConfig> tables) {
		assertThat(service.maintain(Scope.MAINTAIN)).hasSameSizeAs(tables)
			.allMatch((result) -> result.outcome() == Outcome.CONVERGED);
	}

	@Test
	void aConvergedRunCostsTheSameStatementsForFourAndForTwoHundredTablesAndNoDdl(PostgresDatabase db) {
		List<TablePartitionConfig> few = tables(db, 1);
		assertThat(Engine.on(db, TODAY).service(few.toArray(TablePartitionConfig[]::new)).maintain(Scope.MAINTAIN))
			.allMatch(MaintenanceResult::success);
		List<String> ofFew = statementsOfAConvergedRun(db, few);
		db.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
		List<TablePartitionConfig> many = tables(db, 50);
		assertThat(Engine.on(db, TODAY).service(many.toArray(TablePartitionConfig[]::new)).maintain(Scope.MAINTAIN))
			.allMatch(MaintenanceResult::success);
		List<String> ofMany = statementsOfAConvergedRun(db, many);
		assertThat(ofMany).hasSameSizeAs(ofFew).hasSizeLessThanOrEqualTo(10);
		assertThat(ofMany).noneMatch((sql) -> sql.matches("(?is)\\s*(CREATE|ALTER|DROP|COMMENT|LOCK)\\b.*"));
	}

	@Test
	void aConvergedTableOverTimeCostsFiveQueriesAndOneForSettings(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(3, 3));
		Engine.on(db, TODAY).run(t);
		assertThat(statementsOfAConvergedRun(db, List.of(t))).hasSize(6);
	}

	@Test
	void propertiesCostOneQueryMoreHoweverManyTablesHandThemDown(PostgresDatabase db) {
		List<TablePartitionConfig> plain = tables(db, 2);
		Engine.on(db, TODAY).service(plain.toArray(TablePartitionConfig[]::new)).maintain(Scope.MAINTAIN);
		int cost = statementsOfAConvergedRun(db, plain).size();
		List<TablePartitionConfig> handingDown = plain.stream()
			.map((table) -> table.with(new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT)))
			.toList();
		assertThat(statementsOfAConvergedRun(db, handingDown)).hasSize(cost + 1);
	}

	@Test
	void planningIssuesNoDdl(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_01"));
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(statements))
			.service(Tables.monthly(Tables.aheadKeep(3, 3)));
		assertThat(service.plan("t").operations()).isNotEmpty();
		assertThat(service.rehearse("t", Scope.MAINTAIN).outcome()).isEqualTo(Outcome.PLANNED);
		service.inspect("t");
		assertThat(statements).allMatch((sql) -> sql.strip().matches("(?is)(SELECT|WITH|SET)\\b.*"));
	}

}

package io.partsmith.maintenance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** What was detached from beneath a unit, while the unit itself goes or has gone. */
@PostgresTest
class OrphansBeneathTest {

	private static final RelationName DAY = new RelationName("public", "h__2026_08__2026_08_28");

	private CatalogProbe catalog;

	private Engine engine;

	/**
	 * August has a day that was detached with a grace of a week; June and July are more
	 * months to go.
	 */
	@BeforeEach
	void detachADayBeneathAMonth(PostgresDatabase db) {
		db.execute("CREATE TABLE h (created_at timestamptz NOT NULL, seen_at timestamptz NOT NULL)"
				+ " PARTITION BY RANGE (created_at)");
		this.catalog = CatalogProbe.of(db);
		this.engine = Engine.on(db, "2026-06-28T10:00:00Z");
		Lifecycle ahead = Tables.ahead(1);
		this.engine.run(table(ahead, ahead));
		this.engine.at("2026-07-28T10:00:00Z").run(table(ahead, ahead));
		this.engine.at("2026-08-28T10:00:00Z").run(table(ahead, ahead));
		Lifecycle days = Tables.ahead(1).keeping(new Retention.KeepNewest(1)).dropping(Tables.grace("P7D"));
		this.engine.at("2026-08-30T10:00:00Z").run(table(ahead, days));
		assertThat(this.catalog.exists(DAY.name())).isTrue();
		this.engine.at("2026-09-20T10:00:00Z");
	}

	private static TablePartitionConfig table(Lifecycle months, Lifecycle days) {
		Scheme scheme = new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneId.of("UTC")))
			.dividedBy(new RangeScheme(List.of("seen_at"), new Boundaries.Time(Granularity.DAY, ZoneId.of("UTC"))));
		return new TablePartitionConfig("h", RelationName.parse("public.h"), scheme, months, Map.of(1, days),
				Leaves.DEFAULT, null);
	}

	/** A retention that wants all months but the current one. */
	private static Lifecycle keepOne() {
		return Tables.ahead(1).keeping(new Retention.KeepNewest(1)).dropping(Tables.grace("P30D"));
	}

	/** The detached day is within its retention again, and would come back. */
	private static Lifecycle days() {
		return Tables.ahead(1).keeping(new Retention.KeepNewest(100)).dropping(Tables.grace("P7D"));
	}

	@Test
	void theyStayWhileALimitWithholdsTheirUnit() {
		TablePartitionConfig limited = table(keepOne().limited(new Limits(null, null, new BigDecimal("0.3"))), days());
		PartitionLifecycleService service = this.engine.service(limited);
		MaintenanceResult stopped = service.maintain("h", Scope.MAINTAIN);
		assertThat(issues(stopped)).containsExactly("detach retention_limit h__2026_06");
		assertThat(done(stopped)).noneMatch((operation) -> operation.startsWith("drop"));
		assertThat(this.catalog.exists(DAY.name())).isTrue();
		MaintenancePlan read = service.plan("h");
		assertThat(read.operations()).filteredOn((operation) -> operation.kind() == OperationKind.DROP)
			.extracting(Operation::partition)
			.contains(DAY)
			.hasSize(3);
		assertThat(read.operations()).allMatch(read::isWithheld);
		assertThat(done(service.apply(read))).contains("detach h__2026_08", "drop " + DAY.name());
	}

	@Test
	void theyStayWhereSomebodyTakesTheDetachOutOfThePlan() {
		MaintenancePlan plan = this.engine.service(table(keepOne(), days())).plan("h");
		MaintenancePlan cut = plan.without(new RelationName("public", "h__2026_08"));
		assertThat(plan.operations()).extracting(Operation::partition).contains(DAY);
		assertThat(cut.operations()).extracting(Operation::partition)
			.doesNotContain(DAY)
			.contains(new RelationName("public", "h__2026_07"));
	}

	@Test
	void theyAreDroppedByNameBeneathAnOrphanToo() {
		TablePartitionConfig h = table(keepOne(), days().dropping(Tables.grace("P900D")));
		assertThat(done(this.engine.run(h))).contains("detach h__2026_08");
		TablePartitions partitions = this.engine.service(h).partitions("h");
		RelationName month = new RelationName("public", "h__2026_08");
		assertThat(findings(partitions.drop(month))).containsExactly("drop_deferred h__2026_08");
		assertThat(done(partitions.drop(DAY))).containsExactly("drop " + DAY.name());
		assertThat(done(partitions.drop(month))).containsExactly("drop h__2026_08");
	}

	@Test
	void aHoldOverTheOrphanKeepsThemFromBeingDroppedByName() {
		assertThat(done(this.engine.run(table(keepOne(), days().dropping(Tables.grace("P900D"))))))
			.contains("detach h__2026_08");
		Hold hold = new Hold("case-4711", new Until.OnDate(LocalDate.of(2026, 8, 3)),
				new Until.OnDate(LocalDate.of(2026, 8, 4)));
		TablePartitionConfig held = table(keepOne().holding(List.of(hold)), days().dropping(Tables.grace("P900D")));
		assertThat(issues(this.engine.service(held).partitions("h").drop(DAY)))
			.containsExactly("drop under_legal_hold " + DAY.name());
	}

}

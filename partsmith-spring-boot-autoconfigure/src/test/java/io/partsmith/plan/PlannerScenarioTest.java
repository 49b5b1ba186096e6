package io.partsmith.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static io.partsmith.plan.Policies.findings;
import static io.partsmith.plan.Policies.grace;
import static io.partsmith.plan.Policies.ids;
import static io.partsmith.plan.Policies.keep;
import static io.partsmith.plan.Policies.monthly;
import static io.partsmith.plan.Policies.operations;
import static io.partsmith.plan.Policies.plan;
import static io.partsmith.plan.Policies.times;
import static io.partsmith.plan.Policies.until;
import static org.assertj.core.api.Assertions.assertThat;

/** The scenarios that need no database, by their numbers. */
class PlannerScenarioTest {

	@Test
	void s01_anEmptyMonthlyTableGetsItsWindowsAhead() {
		MaintenancePlan plan = plan(monthly(2, 0), Topologies.of("t").build(), "2024-12-01");
		assertThat(operations(plan)).containsExactly("create 2024_12", "create 2025_01");
		assertThat(plan.operations().get(0).bounds().toSql())
			.isEqualTo("FOR VALUES FROM ('2024-12-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')");
		assertThat(plan.operations()).extracting(Operation::reason).containsOnly(Reason.CREATE_AHEAD);
	}

	@Test
	void s02_aConvergedTableHasNoOperation() {
		MaintenancePlan plan = plan(monthly(1, 0), Topologies.of("t").months(2024, 12, 12).build(), "2024-12-01");
		assertThat(plan.isConverged()).isTrue();
		assertThat(plan.findings()).isEmpty();
	}

	@Test
	void s04_aWeekIsMadeOnce() {
		TablePartitionConfig weekly = times(Granularity.WEEK, ZoneOffset.UTC, 1, 0);
		Simulator table = new Simulator(weekly, Topologies.of("t").build());
		assertThat(operations(table.run("2024-03-20T00:00:00Z"))).containsExactly("create 2024_w12");
		assertThat(operations(table.run("2024-03-20T00:00:00Z"))).isEmpty();
	}

	@Test
	void s05_hoursComeAndGo() {
		Simulator table = new Simulator(times(Granularity.HOUR, ZoneOffset.UTC, 3, 2), Topologies.of("t").build());
		table.run("2026-08-26T14:30:00Z");
		assertThat(table.attached()).containsExactly("2026_08_26_14", "2026_08_26_15", "2026_08_26_16");
		table.run("2026-08-26T17:30:00Z");
		assertThat(table.attached()).contains("2026_08_26_16", "2026_08_26_17")
			.doesNotContain("2026_08_26_14", "2026_08_26_15");
		table.run("2026-08-26T23:30:00Z");
		assertThat(table.attached()).contains("2026_08_26_23", "2026_08_27_00", "2026_08_27_01")
			.doesNotContain("2026_08_26_16");
	}

	@Test
	void s07_createUntilIncludesTheWindowOfItsEnd() {
		TablePartitionConfig config = until(new Until.OnDate(LocalDate.of(2026, 12, 1)));
		Simulator table = new Simulator(config, Topologies.of("t").build());
		MaintenancePlan plan = table.run("2026-08-26T10:00:00Z");
		assertThat(operations(plan)).containsExactly("create 2026_08", "create 2026_09", "create 2026_10",
				"create 2026_11", "create 2026_12");
		assertThat(plan.operations()).extracting(Operation::reason).containsOnly(Reason.CREATE_UNTIL);
		assertThat(table.run("2026-08-26T10:00:00Z").isConverged()).isTrue();
	}

	@Test
	void s08_createUntilThePastMakesTheCurrentWindow() {
		TablePartitionConfig config = until(new Until.AtInstant(Instant.parse("2020-01-01T00:00:00Z")));
		assertThat(operations(plan(config, Topologies.of("t").build()))).containsExactly("create 2026_08");
	}

	@Test
	void s13_whatIsNotKeptIsDetachedAndDropped() {
		MaintenancePlan plan = plan(monthly(2, 2), Topologies.of("t").months(2024, 1, 2).build(), "2024-04-01");
		assertThat(operations(plan)).containsExactly("create 2024_04", "create 2024_05", "detach 2024_01",
				"detach 2024_02", "drop 2024_01", "drop 2024_02");
		assertThat(plan.operations().subList(4, 6)).extracting(Operation::reason).containsOnly(Reason.FOLLOWS_DETACH);
	}

	@Test
	void s14_aMarkedOrphanWithoutGraceIsDropped() {
		Topologies table = Topologies.of("t")
			.months(2024, 4, 4)
			.orphan("__2024_01", Instant.parse("2024-03-01T00:00:00Z"));
		MaintenancePlan plan = plan(monthly(1, 1), table.build(), "2024-04-01");
		assertThat(operations(plan)).containsExactly("drop 2024_01");
		assertThat(plan.operations().get(0).reason()).isEqualTo(Reason.GRACE_ELAPSED);
	}

	@Test
	void s16_anExpiredPartitionIsMarkedAndWaits() {
		TablePartitionConfig config = grace(monthly(1, 1), "P7D");
		MaintenancePlan plan = plan(config, Topologies.of("t").months(2026, 6, 6).build(), "2026-08-01");
		assertThat(operations(plan)).containsExactly("create 2026_08", "detach 2026_06");
		Operation.Detach detach = (Operation.Detach) plan.operations().get(1);
		assertThat(detach.marker().writeAbove("pg-partsmith", null)).isEqualTo("""
				pg-partsmith:orphan-parent=public.t
				pg-partsmith:detached-at=2026-08-01T00:00:00+00:00""");
	}

	@Test
	void s17_anOrphanIsDroppedWhenItsGraceIsOver() {
		TablePartitionConfig config = grace(monthly(1, 1), "P7D");
		Topologies table = Topologies.of("t")
			.months(2026, 8, 8)
			.orphan("__2026_06", Instant.parse("2026-08-01T00:00:00Z"));
		MaintenancePlan third = plan(config, table.build(), "2026-08-03");
		assertThat(third.operations()).isEmpty();
		assertThat(findings(third)).containsExactly("grace_pending 2026_06");
		assertThat(third.findings().get(0).severity()).isEqualTo(Severity.INFO);
		assertThat(operations(plan(config, table.build(), "2026-08-07T23:59:59Z"))).isEmpty();
		MaintenancePlan eighth = plan(config, table.build(), "2026-08-08");
		assertThat(operations(eighth)).containsExactly("drop 2026_06");
		assertThat(eighth.operations().get(0).detail()).contains("2026-08-01T00:00:00Z");
	}

	@Test
	void s19_aMarkerWithoutInstantHasNoGrace() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).orphan("__2026_06", null);
		assertThat(operations(plan(grace(monthly(1, 1), "P7D"), table.build()))).containsExactly("drop 2026_06");
	}

	@Test
	void s25_anOpenEndIsNeverTouched() {
		Topologies table = Topologies.of("t").range("__1970_01", "1970-01-01 00:00:00+00", "infinity");
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("unbounded_partition 1970_01");
		assertThat(plan.findings().get(0).severity()).isEqualTo(Severity.INFO);
	}

	@Test
	void s26_aPartitionAcrossTheGridIsNeverTouched() {
		Topologies wide = Topologies.of("t").range("__old", "2000-01-01 00:00:00+00", "2020-01-01 00:00:00+00");
		Simulator table = new Simulator(monthly(1, 1), wide.build());
		for (String day : List.of("2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01")) {
			MaintenancePlan plan = table.run(day + "T00:00:00Z");
			assertThat(findings(plan)).containsExactly("unmanaged_partition old");
			assertThat(plan.findings().get(0).severity()).isEqualTo(Severity.INFO);
		}
		assertThat(table.attached()).contains("old");
	}

	@Test
	void s28_anOverlapIsToldForEachWindow() {
		Topologies table = Topologies.of("t").range("__hand", "2026-08-15 00:00:00+00", "2026-09-15 00:00:00+00");
		MaintenancePlan plan = plan(monthly(2, 0), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("range_overlap hand", "range_overlap hand",
				"unmanaged_partition hand");
		assertThat(plan.findings().get(0).step()).isEqualTo(Step.RECONCILE);
	}

	@Test
	void s28_isUrgentWhereTheNextWindowStaysOpen() {
		Topologies table = Topologies.of("t").range("__hand", "2026-08-15 00:00:00+00", "2026-09-15 00:00:00+00");
		assertThat(plan(monthly(2, 0), table.build()).findings()).extracting(Finding::urgent)
			.containsExactly(false, true, false);
	}

	@Test
	void s29_aWidePartitionTakesAWindowsPlaceAndIsTold() {
		Topologies table = Topologies.of("t")
			.months(2024, 1, 1)
			.range("__wide", "2024-06-01 00:00:00+00", "2024-08-01 00:00:00+00");
		MaintenancePlan plan = plan(monthly(1, 1), table.build(), "2024-06-15");
		assertThat(operations(plan)).containsExactly("detach 2024_01", "drop 2024_01");
		assertThat(findings(plan)).containsExactly("range_overlap wide", "unmanaged_partition wide");
		assertThat(plan.findings().get(0).step()).isEqualTo(Step.RECONCILE);
		assertThat(plan.findings().get(0).urgent()).isFalse();
		assertThat(plan.runway().covered()).isTrue();
	}

	@Test
	void s35_aDetachedWindowThatIsWantedComesBack() {
		Topologies table = Topologies.of("t")
			.months(2026, 8, 8)
			.orphan("__2026_09", Instant.parse("2026-08-20T00:00:00Z"));
		MaintenancePlan plan = plan(monthly(2, 0), table.build());
		assertThat(operations(plan)).containsExactly("attach 2026_09");
		Operation.Attach attach = (Operation.Attach) plan.operations().get(0);
		assertThat(attach.table().oid()).isEqualTo(table.build().orphans().get(0).relation().oid());
		assertThat(attach.reason()).isEqualTo(Reason.REATTACH);
	}

	@Test
	void s37_aLongerRetentionBringsAnOrphanBack() {
		TablePartitionConfig config = grace(monthly(1, 1), "P30D");
		Topologies table = Topologies.of("t")
			.months(2026, 8, 8)
			.orphan("__2026_07", Instant.parse("2026-08-01T00:00:00Z"));
		assertThat(findings(plan(config, table.build()))).containsExactly("grace_pending 2026_07");
		assertThat(operations(plan(keep(config, new Retention.KeepNewest(3)), table.build())))
			.containsExactly("attach 2026_07");
	}

	@Test
	void s38_anUnwantedOrphanWaitsAndGoes() {
		TablePartitionConfig config = grace(monthly(1, 1), "P3D");
		Topologies table = Topologies.of("t")
			.months(2026, 8, 8)
			.orphan("__2026_06", Instant.parse("2026-08-01T00:00:00Z"));
		assertThat(findings(plan(config, table.build(), "2026-08-02"))).containsExactly("grace_pending 2026_06");
		assertThat(operations(plan(config, table.build(), "2026-08-05"))).containsExactly("drop 2026_06");
	}

	@Test
	void s52_theConfiguredModeStandsOnTheOperation() {
		TablePartitionConfig config = monthly(1, 1);
		config = config.with(config.lifecycle().detaching(DetachMode.BLOCKING));
		MaintenancePlan plan = plan(config, Topologies.of("t").months(2026, 7, 8).build());
		Operation.Detach detach = (Operation.Detach) plan.operations().get(0);
		assertThat(detach.mode()).isEqualTo(DetachMode.BLOCKING);
		assertThat(detach.lock()).isEqualTo("ACCESS EXCLUSIVE on public.t, public.t__2026_07");
		assertThat(detach.kind().isDestructive()).isTrue();
	}

	@Test
	void s53_aPendingDetachIsFinalizedAndAWantedOneComesBack() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).pending();
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(operations(plan)).containsExactly("finalize 2026_08", "attach 2026_08");
		assertThat(plan.runway().covered()).isFalse();
	}

	@Test
	void s53_aPendingDetachThatIsNotWantedIsRetired() {
		Instant began = Instant.parse("2026-08-20T00:00:00Z");
		Topologies table = Topologies.of("t").months(2026, 7, 7).pending().marked(began).months(2026, 8, 8);
		MaintenancePlan plan = plan(grace(monthly(1, 1), "P3D"), table.build());
		assertThat(operations(plan)).containsExactly("finalize 2026_07", "drop 2026_07");
		assertThat(((Operation.FinalizeDetach) plan.operations().get(0)).marker())
			.isEqualTo(new Marker(table.build().table(), began));
		assertThat(operations(plan(grace(monthly(1, 1), "P7D"), table.build()))).containsExactly("finalize 2026_07");
	}

	@Test
	void s98_anIntegerTableBeginsAtItsOrigin() {
		TablePartitionConfig queue = ids(1000, 0, 2);
		assertThat(operations(plan(queue, Topologies.ids("t", "bigint").build()))).containsExactly("create 0",
				"create 1000");
		assertThat(operations(plan(queue, Topologies.ids("t", "bigint").ids(1000, 0, 1000).newest(1500).build())))
			.containsExactly("create 2000");
	}

	@Test
	void s107_localDaysLastAsLongAsTheirZoneSays() {
		TablePartitionConfig daily = times(Granularity.DAY, ZoneId.of("Europe/Berlin"), 2, 0);
		assertThat(plan(daily, Topologies.of("t").build(), "2026-03-29T12:00:00Z").operations())
			.extracting((operation) -> operation.bounds().toSql())
			.containsExactly("FOR VALUES FROM ('2026-03-28 23:00:00+00') TO ('2026-03-29 22:00:00+00')",
					"FOR VALUES FROM ('2026-03-29 22:00:00+00') TO ('2026-03-30 22:00:00+00')");
	}

	@Test
	void p07_p08_p11_theSeriesFollowsItsNewestKey() {
		TablePartitionConfig config = ids(1, 0, 6);
		Simulator table = new Simulator(config, Topologies.ids("t", "integer").build());
		table.newest(5).run("2026-08-26T10:00:00Z");
		assertThat(table.attached()).contains("10").doesNotContain("11");
		assertThat(table.run("2026-08-26T10:00:00Z").isConverged()).isTrue();
		table.newest(6).run("2026-08-26T10:00:00Z");
		assertThat(table.attached()).contains("11").doesNotContain("12");
	}

	@Test
	void p10_aSeriesThatWasLostIsRebuiltToItsHorizonAndNoFurther() {
		Topologies left = Topologies.of("t").range("__2026_08_23", "2026-08-23 00:00:00+00", "2026-08-24 00:00:00+00");
		assertThat(operations(plan(times(Granularity.DAY, ZoneOffset.UTC, 3, 0), left.build()))).containsExactly(
				"create 2026_08_26", "create 2026_08_27", "create 2026_08_28", "create 2026_08_25",
				"create 2026_08_24");
	}

	@Test
	void p16_idsBeyondAnIntegerAreNoSurprise() {
		assertThat(operations(plan(ids(10, 3_000_000_000L, 5), Topologies.ids("t", "bigint").build()))).containsExactly(
				"create 3000000000", "create 3000000010", "create 3000000020", "create 3000000030",
				"create 3000000040");
	}

	@Test
	void p25_missingIdsAreFilledExactly() {
		Topologies table = Topologies.ids("t", "bigint").ids(10, 0, 10, 30, 70).newest(75);
		MaintenancePlan plan = plan(ids(10, 0, 1), table.build());
		assertThat(operations(plan)).containsExactlyInAnyOrder("create 20", "create 40", "create 50", "create 60");
		assertThat(plan.operations()).extracting(Operation::reason).containsOnly(Reason.GAP);
	}

	@Test
	void p26_missingDaysAreFilledExactly() {
		Simulator table = new Simulator(times(Granularity.DAY, ZoneOffset.UTC, 13, 0), Topologies.of("t").build());
		table.run("2026-08-01T00:00:00Z");
		List<String> lost = List.of("2026_08_03", "2026_08_04", "2026_08_07", "2026_08_08", "2026_08_11", "2026_08_12");
		lost.forEach(table::lose);
		assertThat(operations(table.run("2026-08-01T00:00:00Z")))
			.containsExactlyElementsOf(lost.stream().map((name) -> "create " + name).toList());
	}

	@Test
	void p28_aRaisedHorizonIsFollowedThoughNoRowExists() {
		Simulator table = new Simulator(times(Granularity.DAY, ZoneOffset.UTC, 5, 0), Topologies.of("t").build());
		for (int ahead : List.of(5, 6, 8)) {
			table.with(times(Granularity.DAY, ZoneOffset.UTC, ahead, 0)).run("2026-08-26T10:00:00Z");
			assertThat(table.attached()).hasSize(ahead);
		}
	}

	@Test
	void f3_anAdoptedWidePartitionIsNotAgedByItsBeginning() {
		Topologies table = Topologies.of("t").range("__wide", "2026-06-28 00:00:00+00", "2026-08-27 00:00:00+00");
		TablePartitionConfig config = keep(times(Granularity.DAY, ZoneOffset.UTC, 1, 0),
				new Retention.KeepFor(TimeAmount.valueOf("P30D")));
		assertThat(plan(config, table.build()).operations()).isEmpty();
	}

	@Test
	void f11_aSetThatFellBehindCatchesUpOnWholeDaysAndKeepsWhatIsYoung() {
		TablePartitionConfig config = keep(grace(times(Granularity.DAY, ZoneOffset.UTC, 3, 0), "P7D"),
				new Retention.KeepFor(TimeAmount.valueOf("P10D")));
		Topologies behind = Topologies.of("t")
			.range("__2026_07_26", "2026-07-26 00:00:00+00", "2026-07-27 00:00:00+00")
			.range("__2026_08_20", "2026-08-20 00:00:00+00", "2026-08-21 00:00:00+00");
		MaintenancePlan plan = plan(config, behind.build(), "2026-08-26T21:59:08.127476Z");
		assertThat(operations(plan)).contains("detach 2026_07_26", "create 2026_08_21", "create 2026_08_25")
			.doesNotContain("detach 2026_08_20", "drop 2026_07_26");
		assertThat(plan.operations()).filteredOn(Operation.Create.class::isInstance)
			.allSatisfy(
					(operation) -> assertThat(operation.bounds().toSql()).containsPattern("00:00:00\\+00.*00:00:00"));
	}

}

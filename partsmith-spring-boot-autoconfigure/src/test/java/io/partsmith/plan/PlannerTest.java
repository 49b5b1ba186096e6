package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;

import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.MissingRight;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static io.partsmith.plan.Policies.TODAY;
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

class PlannerTest {

	private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

	/** What is left of August has an end that no bound of ours is written with. */
	@Test
	void aRestThatCannotBeWrittenKeepsNothingFromBeingMade() {
		Topologies table = Topologies.of("t").range("hand", "2026-08-01 00:00:00+00", "2026-08-31 23:59:59.999999+00");
		MaintenancePlan plan = plan(monthly(2, 0), table.build());
		assertThat(findings(plan)).contains("range_overlap thand").doesNotContain("planner_failed");
		assertThat(operations(plan)).containsExactly("create 2026_09");
		assertThat(plan.findings()).noneMatch((it) -> it.next().contains("_rest"));
	}

	@Test
	void anUnreadableBoundIsToldAndLeftAlone() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).bound("__odd", "FOR VALUES FROM (now()) TO (later)");
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("unreadable_bound odd");
		assertThat(plan.units()).last().extracting(Unit::state).isEqualTo(UnitState.UNMANAGED);
	}

	@Test
	void aForeignPartitionSatisfiesItsWindowAndNeverExpires() {
		Topologies table = Topologies.of("t").months(2026, 6, 6).foreign().months(2026, 8, 8).foreign();
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("foreign_partition 2026_06", "foreign_present 2026_08");
		assertThat(plan.findings()).noneMatch(Finding::urgent);
	}

	@Test
	void aPendingForeignPartitionIsNotOursToFinalize() {
		Topologies table = Topologies.of("t").months(2026, 6, 6).foreign().pending().months(2026, 8, 8);
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("detach_pending 2026_06");
	}

	@Test
	void aPendingPartitionAcrossTheGridIsNotOursToFinalize() {
		Topologies table = Topologies.of("t")
			.range("__wide", "2026-01-01 00:00:00+00", "2026-03-01 00:00:00+00")
			.pending()
			.months(2026, 8, 8);
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("detach_pending wide");
		assertThat(plan.findings().get(0).next()).contains("DETACH PARTITION public.t__wide FINALIZE");
	}

	@Test
	void aPendingPartitionKeepsItsRangeTaken() {
		Topologies table = Topologies.of("t")
			.range("__hand", "2026-08-15 00:00:00+00", "2026-09-15 00:00:00+00")
			.pending();
		assertThat(findings(plan(monthly(1, 0), table.build()))).containsExactly("range_overlap hand",
				"detach_pending hand");
	}

	@Test
	void anExpiredPendingPartitionIsNeitherWantedNorOfTheCreateLane() {
		Topologies table = Topologies.of("t").months(2026, 6, 6).pending().months(2026, 8, 8);
		Operation.FinalizeDetach pending = (Operation.FinalizeDetach) plan(grace(monthly(1, 1), "P7D"), table.build())
			.operations()
			.get(0);
		assertThat(pending.wanted()).isFalse();
		assertThat(pending.marker().detachedAt()).isEqualTo(TODAY);
	}

	@Test
	void theMarkerOfADetachThatBrokeOffIsStale() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).marked(JULY);
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(operations(plan)).containsExactly("attach 2026_08");
		assertThat(plan.operations().get(0).reason()).isEqualTo(Reason.MARKER_STALE);
		assertThat(plan.findings()).isEmpty();
	}

	@Test
	void aDetachThatBrokeOffIsDoneAgainWithItsGraceFromNow() {
		Topologies table = Topologies.of("t").months(2026, 6, 6).marked(JULY).months(2026, 8, 8);
		MaintenancePlan plan = plan(grace(monthly(1, 1), "P7D"), table.build());
		assertThat(operations(plan)).containsExactly("detach 2026_06");
		assertThat(((Operation.Detach) plan.operations().get(0)).marker().detachedAt()).isEqualTo(TODAY);
	}

	@Test
	void behindAPoolerNothingIsDetachedConcurrently() {
		Topologies table = Topologies.of("t").months(2026, 6, 6).months(2026, 8, 8).pooled();
		Operation.Detach detach = (Operation.Detach) plan(monthly(1, 1), table.build()).operations().get(0);
		assertThat(detach.mode()).isEqualTo(DetachMode.BLOCKING);
		MaintenancePlan asked = plan(concurrently(monthly(1, 1)), table.build());
		assertThat(asked.operations()).isEmpty();
		assertThat(findings(asked)).containsExactly("pooler_between");
		assertThat(asked.findings().get(0).next()).contains("detach: auto").contains("@PartsmithDataSource");
		assertThat(findings(plan(concurrently(monthly(1, 0)), table.build()))).isEmpty();
	}

	@Test
	void aMissingRightKeepsPartitionsFromBeingDetachedLongBeforeOneExpires() {
		MissingRight right = new MissingRight(MissingRight.Need.DETACH, "SELECT on public.note",
				"GRANT SELECT ON public.note TO app");
		Topologies expired = Topologies.of("t").months(2026, 6, 6).months(2026, 8, 8).lacking(right);
		assertThat(plan(monthly(1, 1), expired.build()).operations()).isEmpty();
		MaintenancePlan early = plan(monthly(1, 1), Topologies.of("t").months(2026, 8, 8).lacking(right).build());
		assertThat(findings(early)).containsExactly("privilege_missing");
		assertThat(early.findings().get(0).next()).isEqualTo("GRANT SELECT ON public.note TO app");
		assertThat(findings(plan(monthly(1, 0), expired.build()))).isEmpty();
	}

	@Test
	void whatOurRoleDoesNotOwnIsLeftAlone() {
		Topologies table = Topologies.of("t")
			.months(2026, 5, 5)
			.notOwned()
			.months(2026, 6, 6)
			.pending()
			.notOwned()
			.months(2026, 8, 8)
			.orphanNotOwned("__2026_04", JULY)
			.orphanNotOwned("__2026_09", JULY);
		MaintenancePlan plan = plan(monthly(2, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("not_owner 2026_09", "not_owner 2026_06", "not_owner 2026_05",
				"not_owner 2026_04");
		assertThat(plan.findings()).allSatisfy((finding) -> assertThat(finding.next()).contains("OWNER TO"));
		assertThat(plan.findings().get(0).urgent()).isTrue();
	}

	@Test
	void aStrayHoldsItsName() {
		MaintenancePlan plan = plan(monthly(3, 0), Topologies.of("t").stray("__2026_09").build());
		assertThat(operations(plan)).containsExactly("create 2026_08", "create 2026_10");
		assertThat(findings(plan)).containsExactly("name_unusable 2026_09");
		assertThat(plan.findings().get(0).urgent()).isTrue();
		assertThat(plan.findings().get(0).next()).contains("RENAME TO")
			.contains("ATTACH PARTITION public.t__2026_09 FOR VALUES FROM ('2026-09-01 00:00:00+00')");
	}

	@Test
	void aPartitionWithOtherBoundsHoldsItsName() {
		Topologies table = Topologies.of("t").range("__2026_08", "2030-01-01 00:00:00+00", "2030-02-01 00:00:00+00");
		MaintenancePlan plan = plan(monthly(1, 0), table.build());
		assertThat(operations(plan)).doesNotContain("create 2026_08");
		assertThat(findings(plan)).contains("name_unusable 2026_08");
		assertThat(plan.findings().get(0).next()).contains("ALTER TABLE public.t__2026_08 RENAME TO");
		assertThat(plan.findings().get(0).urgent()).isTrue();
	}

	@Test
	void namesAreBudgetedInBytes() {
		String name = "ü".repeat(27);
		TablePartitionConfig monthly = monthly(1, 0);
		TablePartitionConfig config = new TablePartitionConfig("t", Topologies.of(name).build().table(),
				monthly.scheme(), monthly.lifecycle());
		assertThat(plan(config, Topologies.of(name).build()).operations()).hasSize(1);
		TablePartitionConfig longer = new TablePartitionConfig("t", Topologies.of(name + "a").build().table(),
				monthly.scheme(), monthly.lifecycle());
		MaintenancePlan plan = plan(longer, Topologies.of(name + "a").build());
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.NAME_UNUSABLE);
			assertThat(finding.message()).startsWith("The window [2026-08-01T00:00:00Z, 2026-09-01T00:00:00Z) of "
					+ longer.table() + " is wanted, but the name ");
			assertThat(finding.message()).contains("64 bytes");
			assertThat(finding.urgent()).isTrue();
		});
	}

	@Test
	void underDropNeverAnOrphanNeitherGoesNorComesBack() {
		TablePartitionConfig config = monthly(2, 1);
		config = config.with(config.lifecycle().dropping(new Drop.DropNever()));
		Topologies table = Topologies.of("t").months(2026, 8, 8).orphan("__2026_01", null).orphan("__2026_09", JULY);
		MaintenancePlan plan = plan(config, table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("name_unusable 2026_09");
	}

	@Test
	void anOrphanBesideTheNewPartitionOfItsWindowStaysOutside() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).orphan("__2026_08", JULY);
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("range_overlap 2026_08");
	}

	@Test
	void anOrphanThatIsNamedAfterNoWindowIsOnlyDropped() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).orphan("_p2026_08", JULY).orphan("__old", JULY);
		assertThat(operations(plan(monthly(1, 0), table.build()))).containsExactly("drop t_p2026_08", "drop old");
	}

	@Test
	void anOrphanBeyondTheEndOfItsTypeIsNotAttached() {
		Topologies table = Topologies.ids("t", "smallint").ids(1000, 0).newest(5).orphan("__40000", JULY);
		assertThat(operations(plan(ids(1000, 0, 1), table.build()))).containsExactly("drop 40000");
	}

	@Test
	void orphansThatComeBackAndTheHolesBetweenThemAreOneRun() {
		TablePartitionConfig config = grace(monthly(1, 12), "P900D");
		Simulator table = new Simulator(config,
				Topologies.of("t").orphan("__2025_11", JULY).orphan("__2026_02", JULY).build());
		MaintenancePlan plan = table.run(TODAY.toString());
		assertThat(operations(plan)).contains("attach 2025_11", "attach 2026_02", "create 2026_01", "create 2026_05");
		assertThat(table.plan(TODAY).isConverged()).isTrue();
	}

	@Test
	void aPendingPartitionThatComesBackAndTheHolesBesideItAreOneRun() {
		Simulator table = new Simulator(grace(monthly(1, 12), "P7D"),
				Topologies.of("t").months(2026, 2, 2).pending().build());
		assertThat(operations(table.run(TODAY.toString()))).contains("finalize 2026_02", "attach 2026_02",
				"create 2026_03", "create 2026_07");
		assertThat(table.plan(TODAY).isConverged()).isTrue();
	}

	@Test
	void aGapWiderThanTheWidestIsNotFilled() {
		Topologies table = Topologies.ids("t", "bigint").ids(10, 0, 20_000).newest(20_005);
		MaintenancePlan plan = plan(ids(10, 0, 1), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("horizon_capped");
		Topologies narrower = Topologies.ids("t", "bigint").ids(10, 0, 2_010).newest(2_015);
		assertThat(plan(ids(10, 0, 1), narrower.build()).operations()).hasSize(200);
	}

	@Test
	void aGapBeforeWhatIsKeptIsNotFilled() {
		Topologies table = Topologies.of("t").months(2025, 1, 1).months(2026, 6, 8);
		assertThat(operations(plan(grace(monthly(1, 3), "P7D"), table.build()))).containsExactly("detach 2025_01");
	}

	@Test
	void noCreateUntilPlansMoreThanTheHorizon() {
		MaintenancePlan plan = plan(until(new Until.OnDate(LocalDate.of(9999, 12, 31))), Topologies.of("t").build());
		assertThat(plan.operations()).hasSize(1000);
		assertThat(findings(plan)).containsExactly("horizon_capped");
	}

	@Test
	void aCreateUntilThatJustFitsIsNotCapped() {
		LocalDate last = LocalDate.of(2026, 8, 1).plusMonths(999);
		MaintenancePlan plan = plan(until(new Until.OnDate(last)), Topologies.of("t").build());
		assertThat(plan.operations()).hasSize(1000);
		assertThat(plan.findings()).isEmpty();
		assertThat(findings(plan(until(new Until.OnDate(last.plusMonths(1))), Topologies.of("t").build())))
			.containsExactly("horizon_capped");
	}

	@Test
	void anUnknownCursorPlansNothing() {
		Topologies table = Topologies.ids("t", "bigint").newest(new NewestKey.Unknown("55P03 on public.t__0"));
		MaintenancePlan plan = plan(ids(1000, 0, 2), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.runway()).isNull();
		assertThat(findings(plan)).containsExactly("cursor_unknown");
		assertThat(plan.findings().get(0).message()).contains("55P03");
		assertThat(plan.findings().get(0).urgent()).isTrue();
	}

	@Test
	void theModeOfADetachIsDecidedInThePlan() {
		Topologies alone = Topologies.of("t").months(2026, 7, 8);
		Topologies beside = Topologies.of("t").months(2026, 7, 8).withDefault();
		Operation.Detach concurrent = (Operation.Detach) plan(monthly(1, 1), alone.build()).operations().get(0);
		Operation.Detach blocking = (Operation.Detach) plan(monthly(1, 1), beside.build()).operations().get(0);
		assertThat(concurrent.mode()).isEqualTo(DetachMode.CONCURRENT);
		assertThat(concurrent.lock()).startsWith("SHARE UPDATE EXCLUSIVE on public.t, ");
		assertThat(blocking.mode()).isEqualTo(DetachMode.BLOCKING);
		assertThat(blocking.lock()).isEqualTo("ACCESS EXCLUSIVE on public.t, public.t__2026_07, public.t__default");
	}

	@Test
	void rowsInDefaultAreTold() {
		Topologies table = Topologies.of("t").months(2026, 8, 8).withDefault().defaultRows(12, false);
		MaintenancePlan plan = plan(monthly(1, 1), table.build());
		assertThat(findings(plan)).containsExactly("default_holds_rows default");
		assertThat(plan.findings().get(0).message()).contains("about 12 row(s)");
		assertThat(plan(monthly(1, 1), Topologies.of("t").months(2026, 8, 8).withDefault().defaultRows(0, true).build())
			.findings()).isEmpty();
	}

	@Test
	void anIntegerTableIsMadeUpToTheEndOfItsType() {
		Topologies table = Topologies.ids("t", "smallint").ids(1000, 31_000).newest(31_500);
		Simulator simulator = new Simulator(ids(1000, 0, 5), table.build());
		MaintenancePlan plan = simulator.run(TODAY.toString());
		assertThat(operations(plan)).containsExactly("create 32000");
		assertThat(plan.operations().get(0).bounds().toSql()).isEqualTo("FOR VALUES FROM ('32000') TO (MAXVALUE)");
		MaintenancePlan again = simulator.plan(TODAY);
		assertThat(again.operations()).isEmpty();
		assertThat(again.runway().until()).isEqualTo(Position.Id.of(33_000));
		assertThat(findings(again)).containsExactly("axis_end_near");
		assertThat(again.units()).extracting(Unit::state).containsExactly(UnitState.ACTIVE, UnitState.FUTURE);
	}

	@Test
	void keepBehindRetiresIds() {
		TablePartitionConfig config = keep(ids(10, 0, 1), new Retention.KeepBehind(BigInteger.valueOf(20)));
		Topologies table = Topologies.ids("t", "bigint").ids(10, 0, 10, 20, 30).newest(38);
		assertThat(operations(plan(config, table.build()))).containsExactly("detach 0", "drop 0");
	}

	@Test
	void theCurrentWindowNeverExpires() {
		TablePartitionConfig config = keep(monthly(1, 1), new Retention.KeepFor(TimeAmount.valueOf("1h")));
		assertThat(plan(config, Topologies.of("t").months(2026, 8, 8).build()).operations()).isEmpty();
	}

	@Test
	void whatLiesInsideAWindowRetiresByItsOwnEnd() {
		Topologies days = Topologies.of("t")
			.range("_d1", "2026-07-30 00:00:00+00", "2026-07-31 00:00:00+00")
			.range("_d2", "2026-07-31 00:00:00+00", "2026-08-01 00:00:00+00")
			.months(2026, 8, 8);
		TablePartitionConfig config = keep(grace(monthly(1, 1), "P7D"),
				new Retention.KeepFor(TimeAmount.valueOf("P26D")));
		assertThat(operations(plan(config, days.build()))).containsExactly("detach t_d1");
	}

	@Test
	void operationsStandInTheOrderOfARun() {
		Topologies table = Topologies.of("t")
			.months(2026, 5, 6)
			.months(2026, 8, 8)
			.pending()
			.orphan("__2026_04", JULY)
			.orphan("__2026_10", JULY);
		assertThat(operations(plan(monthly(3, 1), table.build()))).containsExactly("create 2026_09", "finalize 2026_08",
				"attach 2026_10", "attach 2026_08", "detach 2026_05", "detach 2026_06", "drop 2026_05", "drop 2026_06",
				"drop 2026_04");
	}

	@Test
	void aScopeTakesItsOwnOperationsAndBothLanesTogetherAll() {
		Topologies table = Topologies.of("t")
			.months(2026, 5, 5)
			.pending()
			.months(2026, 7, 7)
			.months(2026, 8, 8)
			.pending()
			.months(2026, 10, 10)
			.orphan("__2026_04", JULY)
			.orphan("__2026_12", JULY);
		MaintenancePlan plan = plan(grace(monthly(1, 1), "P7D"), table.build());
		assertThat(plan.within(Scope.MAINTAIN)).isEqualTo(plan);
		assertThat(operations(plan.within(Scope.CREATE))).containsExactly("create 2026_11", "create 2026_09",
				"finalize 2026_08", "attach 2026_12", "attach 2026_08");
		assertThat(operations(plan.within(Scope.RECONCILE))).containsExactly("create 2026_11", "create 2026_09",
				"finalize 2026_08", "attach 2026_12", "attach 2026_08");
		assertThat(operations(plan.within(Scope.RETIRE))).containsExactlyInAnyOrder("finalize 2026_05",
				"finalize 2026_08", "detach 2026_07", "drop 2026_04");
		MaintenancePlan ahead = plan(monthly(2, 0), Topologies.of("t").build());
		assertThat(ahead.within(Scope.RECONCILE).isConverged()).isTrue();
		assertThat(ahead.within(Scope.RECONCILE).findings()).isEqualTo(ahead.findings());
	}

	@Test
	void autoDetachesBlockingBesideAPendingPartitionThatIsNotOurs() {
		Topologies free = Topologies.of("t").months(2026, 6, 6).months(2026, 8, 8);
		assertThat(detachMode(free)).isEqualTo(DetachMode.CONCURRENT);
		Topologies stuck = Topologies.of("t")
			.months(2026, 6, 6)
			.months(2026, 8, 8)
			.range("__x", "2020-01-15", "2020-02-15")
			.pending();
		assertThat(detachMode(stuck)).isEqualTo(DetachMode.BLOCKING);
	}

	private static TablePartitionConfig concurrently(TablePartitionConfig config) {
		return config.with(config.lifecycle().detaching(DetachMode.CONCURRENT));
	}

	private static DetachMode detachMode(Topologies table) {
		return plan(grace(monthly(1, 1), "P7D"), table.build()).operations()
			.stream()
			.filter(Operation.Detach.class::isInstance)
			.map((operation) -> ((Operation.Detach) operation).mode())
			.findFirst()
			.orElseThrow();
	}

	@Test
	void theHashIsBlindToEstimatesAndClocksButNotToRelations() {
		String hash = hash(Topologies.of("t").months(2026, 7, 7), TODAY);
		assertThat(hash).hasSize(16);
		assertThat(hash(Topologies.of("t").months(2026, 7, 7).measured(5, 8192), TODAY)).isEqualTo(hash);
		assertThat(hash(Topologies.of("t").months(2026, 7, 7), TODAY.plusSeconds(60))).isEqualTo(hash);
		assertThat(hash(Topologies.of("t").months(2026, 7, 7).oid(77), TODAY)).isNotEqualTo(hash);
		assertThat(hash(Topologies.of("t").months(2026, 7, 8), TODAY)).isNotEqualTo(hash);
		assertThat(hash(Topologies.of("t").months(2026, 7, 7).withDefault(), TODAY)).isNotEqualTo(hash);
	}

	@Test
	void theFingerprintIsThatOfThePolicyWithoutItsHooks() {
		TablePartitionConfig config = monthly(1, 1);
		TablePartitionConfig hooked = new TablePartitionConfig(config.id(), config.table(), config.scheme(),
				config.lifecycle(), List.of("archive"));
		String fingerprint = plan(config, Topologies.of("t").build()).fingerprint();
		assertThat(plan(hooked, Topologies.of("t").build()).fingerprint()).isEqualTo(fingerprint);
		assertThat(plan(monthly(1, 2), Topologies.of("t").build()).fingerprint()).isNotEqualTo(fingerprint);
		assertThat(plan(grace(config, "P1D"), Topologies.of("t").build()).fingerprint()).isNotEqualTo(fingerprint);
	}

	private static String hash(Topologies table, Instant at) {
		return new Planner().plan(monthly(1, 1), table.build(), at).hash();
	}

	@Test
	void everyUnitHasItsStateAndAReason() {
		Topologies table = Topologies.of("t")
			.withDefault()
			.months(2026, 6, 9)
			.range("__wide", "2026-01-01 00:00:00+00", "2026-03-01 00:00:00+00")
			.months(2026, 4, 4)
			.pending()
			.orphan("__2026_05", JULY);
		MaintenancePlan plan = plan(grace(monthly(2, 2), "P90D"), table.build());
		assertThat(plan.units()).extracting((unit) -> unit.relation().name().name() + " " + unit.state())
			.containsExactly("t__wide unmanaged", "t__2026_04 pending-detach", "t__2026_05 detached",
					"t__2026_06 expired", "t__2026_07 active", "t__2026_08 active", "t__2026_09 future",
					"t__default default");
		assertThat(plan.units()).extracting(Unit::why).noneMatch(String::isBlank);
		assertThat(plan.units().get(5).why()).isEqualTo("holds the present");
	}

	@Test
	void theRunwayEndsWhereInsertsFindNoPartition() {
		Runway runway = plan(monthly(1, 0), Topologies.of("t").months(2026, 7, 9).build()).runway();
		assertThat(runway.covered()).isTrue();
		assertThat(runway.instant()).isEqualTo("2026-10-01T00:00:00Z");
		assertThat(runway.left(TODAY)).isEqualTo(Duration.between(TODAY, runway.instant()));
		Runway gap = plan(monthly(1, 0), Topologies.of("t").months(2026, 8, 8).months(2026, 10, 10).build()).runway();
		assertThat(gap.instant()).isEqualTo("2026-09-01T00:00:00Z");
		Runway behind = plan(monthly(1, 0), Topologies.of("t").months(2026, 6, 7).build()).runway();
		assertThat(behind.covered()).isFalse();
		assertThat(behind.left(TODAY)).isNegative();
		Runway never = plan(monthly(1, 0), Topologies.of("t").withDefault().build()).runway();
		assertThat(never.covered()).isFalse();
		assertThat(never.instant()).isNull();
	}

	@Test
	void theRunwayOfIdsIsCountedInIds() {
		TablePartitionConfig config = ids(1000, 0, 1);
		assertThat(plan(config, Topologies.ids("t", "bigint").ids(1000, 0).newest(990).build()).runway().ids())
			.isEqualTo(9);
		assertThat(plan(config, Topologies.ids("t", "bigint").ids(1000, 0).build()).runway().ids()).isEqualTo(1000);
	}

	@Test
	void aTableThatFitsNoLongerIsNotJudged() {
		MaintenancePlan plan = plan(times(Granularity.DAY, ZoneOffset.UTC, 1, 1),
				Topologies.ids("t", "bigint").build());
		assertThat(plan.runway()).isNull();
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("column_mismatch");
	}

	@Test
	void aCompositeKeyIsTrailedByMinvalue() {
		Topologies table = Topologies.of("t")
			.key(PartitionMethod.RANGE, "timestamp with time zone", "created_at", "tenant_id");
		TablePartitionConfig single = monthly(1, 0);
		TablePartitionConfig config = new TablePartitionConfig("t", single.table(),
				new RangeScheme(List.of("created_at", "tenant_id"), single.progression().orElseThrow().boundaries()),
				single.lifecycle());
		Simulator simulator = new Simulator(config, table.build());
		assertThat(simulator.run(TODAY.toString()).operations().get(0).bounds().toSql())
			.isEqualTo("FOR VALUES FROM ('2026-08-01 00:00:00+00', MINVALUE) TO ('2026-09-01 00:00:00+00', MINVALUE)");
		assertThat(simulator.plan(TODAY).isConverged()).isTrue();
	}

	@Test
	void tenThousandPartitionsArePlannedLikeTen() {
		long[] starts = LongStream.range(0, 10_000).map((i) -> i * 10).toArray();
		Topologies table = Topologies.ids("t", "bigint").ids(10, starts).newest(99_995);
		assertThat(plan(ids(10, 0, 1000), table.build()).operations()).hasSize(999);
	}

}

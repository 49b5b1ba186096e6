package io.partsmith.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Obstacle;
import io.partsmith.lifecycle.Question;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.Branch;
import io.partsmith.topology.ClockReading;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Server;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnarPlannerTest {

	private static final Instant TODAY = Instant.parse("2026-08-26T10:00:00Z");

	private static final Facts FITS = (question) -> Optional.of(new Answer.Obstacles(List.of()));

	private static final PartitionKey BY_OTHER = new PartitionKey(PartitionMethod.RANGE,
			List.of(new KeyColumn("other", "timestamp with time zone")));

	private static final Topologies JUNE = Topologies.of("t")
		.column("other", "timestamp with time zone")
		.months(2026, 6, 6);

	private static final String PENDING = " DETACH";

	private static Lifecycle columnar(String after) {
		return Tables.ahead(1).converting(new Columnar(TimeAmount.valueOf(after)));
	}

	private static OpenPlan plan(Lifecycle lifecycle, Topologies table, Facts facts) {
		return new Planner().plan(Tables.monthly(lifecycle), table.build(), new Knowledge(Facts.NONE, facts), TODAY);
	}

	private static List<String> operations(MaintenancePlan plan) {
		return plan.operations()
			.stream()
			.map((it) -> it.kind() + " " + it.partition().name().replaceFirst("^.__", "")
					+ ((it instanceof Operation.Convert convert) ? " " + convert.into() : ""))
			.toList();
	}

	@Test
	void aWindowIsConvertedWhenItEndedLongEnoughAgo() {
		OpenPlan plan = plan(columnar("P30D"), Topologies.of("t").months(2026, 5, 8), FITS);
		assertThat(operations(plan.plan())).containsExactly("convert 2026_05 COLUMNAR", "convert 2026_06 COLUMNAR");
		assertThat(plan.plan().findings()).isEmpty();
		Operation first = plan.plan().operations().get(0);
		assertThat(first.reason()).hasToString("columnar_due");
		assertThat(first.detail())
			.isEqualTo("its window ends at 2026-06-01T00:00:00Z, and the rule is columnar-after P30D");
		assertThat(first.lock()).isEqualTo("ACCESS EXCLUSIVE on public.t__2026_05");
		assertThat(first.urgent()).isFalse();
		assertThat(first.kind().isDestructive()).isFalse();
		assertThat(first.transactional()).isTrue();
		assertThat(plan.plan().describe()).contains("convert public.t__2026_05", "not destructive, one transaction");
	}

	/** July ended 25 days and 10 hours ago. */
	@ParameterizedTest
	@CsvSource({ "PT610H, 3", "P25DT10H, 3", "P25DT11H, 2", "PT611H, 2", "P10000D, 0" })
	void theEndOfTheWindowCounts(String after, int converted) {
		assertThat(plan(columnar(after), Topologies.of("t").months(2026, 5, 8), FITS).plan().operations())
			.hasSize(converted);
	}

	@Test
	void whatIsColumnarIsAskedNothing() {
		Topologies table = Topologies.of("t").months(2026, 6, 6).columnar().months(2026, 7, 8);
		OpenPlan plan = plan(columnar("P30D"), table, Facts.NONE);
		assertThat(plan.plan().isConverged()).isTrue();
		assertThat(plan.questions()).isEmpty();
		assertThat(plan.plan().units().get(0).why()).endsWith("; kept in columns");
		assertThat(plan.plan().units().get(1).why()).doesNotContain("columns");
	}

	@Test
	void nothingIsConvertedBeforeItIsKnownToFit() {
		OpenPlan plan = plan(columnar("P30D"), Topologies.of("t").months(2026, 6, 8), Facts.NONE);
		assertThat(plan.plan().operations()).isEmpty();
		assertThat(plan.questions(Lane.CREATE)).isEmpty();
		assertThat(plan.questions(Lane.RETIRE)).singleElement()
			.satisfies((it) -> assertThat(it.measure()).isEqualTo(new Measure.ColumnarFit()))
			.satisfies((it) -> assertThat(it.unit().relation().name().name()).isEqualTo("t__2026_06"));
	}

	@Test
	void whatStandsAgainstItIsToldOnceForAll() {
		Obstacle key = new Obstacle("its foreign key k", "DROP it");
		Facts facts = (question) -> Optional.of(new Answer.Obstacles(List.of(key)));
		MaintenancePlan plan = plan(columnar("P30D"), Topologies.of("t").months(2026, 1, 8), facts).plan();
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.findings()).singleElement().satisfies((it) -> {
			assertThat(it.code()).isEqualTo(FindingCode.CONVERSION_LEFT);
			assertThat(it.step()).isEqualTo(Step.CONVERT);
			assertThat(it.urgent()).isFalse();
			assertThat(it.message()).contains("6 partition(s)", "its foreign key k", "public.t__2026_01", "1 more");
			assertThat(it.next()).contains("DROP it", "columnar-after", "partsmith.tables.t");
		});
	}

	@Test
	void whatNobodyCouldTellStays() {
		Facts facts = (question) -> Optional.of(new Answer.Unknown("timeout [57014]"));
		MaintenancePlan plan = plan(columnar("P30D"), Topologies.of("t").months(2026, 6, 8), facts).plan();
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.findings()).singleElement()
			.satisfies((it) -> assertThat(it.message()).contains("timeout [57014]"));
	}

	@Test
	void aLongerTimeBringsRowsBackAndNoRuleLeavesThemAlone() {
		Topologies table = Topologies.of("t")
			.months(2026, 5, 5)
			.columnar()
			.months(2026, 6, 6)
			.columnar()
			.months(2026, 7, 8);
		OpenPlan longer = plan(columnar("P60D"), table, Facts.NONE);
		assertThat(operations(longer.plan())).containsExactly("convert 2026_06 TABLE");
		assertThat(longer.plan().operations().get(0).reason()).hasToString("columnar_early");
		assertThat(longer.questions()).isEmpty();
		assertThat(operations(plan(columnar("P1000Y"), table, Facts.NONE).plan()))
			.containsExactly("convert 2026_05 TABLE", "convert 2026_06 TABLE");
		assertThat(plan(Tables.ahead(1), table, Facts.NONE).plan().isConverged()).isTrue();
	}

	@Test
	void whatGoesIsNotConverted() {
		Lifecycle lifecycle = Tables.aheadKeep(1, 4).converting(new Columnar(TimeAmount.valueOf("P30D")));
		MaintenancePlan plan = plan(lifecycle, Topologies.of("t").months(2026, 4, 8), FITS).plan();
		assertThat(operations(plan)).containsExactly("detach 2026_04", "drop 2026_04", "convert 2026_05 COLUMNAR",
				"convert 2026_06 COLUMNAR");
		assertThat(plan.within(Scope.CREATE).operations()).isEmpty();
		assertThat(plan.within(Scope.RECONCILE).operations()).isEmpty();
		assertThat(plan.within(Scope.RETIRE).operations()).isEqualTo(plan.operations());
	}

	@Test
	void whatIsHeldKeepsItsRowsAndMayBeConverted() {
		Lifecycle held = columnar("P30D").holding(List.of(new Hold("case", null, null)));
		assertThat(operations(plan(held, Topologies.of("t").months(2026, 6, 8), FITS).plan()))
			.containsExactly("convert 2026_06 COLUMNAR");
	}

	@Test
	void foreignTablesStrangersAndWhatIsPendingAreLeftAlone() {
		Topologies table = Topologies.of("t")
			.months(2026, 1, 1)
			.foreign()
			.months(2026, 2, 2)
			.notOwned()
			.range("__wide", "2026-03-01 00:00:00+00", "2026-05-01 00:00:00+00")
			.months(2026, 8, 8)
			.withDefault();
		MaintenancePlan plan = plan(columnar("P30D"), table, FITS).plan();
		assertThat(operations(plan)).noneMatch((it) -> it.startsWith("convert"));
		assertThat(plan.findings()).filteredOn((it) -> it.step() == Step.CONVERT)
			.extracting(Finding::code)
			.containsExactly(FindingCode.NOT_OWNER);
	}

	/** By a clock ahead of the database's, today's partition would be closed. */
	@Test
	void clocksThatDisagreeConvertNothing() {
		MaintenancePlan plan = plan(columnar("P30D"), Topologies.of("t").months(2026, 6, 8), FITS).plan();
		Server server = new Server(180000, false, null,
				new ClockReading(TODAY.minusSeconds(86_400), TODAY, Duration.ZERO));
		MaintenancePlan skewed = plan.finding(new ServerCheck(Duration.ofMinutes(1)).check(server));
		assertThat(skewed.findings()).extracting(Finding::code).contains(FindingCode.CLOCK_SKEW);
		assertThat(skewed.permitted().operations()).isEmpty();
		assertThat(skewed.approved().permitted().operations()).isEmpty();
		assertThat(plan.permitted().operations()).hasSize(1);
	}

	@Test
	void eachBucketOfAUnitIsConvertedAlone() {
		TablePartitionConfig config = new TablePartitionConfig("t", Tables.monthly(Tables.ahead(1)).table(),
				Trees.months("created_at").dividedBy(new HashScheme(List.of("id"), 2, null)), columnar("P30D"));
		TableTopology.Partitioned table = divided(Topologies.of("t").column("id", "bigint").months(2026, 6, 8).build());
		List<Question> asked = new ArrayList<>(
				new Planner().plan(config, table, Knowledge.NONE, TODAY).questions(Lane.RETIRE));
		MaintenancePlan plan = new Planner()
			.plan(config, table,
					new Knowledge(Facts.NONE, Facts.of(Map.of(asked.get(0), new Answer.Obstacles(List.of()),
							asked.get(1), new Answer.Obstacles(List.of())))),
					TODAY)
			.plan();
		assertThat(operations(plan)).containsExactly("convert 2026_06__h0 COLUMNAR", "convert 2026_06__h1 COLUMNAR");
		assertThat(plan.operations()).allSatisfy((it) -> {
			assertThat(it.parent().name().name()).isEqualTo("t__2026_06");
			assertThat(it.parent().above()).containsExactly(config.table());
			assertThat(it.bounds()).isInstanceOf(PartitionBounds.Residue.class);
		});
	}

	/** A day within a closed month is the day's own matter, where days have a rule. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "P60D | P10D | h0", "P60D | - | -", "P30D | - | h0 h1", "P30D | P1000D | -" })
	void theInnermostRuleHolds(String months, String days, String converted) {
		Lifecycle inner = (days != null) ? columnar(days) : Tables.ahead(1);
		TablePartitionConfig config = daysOfMonths(months, inner);
		TableTopology.Partitioned table = divided(JUNE.build(), BY_OTHER, day(1), day(20));
		MaintenancePlan plan = new Planner().plan(config, table, new Knowledge(Facts.NONE, FITS), TODAY).plan();
		assertThat(plan.operations()).filteredOn(Operation.Convert.class::isInstance)
			.extracting((it) -> it.partition().name())
			.containsExactly((converted != null)
					? Stream.of(converted.split(" ")).map((it) -> "t__2026_06__" + it).toArray(String[]::new)
					: new String[0]);
	}

	private static TablePartitionConfig daysOfMonths(String columnar, Lifecycle days) {
		return new TablePartitionConfig("t", RelationName.parse("t"),
				Trees.months("created_at")
					.dividedBy(new RangeScheme(List.of("other"), new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC))),
				columnar(columnar), Map.of(1, days), Leaves.DEFAULT, null);
	}

	private static String day(int day) {
		return "FOR VALUES FROM ('2026-08-%02d 00:00:00+00') TO ('2026-08-%02d 00:00:00+00')".formatted(day, day + 1);
	}

	/** What the days' own retention takes is not rewritten in the same run. */
	@Test
	void whatIsGoingFromALevelBeneathIsNotConverted() {
		TablePartitionConfig config = daysOfMonths("P30D", Tables.aheadKeep(1, 10));
		List<String> days = List.of(day(1), day(20), day(21) + PENDING);
		MaintenancePlan plan = new Planner()
			.plan(config, divided(JUNE.build(), BY_OTHER, days.toArray(String[]::new)), new Knowledge(Facts.NONE, FITS),
					TODAY)
			.plan();
		assertThat(operations(plan)).filteredOn((it) -> !it.startsWith("create"))
			.containsExactly("finalize 2026_06__h2", "attach 2026_06__h2", "detach 2026_06__h0", "drop 2026_06__h0",
					"convert 2026_06__h1 COLUMNAR");
	}

	private static TableTopology.Partitioned divided(TableTopology.Partitioned plain) {
		return divided(plain, new PartitionKey(PartitionMethod.HASH, List.of(new KeyColumn("id", "bigint"))),
				"FOR VALUES WITH (modulus 2, remainder 0)", "FOR VALUES WITH (modulus 2, remainder 1)");
	}

	private static TableTopology.Partitioned divided(TableTopology.Partitioned plain, PartitionKey key,
			String... bounds) {
		List<Partition> months = plain.partitions().stream().map((month) -> {
			List<Partition> children = new ArrayList<>();
			for (int i = 0; i < bounds.length; i++) {
				children.add(new Partition(
						new Relation(month.name().sibling(month.name().name() + "__h" + i),
								month.relation().oid() * 10 + i, RelationKind.TABLE, true, null, null),
						PartitionBounds.parse(bounds[i].replace(PENDING, "")), bounds[i].endsWith(PENDING), null,
						null));
			}
			return new Partition(
					new Relation(month.name(), month.relation().oid(), RelationKind.PARTITIONED, true, null, null),
					month.bounds(), false, null, new Branch(key, children));
		}).toList();
		return new TableTopology.Partitioned(plain.table(), plain.oid(), plain.access(), plain.shape(),
				new Branch(plain.key(), months), List.of(), List.of(), plain.newestKey(), Map.of(), null,
				plain.properties());
	}

}

package io.partsmith.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.Knowledge;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Planner;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** S113: what is dumped and read back is the same plan. */
class PlanJsonTest {

	private static final Instant TODAY = Instant.parse("2026-08-26T10:00:00.123456Z");

	private static final Lifecycle AHEAD_2_KEEP_1 = Tables.aheadKeep(2, 1);

	private final PlanJson json = new PlanJson();

	static Stream<MaintenancePlan> s113_plansOfEverySort() {
		Topologies rich = Topologies.of("t")
			.months(2026, 4, 4)
			.pending()
			.months(2026, 5, 5)
			.months(2026, 6, 6)
			.marked(TODAY)
			.measured(1200, 49152)
			.range("__half", "2026-07-01 00:00:00+00", "2026-07-15 00:00:00+00")
			.range("__wide", "2026-01-01 00:00:00+00", "2026-03-01 00:00:00+00")
			.range("__open", "2027-01-01 00:00:00+00", "MAXVALUE")
			.bound("__odd", "FOR VALUES FROM (now()) TO (later)")
			.bound("__list", "FOR VALUES IN ('a''b', NULL, 'NULL')")
			.bound("__hash", "FOR VALUES WITH (modulus 4, remainder 3)")
			.orphan("__2026_02", null)
			.orphan("__2026_03", TODAY)
			.orphan("__strange", TODAY);
		return Stream.of(plan(Tables.monthly(AHEAD_2_KEEP_1), rich),
				plan(Tables.monthly(AHEAD_2_KEEP_1), rich.withDefault().defaultRows(7, true)),
				plan(Tables.monthly(AHEAD_2_KEEP_1.dropping(Tables.grace("P90D")).detaching(DetachMode.BLOCKING)),
						rich),
				plan(Tables.ids("public.t", "id", 1000, 5, AHEAD_2_KEEP_1),
						Topologies.ids("t", "numeric").ids(1000, -1995, 5).newest(123456)),
				plan(Tables.ids("public.t", "id", Long.MAX_VALUE, 0, Tables.ahead(3)), Topologies.ids("t", "numeric")),
				plan(Tables.times("t", "\"my.schema\".\"My \"\"Events\"", Granularity.HOUR, "Europe/Berlin",
						Tables.ahead(2)), Topologies.of("\"my.schema\".\"My \"\"Events\"")),
				plan(Tables.monthly(AHEAD_2_KEEP_1), Topologies.of("t").orphan("__2026_08", TODAY)),
				plan(Tables.monthly(Tables.ahead(1)), Topologies.ids("t", "bigint")),
				plan(Tables.monthly(Tables.ahead(1)), Topologies.of("t").tableNotOwned()), moving(), converting());
	}

	private static MaintenancePlan converting() {
		Lifecycle columnar = Tables.ahead(1).converting(new Columnar(TimeAmount.valueOf("P30D")));
		Facts nothing = (question) -> Optional.of(new Answer.Obstacles(List.of()));
		return new Planner()
			.plan(Tables.monthly(columnar), Topologies.of("t").months(2026, 5, 8).columnar().build(),
					new Knowledge(Facts.NONE, nothing), TODAY)
			.plan();
	}

	private static MaintenancePlan moving() {
		Facts seven = (question) -> Optional.of(new Answer.Number(7, Answer.Precision.EXACT));
		return new Planner()
			.plan(Tables.monthly(Tables.ahead(2)), Topologies.of("t").withDefault().orphan("__2026_09", TODAY).build(),
					new Knowledge(seven, Facts.NONE), TODAY)
			.plan();
	}

	private static MaintenancePlan plan(TablePartitionConfig config, Topologies table) {
		return new Planner().plan(config, table.build(), TODAY);
	}

	@ParameterizedTest
	@MethodSource
	void s113_plansOfEverySort(MaintenancePlan plan) {
		String text = this.json.write(plan);
		MaintenancePlan read = this.json.read(text);
		assertThat(read).isEqualTo(plan);
		assertThat(read.hash()).isEqualTo(plan.hash());
		assertThat(read.operations()).isEqualTo(plan.operations());
		assertThat(this.json.write(read)).isEqualTo(text);
	}

	@Test
	void s113_anyPlanReadsBackEqual() {
		Seeded.check(300, (random) -> {
			String name = Seeded.pick(random, "t", "\"a b\".\"T\"\"x\"", "s.\"select\"", "Straße.\"it's\"");
			Topologies table = random.nextBoolean() ? times(name, random) : numbers(name, random);
			for (int i = random.nextInt(3); i > 0; i--) {
				table.orphan("__2026_0" + (1 + random.nextInt(9)), random.nextBoolean() ? TODAY : null);
			}
			Lifecycle lifecycle = Tables.aheadKeep(1 + random.nextInt(3), 1 + random.nextInt(3))
				.dropping(Tables.grace(random.nextBoolean() ? "P0D" : "P9D"));
			TablePartitionConfig config = random.nextBoolean()
					? Tables.times("t", name, Granularity.values()[random.nextInt(6)], "Europe/Berlin", lifecycle)
					: new TablePartitionConfig("t", RelationName.parse(name),
							Tables.ids("x", "id", 1 + random.nextInt(2000), random.nextInt(), lifecycle).scheme(),
							lifecycle);
			MaintenancePlan plan = plan(config, table);
			assertThat(this.json.read(this.json.write(plan))).isEqualTo(plan);
		});
	}

	private static Topologies times(String name, Random random) {
		Topologies table = Topologies.of(name).months(2026, 1 + random.nextInt(8), 8);
		if (random.nextBoolean()) {
			table.pending();
		}
		return random.nextBoolean() ? table.withDefault() : table;
	}

	private static Topologies numbers(String name, Random random) {
		Topologies table = Topologies.ids(name, "numeric").newest(random.nextLong());
		return table.ids(1 + random.nextInt(1000), random.nextLong(), 5_000_000L);
	}

	@Test
	void thePlansOfTheseTestsHoldEveryKindOfOperation() {
		assertThat(s113_plansOfEverySort().flatMap((plan) -> plan.operations().stream()).map(Operation::kind))
			.contains(OperationKind.values());
	}

	@Test
	void theFieldsAreThoseOfTheRecords() {
		String text = this.json.write(s113_plansOfEverySort().findFirst().orElseThrow());
		assertThat(text).startsWith("""
				{
				  "format" : "partsmith-plan",
				  "version" : 1,
				  "hash" : \"""")
			.contains("\"table\" : \"public.t\",\n    \"at\" : \"2026-08-26T10:00:00.123456Z\"")
			.contains("\"kind\" : \"create\"")
			.contains("\"kind\" : \"finalize_detach\"")
			.contains("\"bounds\" : \"FOR VALUES FROM ('2026-08-01 00:00:00+00') TO ('2026-09-01 00:00:00+00')\"")
			.contains("\"kind\" : \"time\",\n          \"instant\" : \"2026-08-01T00:00:00Z\"")
			.contains("\"reason\" : \"create_ahead\"")
			.contains("\"oid\" : 1002")
			.contains("\"bytes\" : 49152")
			.doesNotContain("converged", "unbounded\" :");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``                                          | no plan
			nonsense                                    | no plan
			[]                                          | 'format' is not partsmith-plan
			{"kind": "create"}                          | 'format' is not partsmith-plan
			{"format": "partsmith-plan"}                | version
			{"format": "partsmith-plan", "version": 2}  | version 2
			{"format": "partsmith-plan", "version": 1}  | hash""")
	void foreignTextIsRefused(String text, String why) {
		refused(text, why);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"id" : "t"                 | "id" : null                | id
			"id" : "t",                | ``                         | id
			"id" : "t"                 | "id" : "t", "id" : "t"     | Duplicate
			"id" : "t"                 | "id" : "t", "more" : 1     | more
			"kind" : "create"          | "kind" : "destroy"         | destroy
			"reason" : "create_ahead"  | "reason" : "whim"          | whim
			"table" : "public.t"       | "table" : "a.b.c"          | 3 parts
			"kind" : "time"            | "kind" : "id"              | value
			"oid" : 999                | "oid" : null               | oid
			"oid" : 999                | "oid" : 998                | was changed since
			"name" : "public.t__2026_08" | "name" : "public.t__2026_07" | was changed since
			TO ('2026-09-01 00:00:00+00') | TO (                     | was changed since""")
	void aDamagedPlanIsRefused(String part, String damaged, String why) {
		String text = this.json.write(s113_plansOfEverySort().findFirst().orElseThrow());
		assertThat(text).contains(part);
		int at = text.indexOf(part, text.indexOf("\"plan\""));
		refused(text.substring(0, at) + damaged + text.substring(at + part.length()), why);
	}

	@Test
	void aPlanThatIsCutOffAnywhereIsRefused() {
		String text = this.json.write(s113_plansOfEverySort().findFirst().orElseThrow());
		Random random = new Random(11);
		for (int i = 0; i < 200; i++) {
			refused(text.substring(0, random.nextInt(text.length() - 1)), "");
		}
		refused(text + List.of(1), "");
	}

	private void refused(String text, String why) {
		assertThatExceptionOfType(PlanFormatException.class).isThrownBy(() -> this.json.read(text))
			.withMessageContaining(why);
	}

}

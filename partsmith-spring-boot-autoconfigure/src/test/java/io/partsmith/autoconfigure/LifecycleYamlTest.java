package io.partsmith.autoconfigure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules that are made of rules, as YAML spells them. */
class LifecycleYamlTest {

	private static final String TIME = "  scheme: { method: range, key: c, boundaries: { kind: time, granularity: day } }\n";

	private static final String IDS = "  scheme: { method: range, key: c, boundaries: { kind: integer, step: 9 } }\n";

	private static final Condition AGE = new Retention.KeepFor(TimeAmount.valueOf("P90D"));

	private static Lifecycle read(String scheme, String lifecycle) {
		Lifecycle[] read = new Lifecycle[1];
		YamlContext.with(yaml(scheme, lifecycle))
			.withBean("archived", PartitionPredicate.class, () -> (candidate) -> true)
			.run((context) -> read[0] = context.getBean(ManagedTables.class).get("t").lifecycle());
		return read[0];
	}

	private static String yaml(String scheme, String lifecycle) {
		return "partsmith.tables.t:\n" + scheme + "  lifecycle:\n" + lifecycle.indent(4);
	}

	@Test
	void readsEveryKindOfCondition() {
		Lifecycle lifecycle = read(TIME, """
				retention:
				  kind: all-of
				  rules:
				    - { kind: keep-for, age: P90D }
				    - kind: any-of
				      rules:
				        - { kind: keep-newest, count: 12 }
				        - { kind: window-age-above, age: P90D }
				        - { kind: size-above, size: 10GB }
				        - { kind: rows-above, rows: 5000000000 }
				        - { kind: unreferenced }
				        - { kind: sql, query: "SELECT count(*) = 0 FROM {partition}" }
				        - { kind: bean, name: archived }
				        - kind: not
				          rule:
				            kind: all-of
				            rules: [ { kind: unreferenced } ]
				""");
		assertThat(lifecycle.retention()).isEqualTo(new Combination.AllOf(List.of(AGE,
				new Combination.AnyOf(List.of(new Retention.KeepNewest(12),
						new Predicate.WindowAgeAbove(TimeAmount.valueOf("P90D")),
						new Predicate.SizeAbove(DataAmount.valueOf("10GB")), new Predicate.RowsAbove(5_000_000_000L),
						new Predicate.Unreferenced(), new Predicate.Sql("SELECT count(*) = 0 FROM {partition}"),
						new Predicate.Bean("archived"),
						new Combination.Not(new Combination.AllOf(List.of(new Predicate.Unreferenced()))))))));
	}

	@Test
	void readsConditionsOfEveryPlace() {
		Lifecycle lifecycle = read(IDS,
				"""
						creation:  { kind: create-next-if, when: { kind: rows-above, rows: 3 } }
						retention: { kind: expire-if, when: { kind: not, rule: { kind: keep-behind, distance: 7 } } }
						drop:      { kind: drop-after, grace: P1D, when: { kind: not, rule: { kind: size-above, size: 256KB } } }
						""");
		assertThat(lifecycle.creation()).isEqualTo(new Creation.CreateNextIf(new Predicate.RowsAbove(3)));
		assertThat(lifecycle.retention())
			.isEqualTo(new Combination.ExpireIf(new Combination.Not(new Retention.KeepBehind(BigInteger.valueOf(7)))));
		assertThat(lifecycle.drop()).isEqualTo(new Drop.DropAfter(TimeAmount.valueOf("P1D"),
				new Combination.Not(new Predicate.SizeAbove(new DataAmount(262_144)))));
		assertThat(read(TIME, "retention: { kind: not, rule: { kind: keep-for, age: P90D } }").retention())
			.isEqualTo(new Combination.Not(AGE));
	}

	@Test
	void readsHoldsAndLimits() {
		Lifecycle lifecycle = read(TIME, """
				holds:
				  - { name: case-4711, from: 2026-01-01, to: 2026-03-01T00:00:00+01:00 }
				  - { name: case-4712, to: 2020-01-01 }
				limits: { max-units-per-run: 3, max-bytes-per-run: 100GB, max-share-per-run: 30% }
				""");
		assertThat(lifecycle.holds()).containsExactly(
				new Hold("case-4711", new Until.OnDate(LocalDate.of(2026, 1, 1)),
						new Until.AtInstant(Instant.parse("2026-02-28T23:00:00Z"))),
				new Hold("case-4712", null, new Until.OnDate(LocalDate.of(2020, 1, 1))));
		assertThat(lifecycle.limits()).isEqualTo(new Limits(3, DataAmount.valueOf("100GB"), new BigDecimal("0.30")));
		assertThat(read(TIME, "limits: { max-share-per-run: 0.3 }").limits().share()).isEqualByComparingTo("0.3");
		assertThat(read(TIME, "detach: auto").limits()).isEqualTo(Limits.NONE);
	}

	@Test
	void readsWhenAClosedPartitionIsKeptInColumns() {
		assertThat(read(TIME, "columnar-after: P30D").columnar()).isEqualTo(new Columnar(TimeAmount.valueOf("P30D")));
		assertThat(read(TIME, "columnar-after: 36h").columnar()).isEqualTo(new Columnar(TimeAmount.valueOf("PT36H")));
		assertThat(read(TIME, "detach: auto").columnar()).isNull();
	}

	@Test
	void aLevelOverTimeBeneathIdsHasARuleOfItsOwn() {
		YamlContext.with("""
				partsmith.tables.t:
				  scheme:
				    method: range
				    key: id
				    boundaries: { kind: integer, step: 100 }
				    child:
				      method: range
				      key: c
				      boundaries: { kind: time, granularity: day }
				      lifecycle: { columnar-after: P30D }
				  lifecycle: { creation: { kind: create-ahead, count: 2 } }
				""").run((context) -> {
			TablePartitionConfig config = context.getBean(ManagedTables.class).get("t");
			assertThat(config.lifecycleAt(0).columnar()).isNull();
			assertThat(config.lifecycleAt(1).columnar()).isEqualTo(new Columnar(TimeAmount.valueOf("P30D")));
		});
	}

	@Test
	void readsHoldsOfTheFlatSpelling() {
		YamlContext.with("""
				partsmith.tables.t:
				  partition-column: c
				  step: 100
				  holds: [ { name: case-4711, from: 1000 } ]
				""")
			.run((context) -> assertThat(context.getBean(ManagedTables.class).get("t").lifecycle().holds())
				.containsExactly(new Hold("case-4711", new Until.AtId(BigInteger.valueOf(1000)), null)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"retention: { kind: expire-if } | retention.when | the rule is not complete without it",
			"retention: { kind: expire-if, when: { size: 1GB } } | retention.when.kind | a condition needs its kind",
			"retention: { kind: all-of } | retention.rules | a combination needs at least one rule",
			"retention: { kind: all-of, rules: [{ kind: any-of }] } | retention.rules[0].rules | a combination needs at least",
			"retention: { kind: any-of, rules: [{ kind: unreferenced, size: 1GB }] } | retention.rules[0].size | this does not belong to the kind unreferenced",
			"retention: { kind: any-of, rules: [{ kind: keep-behind, distance: 9 }] } | retention.rules[0].distance | divided by time and hold no ids",
			"retention: { kind: not, rule: { kind: not, rule: { kind: not } } } | retention.rule.rule.kind | this stands within another not",
			"retention: { kind: any-of, rules: [{ kind: not, rule: { kind: any-of, rules: [{ kind: not }] } }] } | retention.rules[0].rule.rules[0].kind | this stands within another not",
			"retention: { kind: expire-if, when: { kind: bean, name: archvied } } | retention.when.name | no PartitionPredicate bean has this name",
			"retention: { kind: expire-if, when: { kind: size-above, size: 10 } } | retention.when.size | '10' is no amount of data",
			"retention: { kind: expire-if, when: { kind: window-age-above, age: 10 } } | retention.when.age | '10' has no unit",
			"retention: { kind: expire-if, when: { kind: window-age-above, age: 3m } } | retention.when.age | less than an hour",
			"retention: { kind: expire-if, when: { kind: rows-above, rows: -1 } } | retention.when.rows | not negative",
			"retention: { kind: expire-if, when: { kind: sql, query: SELECT true } } | retention.when.query | does not hold {partition}",
			"retention: { kind: expire-if, when: { kind: sql, query: 'SELECT true FROM {partition}; COMMIT' } } | retention.when.query | holds a semicolon",
			"retention: { kind: keep-newest, count: 3, when: { kind: unreferenced } } | retention.when | this does not belong to the kind keep-newest",
			"creation: { kind: create-next-if, when: { kind: keep-newest, count: 3 } } | creation.when | says nothing about the newest partition",
			"creation: { kind: create-ahead, when: { kind: unreferenced } } | creation.when | does not belong to the kind create-ahead",
			"drop: { kind: drop-never, when: { kind: unreferenced } } | drop.when | does not belong to the kind drop-never",
			"holds: [{ from: 2026-01-01 }] | holds[0].name | a hold needs a name",
			"holds: [{ name: a, from: 2026-02-01, to: 2026-01-01 }] | holds[0].name | holds nothing",
			"holds: [{ name: a, from: 17 }] | holds[0].from | neither an instant nor a date",
			"holds: [{ name: a }, { name: a }] | holds[1].name | two holds of this table have this name",
			"limits: { max-units-per-run: 0 } | limits.max-units-per-run | nothing is ever retired",
			"limits: { max-share-per-run: 30 } | limits.max-share-per-run | at most 1, or 100%",
			"limits: { max-share-per-run: some } | limits.max-share-per-run | is no share",
			"limits: { max-bytes-per-run: 5 } | limits.max-bytes-per-run | is no amount of data" })
	void refusesWhatIsWrongAndNamesTheWholeKey(String lifecycle, String property, String reason) {
		String refusal = Failures.of(YamlContext.with(yaml(TIME, lifecycle)));
		assertThat(refusal).contains("Property: partsmith.tables.t.lifecycle." + property, reason)
			.contains("\nAction:\n");
	}

	@Test
	void refusesAnAgeOnIdsHoweverDeep() {
		assertThat(Failures.of(YamlContext.with(yaml(IDS,
				"drop: { kind: drop-after, when: { kind: not, rule: { kind: window-age-above, age: P1D } } }"))))
			.contains("Property: partsmith.tables.t.lifecycle.drop.when.rule.age", "have no age");
	}

	@Test
	void namesWhatIsMisspelledInAList() {
		assertThat(Failures.of(YamlContext
			.with(yaml(TIME, "retention:\n  kind: all-of\n  rules:\n    - { kind: keep-for, aeg: P90D }\n"))))
			.contains("Property: partsmith.tables.t.lifecycle.retention.rules[0].aeg",
					"there is no key 'aeg' here; did you mean 'age'?",
					"The keys of partsmith.tables.t.lifecycle.retention.rules[0] are: kind, count, age");
	}

	@Test
	void refusesAHoldInTheDefaults() {
		assertThat(Failures.of(YamlContext.with("partsmith.defaults.holds: [ { name: a, from: 2026-01-01 } ]")))
			.contains("Property: partsmith.defaults.holds", "a hold is about the rows of one table");
	}

	@Test
	void refusesABeanThatNobodyDeclared() {
		assertThat(Failures
			.of(YamlContext.with(yaml(TIME, "retention: { kind: any-of, rules: [{ kind: bean, name: archvied }] }"))
				.withBean("archived", PartitionPredicate.class, () -> (candidate) -> true)))
			.contains("Property: partsmith.tables.t.lifecycle.retention.rules[0].name",
					"no PartitionPredicate bean has this name", "Write one of: archived");
	}

}

package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.GroupScheme.Group;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Datum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How a table of several levels is spelled. */
class SchemeSpellingTest {

	private static final Boundaries.Time WEEKS = new Boundaries.Time(Granularity.WEEK, ZoneId.of("UTC"));

	private static TablePartitionConfig table(String entry) {
		TablePartitionConfig[] found = new TablePartitionConfig[1];
		YamlContext.with("partsmith:\n  tables:\n    t:\n" + entry.indent(6))
			.run((context) -> found[0] = context.getBean(ManagedTables.class).get("t"));
		return found[0];
	}

	@Test
	void readsWeeksDividedByAHash() {
		assertThat(table("""
				scheme:
				  method: range
				  key: [created_at, tenant_id]
				  boundaries: { kind: time, granularity: week }
				  catch-all: [below, above]
				  child: { method: hash, key: id, modulus: 4 }
				""").scheme()).isEqualTo(new RangeScheme(List.of("created_at", "tenant_id"), WEEKS,
				Set.of(CatchAll.BELOW, CatchAll.ABOVE), new HashScheme(List.of("id"), 4, null)));
	}

	@Test
	void readsGroupsAndTellsNullFromItsText() {
		assertThat(table("""
				scheme:
				  method: list
				  key: country
				  groups:
				    eu: [de, fr]
				    none: [null]
				    odd: ["NULL", "1"]
				  default-group: rest
				""").scheme()).isEqualTo(new GroupScheme("country",
				List.of(new Group("eu", List.of(new Datum.Literal("de"), new Datum.Literal("fr"))),
						new Group("none", List.of(Datum.NULL)),
						new Group("odd", List.of(new Datum.Literal("NULL"), new Datum.Literal("1")))),
				"rest", null));
	}

	@Test
	void readsASlidingList() {
		assertThat(table("""
				scheme:
				  method: list
				  key: partition_id
				  boundaries: { kind: sequence, start: 100 }
				lifecycle:
				  creation: { kind: create-next-if, when: { kind: rows-above, rows: 3 } }
				""").scheme()).isEqualTo(new SlidingListScheme("partition_id",
				new Boundaries.Sequence(BigInteger.valueOf(100), CursorSource.NEWEST_MEMBER), null));
	}

	@Test
	void readsFiveLevelsWithALifecycleEach() {
		TablePartitionConfig config = table(
				"""
						scheme:
						  method: list
						  key: a
						  groups: { x: [x] }
						  child:
						    method: range
						    key: b
						    boundaries: { kind: time, granularity: year }
						    lifecycle: { creation: { kind: create-ahead, count: 2 }, retention: { kind: keep-newest, count: 5 } }
						    child:
						      method: hash
						      key: c
						      modulus: 2
						      child:
						        method: range
						        key: d
						        boundaries: { kind: integer, step: 10 }
						        child: { method: list, key: e, boundaries: { kind: sequence, cursor: max-key } }
						lifecycle: { retention: { kind: keep-behind, distance: 100 } }
						""");
		assertThat(config.scheme().levels()).hasSize(5);
		assertThat(config.levels())
			.isEqualTo(Map.of(1, Lifecycle.creating(new Creation.CreateAhead(2)).keeping(new Retention.KeepNewest(5))));
		assertThat(config.lifecycleAt(3).retention()).isEqualTo(new Retention.KeepBehind(BigInteger.valueOf(100)));
	}

	@Test
	void whatIsMadeAheadOnPurposeMayNotExpire() {
		assertThat(Failures.of(YamlContext.with("""
				partsmith:
				  tables:
				    t:
				      scheme: { method: list, key: c, boundaries: { kind: sequence } }
				      lifecycle:
				        creation: { kind: create-until, until: 100 }
				        retention: { kind: keep-newest, count: 5 }
				"""))).contains("partsmith.tables.t", "lifecycle.retention: keep-newest 5 beside create-until",
				"cursor: max-key");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{ method: hash, key: c }                                         | .modulus          | not complete
					{ method: hash, key: c, modulus: 0 }                             | .modulus          | out of range
					{ method: hash, key: c, modulus: 4, groups: { a: [1] } }         | .groups           | kind hash
					{ method: list, key: c }                                         | .groups           | neither groups nor
					{ method: list, key: [c, d], groups: { a: [1] } }                | .key              | one column
					{ method: list, key: c, groups: { a: [1], b: [2, 1] } }          | .groups           | two groups
					{ method: list, key: c, boundaries: { kind: time, granularity: day } } | .boundaries.kind | single values
					{ method: list, key: c, boundaries: { kind: sequence, step: 2 } } | .boundaries.step | kind sequence
					{ method: range, key: c, boundaries: { kind: sequence } }        | .boundaries.kind  | divides a list
					{ method: range, key: c, boundaries: { kind: integer, step: 5 }, modulus: 4 } | .modulus | kind range
					{ method: range, key: c, boundaries: { kind: integer, step: 5 }, child: { method: range, key: d } } | .child.boundaries | need boundaries
					{ method: range, key: c, boundaries: { kind: integer, step: 5 }, child: { method: hash, modulus: 2 } } | .child.key | not named
					{ method: hash, key: c, modulus: 4, lifecycle: { detach: auto } } | .lifecycle       | no lifecycle
					{ method: hash, key: c, modulus: 4, child: { method: hash, key: d, modulos: 4 } } | .child.modulos | did you mean 'modulus'
					{ method: range, key: c }                                        | .boundaries       | boundaries: { kind: time
					{ method: list, key: c, groups: { a: [x] }, default-group: a }   | .default-group    | of its own, for example other
					{ method: tree, key: c }                                         | .method           | RANGE, LIST""")
	void refusesAnotherScheme(String scheme, String property, String reason) {
		assertThat(Failures.of(YamlContext.with("partsmith:\n  tables:\n    t:\n      scheme: " + scheme)))
			.contains("partsmith.tables.t.scheme" + property)
			.containsIgnoringCase(reason);
	}

	@Test
	void refusesAColumnThatDividesTwice() {
		assertThat(Failures.of(YamlContext.with("""
				partsmith:
				  tables:
				    t:
				      scheme:
				        method: hash
				        key: c
				        modulus: 2
				        child: { method: hash, key: d, modulus: 2, child: { method: hash, key: [e, c], modulus: 2 } }
				"""))).contains("Property: partsmith.tables.t.scheme.child.child.key", "application.yml - 8:",
				"the column c divides two levels, partsmith.tables.t.scheme too", "Name another column");
	}

	@ParameterizedTest
	@ValueSource(strings = { "north: [se, no]", "north: [on]", "north: off", "north: [true]" })
	void refusesATruthValueInAGroup(String group) {
		assertThat(Failures.of(YamlContext.relaxed("""
				partsmith:
				  tables:
				    t:
				      scheme: { method: range, key: at, boundaries: { kind: time, granularity: day },
				        child: { method: list, key: country, groups: { %s } } }
				""".formatted(group)).withUserConfiguration(YamlContext.UnreachableDatabase.class)))
			.contains("Property: partsmith.tables.t.scheme.child.groups.north", "application.yml - 5:", "in quotes");
	}

	@Test
	void takesATruthValueInQuotes() {
		assertThat(table("""
				scheme:
				  method: list
				  key: done
				  groups: { still_open: ["false", "no"] }
				""").scheme()).isEqualTo(new GroupScheme("done",
				List.of(new Group("still_open", List.of(new Datum.Literal("false"), new Datum.Literal("no")))), null,
				null));
	}

	@Test
	void tellsHowNullIsWrittenInAGroup() {
		assertThat(Failures.of(YamlContext.with("""
				partsmith:
				  tables:
				    t:
				      scheme: { method: list, key: c, groups: { none: null } }
				"""))).contains("The group 'none' has no value", "[null]");
	}

	@Test
	void refusesASixthLevel() {
		assertThat(Failures.of(YamlContext.relaxed("""
				partsmith:
				  tables:
				    t:
				      scheme: { method: hash, key: a, modulus: 2, child: { method: hash, key: b, modulus: 2, child: {
				        method: hash, key: c, modulus: 2, child: { method: hash, key: d, modulus: 2, child: {
				        method: hash, key: e, modulus: 2, child: { method: hash, key: f, modulus: 2 } } } } } }
				""").withUserConfiguration(YamlContext.UnreachableDatabase.class))).contains("five levels at most",
				"Take this level out");
	}

	@Test
	void refusesALifecycleThatNothingFollows() {
		assertThat(Failures.of(YamlContext.with("""
				partsmith:
				  tables:
				    t:
				      scheme: { method: hash, key: c, modulus: 2 }
				      lifecycle: { creation: { kind: create-ahead, count: 2 } }
				"""))).contains("partsmith.tables.t.lifecycle").contains("fixed sets");
	}

}

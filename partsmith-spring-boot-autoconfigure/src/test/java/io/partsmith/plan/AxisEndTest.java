package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Question;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.FourFourFive;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.NamedCalendar;
import io.partsmith.scheme.PartitionCalendar;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.partsmith.plan.Policies.findings;
import static io.partsmith.plan.Policies.operations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Where keys or a calendar end, a window that is wanted is not left out in silence. */
class AxisEndTest {

	private static final Map<String, KeyCodec> CODECS = Map.of("timestamp", KeyCodec.TIMESTAMP, "uuidv7",
			KeyCodec.UUIDV7, "ulid", KeyCodec.ULID, "seconds", KeyCodec.EPOCH_SECONDS, "snowflake",
			KeyCodec.snowflake(Instant.parse("2005-01-01T00:00:00Z")));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			snowflake | BIGINT    | 2074-05-10T00:00:00Z    |               | false
			snowflake | BIGINT    | 2074-07-10T00:00:00Z    | axis_end_near | false
			snowflake | BIGINT    | 2074-09-01T00:00:00Z    | axis_ends     | true
			snowflake | BIGINT    | 2074-11-01T00:00:00Z    | axis_ends     | true
			snowflake | NUMERIC   | 2075-01-01T00:00:00Z    | axis_ends     | true
			snowflake | BIGINT    | 2004-12-10T00:00:00Z    | axis_ends     | true
			seconds   | INTEGER   | 2038-03-01T00:00:00Z    | axis_ends     | true
			seconds   | BIGINT    | 2038-03-01T00:00:00Z    |               | false
			uuidv7    | UUID      | +10889-09-01T00:00:00Z  | axis_ends     | true
			ulid      | TEXT      | +10889-07-01T00:00:00Z  | axis_end_near | false
			timestamp | TIMESTAMP | +294277-02-01T00:00:00Z | axis_ends     | true
			timestamp | DATE      | +294276-12-01T00:00:00Z | axis_ends     | true""")
	void theClockGoesOnBehindTheLastKey(String codec, KeyType type, Instant now, String finding, boolean urgent) {
		RangeScheme months = new RangeScheme(List.of("k"), new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC,
				Optional.ofNullable(CODECS.get(codec)).orElseThrow()));
		TableTopology table = Topologies.of("t").key(PartitionMethod.RANGE, type.toString(), "k").build();
		for (Creation creation : List.of(new Creation.CreateAhead(4),
				new Creation.CreateUntil(new Creation.Until.AtInstant(now.plusSeconds(95 * 24 * 3600))))) {
			MaintenancePlan plan = new Planner().plan(
					new TablePartitionConfig("t", RelationName.parse("t"), months, Lifecycle.creating(creation)), table,
					now);
			assertThat(findings(plan)).isEqualTo((finding != null) ? List.of(finding) : List.of());
			assertThat(plan.findings().stream().anyMatch(Finding::urgent)).isEqualTo(urgent);
			assertThat(plan.findings()).allSatisfy((it) -> {
				assertThat(it.message()).contains("is wanted, but no key lies in it").contains(codec);
				assertThat(it.next()).containsPattern(
						"CREATE TABLE public.t_next \\(LIKE public.t(_columns)? INCLUDING ALL\\) PARTITION BY RANGE \\(k\\)");
			});
		}
	}

	@Test
	void whatLiesAheadOfTheFirstKeyIsMadeAhead() {
		RangeScheme months = new RangeScheme(List.of("k"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC, CODECS.get("snowflake")));
		TableTopology table = Topologies.of("t").key(PartitionMethod.RANGE, "bigint", "k").build();
		MaintenancePlan plan = new Planner().plan(new TablePartitionConfig("t", RelationName.parse("t"), months,
				Lifecycle.creating(new Creation.CreateAhead(3))), table, Instant.parse("2004-12-10T00:00:00Z"));
		assertThat(operations(plan)).containsExactly("create 2005_01", "create 2005_02");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			500,   axis_end_near, false
			31500, axis_end_near, false
			32500, axis_ends,     false""")
	void anIdBehindTheTypeIsNeverGivenOut(long newest, String finding, boolean urgent) {
		MaintenancePlan plan = Policies.plan(Policies.ids(1000, 0, 40),
				Topologies.ids("t", "smallint").newest(newest).build());
		assertThat(findings(plan)).containsExactly(finding);
		assertThat(plan.findings().get(0).urgent()).isEqualTo(urgent);
		assertThat(plan.findings().get(0).message()).contains("[33000, 34000)", "smallint holds -32768 to 32767");
	}

	@Test
	void theNextValueOfAListIsToldToo() {
		SlidingListScheme list = new SlidingListScheme("k",
				new Boundaries.Sequence(BigInteger.ONE, CursorSource.MAX_KEY), null);
		TableTopology table = Topologies.of("t")
			.key(PartitionMethod.LIST, "smallint", "k")
			.bound("__32767", "FOR VALUES IN ('32767')")
			.newest(32_767)
			.build();
		TablePartitionConfig config = new TablePartitionConfig("t", RelationName.parse("t"), list,
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.SizeAbove(new DataAmount(1)))));
		OpenPlan asking = new Planner().plan(config, table, Knowledge.NONE, Policies.TODAY);
		Map<Question, Answer> full = asking.questions()
			.values()
			.stream()
			.flatMap(Collection::stream)
			.collect(Collectors.toMap((it) -> it, (it) -> new Answer.Number(1000, Answer.Precision.EXACT)));
		MaintenancePlan plan = new Planner()
			.plan(config, table, new Knowledge(Facts.of(full), Facts.NONE), Policies.TODAY)
			.plan();
		assertThat(plan.operations()).isEmpty();
		assertThat(findings(plan)).containsExactly("axis_ends");
	}

	@Test
	void aCalendarThatEndsKeepsNoWindowBeforeItFromBeingMade() {
		PartitionCalendar weeks = new FourFourFive();
		LocalDateTime end = LocalDateTime.parse("2026-12-01T00:00:00");
		NamedCalendar calendar = new NamedCalendar("fiscal",
				(time) -> time.isBefore(end) ? weeks.periodAt(time) : null);
		RangeScheme periods = new RangeScheme(List.of("created_at"), new Boundaries.Time(calendar, ZoneOffset.UTC));
		TablePartitionConfig config = new TablePartitionConfig("t", RelationName.parse("t"), periods,
				Lifecycle.creating(new Creation.CreateAhead(12)));
		MaintenancePlan plan = Policies.plan(config, Topologies.of("t").build());
		assertThat(plan.operations()).isNotEmpty();
		assertThat(findings(plan)).containsExactly("axis_end_near");
		assertThat(plan.findings().get(0).message()).contains("The PartitionCalendar bean 'fiscal' has no period at");
	}

	@Test
	void aCalendarThatEndsBehindTheCurrentWindowKeepsNoGapFromBeingFilled() {
		LocalDateTime end = LocalDateTime.parse("2026-10-01T00:00:00");
		NamedCalendar calendar = new NamedCalendar("months", (time) -> {
			LocalDateTime from = time.toLocalDate().withDayOfMonth(1).atStartOfDay();
			return time.isBefore(end) ? new PartitionCalendar.Period(from, from.plusMonths(1),
					"%d_%02d".formatted(from.getYear(), from.getMonthValue())) : null;
		});
		TablePartitionConfig config = new TablePartitionConfig("t", RelationName.parse("t"),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(calendar, ZoneOffset.UTC)),
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.SizeAbove(new DataAmount(1)))));
		MaintenancePlan plan = Policies.plan(config, Topologies.of("t").months(2026, 6, 6).months(2026, 8, 8).build());
		assertThat(operations(plan)).containsExactly("create 2026_07");
		assertThat(findings(plan)).contains("axis_ends");
		MaintenancePlan current = Policies.plan(config, Topologies.of("t").months(2026, 6, 6).build());
		assertThat(operations(current)).containsExactly("create 2026_08", "create 2026_07");
	}

	@Test
	void aWindowWithoutKeysCannotBeAskedFor() {
		KeyCodec snowflake = KeyCodec.snowflake(Instant.parse("2005-01-01T00:00:00Z"));
		WindowRequest behind = new WindowRequest.At(List.of(Instant.parse("2080-01-01T00:00:00Z")));
		assertThatIllegalArgumentException().isThrownBy(() -> behind
			.on(new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC, snowflake).over(KeyType.BIGINT).orElseThrow()))
			.withMessageContaining("lies beyond all keys: snowflake since 2005-01-01T00:00:00Z has keys from");
	}

}

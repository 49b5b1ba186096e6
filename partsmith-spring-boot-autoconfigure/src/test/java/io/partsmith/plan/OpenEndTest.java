package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.NamedCodec;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.YearMonthCodec;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.partsmith.plan.Policies.findings;
import static io.partsmith.plan.Policies.operations;
import static org.assertj.core.api.Assertions.assertThat;

/** A partition with an open end takes what nobody foresaw, and so never expires. */
class OpenEndTest {

	private static final Map<String, KeyCodec> CODECS = Map.of("timestamp", KeyCodec.TIMESTAMP, "uuidv7",
			KeyCodec.UUIDV7, "ulid", KeyCodec.ULID, "seconds", KeyCodec.EPOCH_SECONDS, "milliseconds",
			KeyCodec.EPOCH_MILLISECONDS, "snowflake", KeyCodec.snowflake(Instant.parse("2026-01-01T00:00:00Z")),
			"within", KeyCodec.snowflake(Instant.parse("2026-01-10T12:00:00Z")), "custom",
			new NamedCodec("custom", new Decade()));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			timestamp    | DATE        | (MINVALUE) TO ('2026-01-01')
			timestamp    | DATE        | ('-infinity') TO ('2026-01-01')
			timestamp    | DATE        | ('2030-01-01') TO ('infinity')
			timestamp    | DATE        | ('2030-01-01') TO (MAXVALUE)
			timestamp    | DATE        | (MINVALUE) TO (MAXVALUE)
			timestamp    | DATE        | (MINVALUE) TO ('0001-01-01')
			timestamp    | TIMESTAMP   | (MINVALUE) TO ('0001-02-01 00:00:00')
			timestamp    | TIMESTAMPTZ | (MINVALUE) TO ('2026-01-01 00:00:00+00')
			timestamp    | TIMESTAMPTZ | ('294276-12-01 00:00:00+00') TO (MAXVALUE)
			uuidv7       | UUID        | (MINVALUE) TO ('00000000-0000-7000-8000-000000000000')
			uuidv7       | UUID        | (MINVALUE) TO ('00000000-0000-0000-0000-000000000000')
			uuidv7       | UUID        | (MINVALUE) TO ('00009fa5-2400-7000-8000-000000000000')
			uuidv7       | UUID        | ('fffff9a9-d400-7000-8000-000000000000') TO (MAXVALUE)
			uuidv7       | UUID        | ('01a03111-1c00-7000-8000-000000000000') TO (MAXVALUE)
			ulid         | TEXT        | (MINVALUE) TO ('00000000000000000000000000')
			ulid         | TEXT        | ('7ZZZWTKN000000000000000000') TO (MAXVALUE)
			ulid         | UUID        | (MINVALUE) TO ('00000000-0000-0000-0000-000000000000')
			seconds      | BIGINT      | (MINVALUE) TO ('0')
			seconds      | NUMERIC     | (MINVALUE) TO ('0')
			seconds      | NUMERIC     | ('-Infinity') TO ('0')
			seconds      | NUMERIC     | ('1767225600') TO ('Infinity')
			seconds      | INTEGER     | (MINVALUE) TO ('0')
			milliseconds | BIGINT      | ('9223372036854775807') TO (MAXVALUE)
			milliseconds | BIGINT      | ('1767225600000') TO (MAXVALUE)
			snowflake    | BIGINT      | (MINVALUE) TO ('0')
			snowflake    | BIGINT      | (MINVALUE) TO ('11234023833600000')
			snowflake    | BIGINT      | ('9220959240192000000') TO (MAXVALUE)
			snowflake    | NUMERIC     | (MINVALUE) TO ('0')
			snowflake    | NUMERIC     | ('0') TO (MAXVALUE)
			within       | BIGINT      | (MINVALUE) TO ('0')
			within       | BIGINT      | (MINVALUE) TO ('7791339110400000')
			custom       | INTEGER     | (MINVALUE) TO ('202001')
			custom       | INTEGER     | (MINVALUE) TO ('202002')
			custom       | INTEGER     | ('202912') TO (MAXVALUE)""")
	void nothingWithAnOpenEndExpires(String codec, KeyType type, String bounds) {
		Boundaries.Time months = new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC,
				Optional.ofNullable(CODECS.get(codec)).orElseThrow());
		Topologies table = Topologies.of("t")
			.key(PartitionMethod.RANGE, type.toString(), "k")
			.bound("_open", "FOR VALUES FROM " + bounds);
		for (Set<CatchAll> catchAlls : List.of(Set.<CatchAll>of(), Set.of(CatchAll.values()))) {
			for (String now : List.of("2026-08-26T00:00:00Z", "2040-03-01T00:00:00Z", "+12000-01-01T00:00:00Z",
					"+300000-01-01T00:00:00Z")) {
				MaintenancePlan plan = new Planner().plan(policy(months, catchAlls, 1), table.build(),
						Instant.parse(now));
				assertThat(plan.operations()).as("%s at %s: %s", bounds, now, operations(plan))
					.noneMatch((it) -> it.kind().isDestructive());
				assertThat(findings(plan)).doesNotContain("planner_failed");
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			SMALLINT | (MINVALUE) TO ('-32000')              | 500
			SMALLINT | ('32000') TO (MAXVALUE)               | 32700
			INTEGER  | (MINVALUE) TO ('0')                   | 5000
			BIGINT   | (MINVALUE) TO ('-9223372036854775000') | 5000
			NUMERIC  | (MINVALUE) TO ('0')                   | 5000
			NUMERIC  | ('0') TO (MAXVALUE)                   | 5000
			NUMERIC  | ('0') TO ('Infinity')                 | 5000""")
	void noCatchAllOverIdsExpires(KeyType type, String bounds, long newest) {
		Boundaries ids = new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO);
		Topologies table = Topologies.ids("t", type.toString()).bound("_open", "FOR VALUES FROM " + bounds);
		MaintenancePlan plan = new Planner().plan(policy(ids, Set.of(CatchAll.values()), 1),
				table.newest(newest).build(), Policies.TODAY);
		assertThat(plan.operations()).as("%s", operations(plan)).noneMatch((it) -> it.kind().isDestructive());
	}

	/** What PostgreSQL itself can hold no more of is the window, and goes with it. */
	@Test
	void theLastWindowOfATypeIsAWindow() {
		Boundaries.Time months = new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC, KeyCodec.EPOCH_SECONDS);
		Topologies table = Topologies.of("t")
			.key(PartitionMethod.RANGE, "integer", "k")
			.range("__2038_01", "2145916800", "MAXVALUE")
			.range("__1901_12", "MINVALUE", "-2145916800");
		Instant later = Instant.parse("2038-03-01T00:00:00Z");
		assertThat(operations(new Planner().plan(policy(months, Set.of(), 1), table.build(), later)))
			.containsExactlyInAnyOrder("detach 2038_01", "detach 1901_12", "drop 2038_01", "drop 1901_12");
		MaintenancePlan kept = new Planner().plan(policy(months, Set.of(CatchAll.values()), 1), table.build(), later);
		assertThat(operations(kept)).isEmpty();
		assertThat(kept.units()).extracting(Unit::state).containsOnly(UnitState.DEFAULT);
	}

	@Test
	void aCatchAllMakesNoRoomForTheLastWindowOfAType() {
		Boundaries ids = new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO);
		Topologies table = Topologies.ids("t", "smallint").ids(1000, 29_000).range("__above", "30000", "MAXVALUE");
		Simulator simulator = new Simulator(policy(ids, Set.of(CatchAll.values()), 0), table.newest(29_500).build());
		MaintenancePlan plan = simulator.run(Policies.TODAY.toString());
		assertThat(operations(plan)).containsExactly("create 30000", "create 31000", "create below");
		assertThat(findings(plan)).isEmpty();
		assertThat(operations(simulator.plan(Policies.TODAY))).isEmpty();
		simulator.newest(32_500);
		MaintenancePlan last = simulator.plan(Policies.TODAY);
		assertThat(operations(last)).isEmpty();
		assertThat(last.runway()).extracting(Runway::covered).isEqualTo(true);
	}

	@Test
	void theFirstWindowOfACodecBeginsWithItsFirstKey() {
		Boundaries.Time months = new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC, CODECS.get("within"));
		Topologies table = Topologies.of("t").key(PartitionMethod.RANGE, "bigint", "k");
		Simulator simulator = new Simulator(policy(months, Set.of(CatchAll.BELOW), 2), table.build());
		MaintenancePlan first = simulator.run("2026-01-20T00:00:00Z");
		assertThat(first.operations()).extracting((it) -> it.partition().name() + " " + it.bounds().toSql())
			.startsWith("t__2026_01 FOR VALUES FROM ('0') TO ('7791339110400000')")
			.contains("t__below FOR VALUES FROM (MINVALUE) TO ('0')");
		assertThat(simulator.plan(Instant.parse("2026-01-20T00:00:00Z")).operations()).isEmpty();
		assertThat(operations(simulator.run("2026-09-20T00:00:00Z"))).contains("detach 2026_01", "drop 2026_01");
		assertThat(simulator.attached()).contains("below");
	}

	/** It never ends, and an empty branch refuses its rows. */
	@Test
	void aCatchAllOfAnotherShapeIsTold() {
		RangeScheme months = new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC), Set.of(CatchAll.values()),
				new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO)));
		Topologies table = Topologies.of("t")
			.column("id", "bigint")
			.range("__below", "MINVALUE", "2026-08-01 00:00:00+00")
			.range("__above", "2027-01-01 00:00:00+00", "MAXVALUE")
			.divided();
		MaintenancePlan plan = new Planner().plan(new TablePartitionConfig("t", RelationName.parse("t"), months,
				Lifecycle.creating(new Creation.CreateAhead(1))), table.build(), Policies.TODAY);
		assertThat(findings(plan)).containsExactlyInAnyOrder("legacy_leaf below", "empty_branch above");
		assertThat(plan.findings()).extracting(Finding::next).contains("Nothing; it is kept as it is");
	}

	private static TablePartitionConfig policy(Boundaries boundaries, Set<CatchAll> catchAlls, int keep) {
		Lifecycle lifecycle = Lifecycle.creating(new Creation.CreateAhead(4))
			.keeping((keep > 0) ? new Retention.KeepNewest(keep) : new Retention.KeepAll())
			.dropping(new Drop.DropAfter(TimeAmount.ZERO));
		return new TablePartitionConfig("t", RelationName.parse("t"), new RangeScheme(
				List.of((boundaries instanceof Boundaries.Time) ? "k" : "id"), boundaries, catchAlls, null), lifecycle);
	}

	/** Months of ten years only. */
	private static final class Decade implements KeyCodec {

		private final KeyCodec months = new YearMonthCodec();

		@Override
		public boolean fits(KeyType type) {
			return this.months.fits(type);
		}

		@Override
		public String encode(Instant instant, KeyType type) {
			assertThat(instant).isBetween(earliest(), latest());
			return this.months.encode(instant, type);
		}

		@Override
		public Optional<Instant> decode(String literal, KeyType type) {
			return this.months.decode(literal, type);
		}

		@Override
		public Instant earliest() {
			return Instant.parse("2020-01-01T00:00:00Z");
		}

		@Override
		public Instant latest() {
			return Instant.parse("2029-12-31T23:59:59Z");
		}

	}

}

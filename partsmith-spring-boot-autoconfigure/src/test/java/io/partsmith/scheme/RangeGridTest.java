package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RangeGridTest {

	private static final TimeAxis MONTHS = new TimeAxis(Granularity.MONTH, ZoneOffset.UTC, KeyType.DATE);

	private static final RangeGrid GRID = new RangeGrid(MONTHS, 1);

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
			('2026-08-01') TO ('2026-09-01') | true
			('2026-08-10') TO ('2026-08-20') | true
			('2026-08-31') TO ('2026-09-01') | true
			('2026-08-01') TO ('2026-09-02') | false
			('2026-07-31') TO ('2026-09-01') | false
			('2026-08-15') TO ('2026-09-15') | false
			('2026-01-01') TO ('2027-01-01') | false
			(MINVALUE) TO ('2026-09-01')     | false
			('2026-08-01') TO (MAXVALUE)     | false
			('2026-08-01') TO ('infinity')   | false
			('-infinity') TO ('2026-09-01')  | false""")
	void ownsWhatIsAWindowOrLiesInOne(String bounds, boolean owned) {
		Extent extent = GRID.extent(PartitionBounds.parse("FOR VALUES FROM " + bounds)).orElseThrow();
		assertThat(GRID.owns(extent)).isEqualTo(owned);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DEFAULT", "FOR VALUES IN ('2026-08-01')", "FOR VALUES WITH (modulus 2, remainder 0)",
			"nonsense", "FOR VALUES FROM ('x') TO ('y')", "FOR VALUES FROM (NULL) TO ('2026-08-01')",
			"FOR VALUES FROM ('infinity') TO (MAXVALUE)", "FOR VALUES FROM (MINVALUE) TO ('-infinity')",
			"FOR VALUES FROM ('2026-08-01', MINVALUE) TO ('2026-09-01', MINVALUE)" })
	void readsNoExtentWhereThereIsNone(String bounds) {
		assertThat(GRID.extent(PartitionBounds.parse(bounds))).isEmpty();
	}

	@Test
	void aTrailingColumnThatCutsAWindowIsNoStretch() {
		RangeGrid composite = new RangeGrid(MONTHS, 2);
		assertThat(composite
			.extent(PartitionBounds.parse("FOR VALUES FROM ('2026-08-01', MINVALUE) TO ('2026-09-01', MINVALUE)")))
			.isPresent();
		assertThat(composite
			.extent(PartitionBounds.parse("FOR VALUES FROM ('2026-08-01', MINVALUE) TO (MAXVALUE, MAXVALUE)")))
			.isPresent();
		assertThat(
				composite.extent(PartitionBounds.parse("FOR VALUES FROM ('2026-08-01', '5') TO ('2026-09-01', '5')")))
			.isEmpty();
		assertThat(composite
			.extent(PartitionBounds.parse("FOR VALUES FROM ('2026-08-01', MINVALUE) TO ('2026-09-01', MAXVALUE)")))
			.isEmpty();
	}

	@Test
	void boundsOfACompositeKeyTrailOff() {
		Window august = MONTHS.windowAt(MONTHS.startOf(LocalDate.of(2026, 8, 15)));
		assertThat(new RangeGrid(MONTHS, 3).bounds(august).toSql())
			.isEqualTo("FOR VALUES FROM ('2026-08-01', MINVALUE, MINVALUE) TO ('2026-09-01', MINVALUE, MINVALUE)");
	}

	@ParameterizedTest
	@CsvSource({ "0,10,10,20,false", "0,10,9,20,true", "5,6,0,10,true", ",10,10,,false", ",10,9,,true", ",,0,1,true",
			"0,,5,,true", ",5,,3,true" })
	void extentsOverlapWhereTheyShareAPosition(Long from, Long to, Long otherFrom, Long otherTo, boolean overlap) {
		Extent one = new Extent(id(from), id(to));
		Extent other = new Extent(id(otherFrom), id(otherTo));
		assertThat(one.overlaps(other)).isEqualTo(overlap);
		assertThat(other.overlaps(one)).isEqualTo(overlap);
	}

	@Test
	void anExtentContainsItsStartButNotItsEnd() {
		Extent extent = new Extent(Position.Id.of(0), Position.Id.of(10));
		assertThat(extent.contains(Position.Id.of(0))).isTrue();
		assertThat(extent.contains(Position.Id.of(9))).isTrue();
		assertThat(extent.contains(Position.Id.of(10))).isFalse();
		assertThat(new Extent(null, null).contains(Position.Id.of(-5))).isTrue();
		assertThat(new Extent(null, Position.Id.of(3))).hasToString("[-infinity, 3)");
		assertThat(new Extent(Position.Id.of(3), null)).hasToString("[3, infinity)");
	}

	@Test
	void aWindowIsNeverEmpty() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Window(Position.Id.of(3), Position.Id.of(3)))
			.withMessageContaining("[3, 3)");
	}

	@Test
	void positionsOfTwoAxesCannotBeCompared() {
		Position time = MONTHS.startOf(LocalDate.of(2026, 8, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> time.isBefore(Position.Id.of(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Position.Id.of(1).isBefore(time));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			date                        | DATE
			timestamp without time zone | TIMESTAMP
			timestamp with time zone    | TIMESTAMPTZ
			smallint                    | SMALLINT
			integer                     | INTEGER
			bigint                      | BIGINT
			numeric                     | NUMERIC
			uuid                        | UUID
			text                        | TEXT""")
	void knowsTheColumnTypes(String name, KeyType type) {
		assertThat(KeyType.named(name)).contains(type);
		assertThat(type).hasToString(name);
	}

	@Test
	void boundariesFitSomeTypesOnly() {
		assertThat(KeyType.named("inet")).isEmpty();
		assertThat(KeyType.named("character varying")).contains(KeyType.TEXT);
		assertThat(KeyType.named("character")).contains(KeyType.TEXT);
		Boundaries.Time hours = new Boundaries.Time(Granularity.HOUR, ZoneOffset.UTC);
		assertThat(hours.over(KeyType.DATE)).isEmpty();
		assertThat(hours.over(KeyType.TIMESTAMP)).isPresent();
		assertThat(hours.over(KeyType.BIGINT)).isEmpty();
		assertThat(new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC).over(KeyType.DATE)).isPresent();
		Boundaries.Integers ids = new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO);
		assertThat(ids.over(KeyType.NUMERIC)).isPresent();
		assertThat(ids.over(KeyType.TIMESTAMPTZ)).isEmpty();
		assertThat(ids.over(KeyType.UUID)).isEmpty();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO, CursorSource.NEWEST_MEMBER))
			.withMessageContaining("sliding list");
		assertThatIllegalArgumentException().isThrownBy(() -> new Boundaries.Integers(BigInteger.ZERO, BigInteger.ZERO))
			.withMessageContaining("1 or more");
		assertThatIllegalArgumentException().isThrownBy(() -> new RangeScheme(List.of(), ids))
			.withMessageContaining("at least one column");
	}

	private static @Nullable Position id(@Nullable Long id) {
		return (id != null) ? Position.Id.of(id) : null;
	}

}

package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import io.partsmith.topology.Datum;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IntegerAxisTest {

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					1000, 0,          0,           0,          1000,       __0
					1000, 0,          999,         0,          1000,       __0
					1000, 0,          1000,        1000,       2000,       __1000
					1000, 0,          -1,          -1000,      0,          __m1000
					1000, 0,          -1000,       -1000,      0,          __m1000
					1000, 0,          -1001,       -2000,      -1000,      __m2000
					1000, 7,          6,           -993,       7,          __m993
					1000, 7,          7,           7,          1007,       __7
					10,   3000000000, 3000000039,  3000000030, 3000000040, __3000000030
					10,   -5,         4,           -5,         5,          __m5
					1,    0,          0,           0,          1,          __0
					1000, 0, 99999999999999999999999, 99999999999999999999000, 100000000000000000000000, __99999999999999999999000""")
	void divides(BigInteger step, BigInteger origin, BigInteger id, BigInteger from, BigInteger to, String suffix) {
		IntegerAxis axis = new IntegerAxis(step, origin, KeyType.NUMERIC);
		Window window = axis.windowAt(new Position.Id(id));
		assertThat(window).isEqualTo(new Window(new Position.Id(from), new Position.Id(to)));
		assertThat(axis.suffix(window)).isEqualTo(suffix);
		assertThat(axis.windowNamed(suffix)).contains(window);
	}

	@Test
	void theLastWindowOfATypeEndsAtMaxvalue() {
		IntegerAxis axis = new IntegerAxis(BigInteger.valueOf(1000), BigInteger.ZERO, KeyType.SMALLINT);
		Window last = axis.windowAt(Position.Id.of(32767));
		assertThat(new RangeGrid(axis, 1).bounds(last).toSql()).isEqualTo("FOR VALUES FROM ('32000') TO (MAXVALUE)");
		assertThat(new RangeGrid(axis, 2).bounds(last).toSql())
			.isEqualTo("FOR VALUES FROM ('32000', MINVALUE) TO (MAXVALUE, MAXVALUE)");
		assertThat(axis.holds(last)).isTrue();
		assertThat(axis.holds(axis.next(last))).isFalse();
	}

	@Test
	void theFirstWindowOfATypeBeginsAtMinvalue() {
		IntegerAxis axis = new IntegerAxis(BigInteger.valueOf(1000), BigInteger.ZERO, KeyType.SMALLINT);
		Window first = axis.windowAt(Position.Id.of(-32768));
		assertThat(new RangeGrid(axis, 1).bounds(first).toSql()).isEqualTo("FOR VALUES FROM (MINVALUE) TO ('-32000')");
		assertThat(axis.holds(first)).isTrue();
		assertThat(axis.holds(axis.previous(first))).isFalse();
	}

	@Test
	void theLastIdOfATypeIsStillALiteral() {
		IntegerAxis axis = new IntegerAxis(BigInteger.TWO, BigInteger.ONE, KeyType.SMALLINT);
		assertThat(axis.datum(Position.Id.of(32767))).isEqualTo(new Datum.Literal("32767"));
		assertThat(axis.datum(Position.Id.of(32768))).isEqualTo(Datum.MAXVALUE);
		assertThat(axis.datum(Position.Id.of(-32768))).isEqualTo(new Datum.Literal("-32768"));
		assertThat(axis.datum(Position.Id.of(-32769))).isEqualTo(Datum.MINVALUE);
	}

	@Test
	void aNumericKeyHasNoEnd() {
		IntegerAxis axis = new IntegerAxis(BigInteger.TEN, BigInteger.ZERO, KeyType.NUMERIC);
		BigInteger huge = BigInteger.TEN.pow(30);
		assertThat(axis.holds(axis.windowAt(new Position.Id(huge)))).isTrue();
		assertThat(axis.datum(new Position.Id(huge))).isEqualTo(new Datum.Literal(huge.toString()));
	}

	@ParameterizedTest
	@CsvSource({ "100, 100", "-100, -100", "100.000, 100", "0, 0", "99999999999999999999, 99999999999999999999" })
	void readsWhatPostgresPrints(String literal, BigInteger id) {
		assertThat(axis().end(new Datum.Literal(literal))).contains(End.at(new Position.Id(id)));
	}

	@Test
	void infinityLiesBeyondEveryPosition() {
		assertThat(axis().end(new Datum.Literal("Infinity"))).contains(End.ABOVE);
		assertThat(axis().end(new Datum.Literal("-Infinity"))).contains(End.BELOW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1.5", "NaN", "de", "2026-08-01" })
	void whatItCannotReadIsNoEnd(String literal) {
		assertThat(axis().end(new Datum.Literal(literal))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "__", "__m", "__x", "__500", "__-1000", "__01000", "__+1000", "__1m000", "__m0",
			"__1000_old", "__h3" })
	void anotherNameNamesNoWindow(String suffix) {
		assertThat(axis().windowNamed(suffix)).isEmpty();
	}

	@Test
	void noClockMovesIt() {
		assertThat(axis().at(Instant.EPOCH)).isEmpty();
		assertThat(axis().instantOf(Position.Id.of(5))).isEmpty();
	}

	@Test
	void windowsAreContiguousNamedApartAndReadBack() {
		Seeded.check(1000, (random) -> {
			IntegerAxis axis = axis(random);
			Position id = new Position.Id(id(random, axis.type()));
			Window window = axis.windowAt(id);
			assertThat(window.extent().contains(id)).isTrue();
			assertThat(axis.holds(window)).isTrue();
			Set<String> suffixes = new HashSet<>();
			for (int i = 0; i < 50 && axis.holds(window); i++) {
				String suffix = axis.suffix(window);
				assertThat(suffixes.add(suffix)).isTrue();
				assertThat(suffix.length()).as("%s on %s", suffix, axis).isLessThanOrEqualTo(axis.longestSuffix());
				assertThat(axis.windowNamed(suffix)).contains(window);
				assertThat(axis.next(window).from()).isEqualTo(window.to());
				assertThat(axis.previous(axis.next(window))).isEqualTo(window);
				readsBack(axis, window);
				window = axis.next(window);
			}
		});
	}

	private static void readsBack(IntegerAxis axis, Window window) {
		RangeGrid grid = new RangeGrid(axis, 2);
		Extent extent = grid.extent(grid.bounds(window)).orElseThrow();
		assertThat(extent.from()).isIn(window.from(), null);
		assertThat(extent.to()).isIn(window.to(), null);
		assertThat(grid.owns(extent)).isEqualTo(!extent.isUnbounded());
	}

	private static IntegerAxis axis(Random random) {
		KeyType type = Seeded.pick(random, KeyType.SMALLINT, KeyType.INTEGER, KeyType.BIGINT, KeyType.NUMERIC);
		BigInteger step = BigInteger.ONE.add(new BigInteger(1 + random.nextInt(20), random));
		return new IntegerAxis(step, BigInteger.valueOf(random.nextInt(2000) - 1000), type);
	}

	private static BigInteger id(Random random, KeyType type) {
		BigInteger greatest = type.greatest();
		BigInteger range = (greatest != null) ? greatest : BigInteger.TEN.pow(20);
		BigInteger id = new BigInteger(range.bitLength() - 1, random);
		return switch (random.nextInt(4)) {
			case 0 -> id.negate();
			case 1 -> (greatest != null) ? greatest : id;
			case 2 -> (greatest != null) ? greatest.add(BigInteger.ONE).negate() : id;
			default -> id;
		};
	}

	private static IntegerAxis axis() {
		return new IntegerAxis(BigInteger.valueOf(1000), BigInteger.ZERO, KeyType.NUMERIC);
	}

}

package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

import io.partsmith.topology.Datum;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyCodecTest {

	private static final Instant TWITTER = Instant.parse("2010-11-04T01:42:54.657Z");

	private static final Map<String, KeyCodec> CODECS = Map.of("timestamp", KeyCodec.TIMESTAMP, "uuidv7",
			KeyCodec.UUIDV7, "ulid", KeyCodec.ULID, "seconds", KeyCodec.EPOCH_SECONDS, "milliseconds",
			KeyCodec.EPOCH_MILLISECONDS, "microseconds", KeyCodec.EPOCH_MICROSECONDS, "snowflake",
			KeyCodec.snowflake(TWITTER));

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuidv7,       UUID,    2026-08-24T00:00:00Z,     01a03111-1c00-7000-8000-000000000000
			uuidv7,       UUID,    1970-01-01T00:00:00Z,     00000000-0000-7000-8000-000000000000
			ulid,         UUID,    2026-08-24T00:00:00Z,     01a03111-1c00-0000-0000-000000000000
			ulid,         TEXT,    2016-07-30T22:36:16.385Z, 01ARYZ6S410000000000000000
			ulid,         TEXT,    +10889-08-02T05:31:50.655Z, 7ZZZZZZZZZ0000000000000000
			seconds,      INTEGER, 2026-08-24T00:00:00Z,     1787529600
			seconds,      BIGINT,  1969-12-31T23:59:59Z,     -1
			milliseconds, BIGINT,  2026-08-24T00:00:00Z,     1787529600000
			milliseconds, BIGINT,  1969-12-31T23:59:59.999Z, -1
			microseconds, NUMERIC, 2026-08-24T00:00:00Z,     1787529600000000
			snowflake,    BIGINT,  2010-11-04T01:42:54.657Z, 0
			snowflake,    BIGINT,  2010-11-04T01:42:54.658Z, 4194304
			timestamp,    DATE,    2026-08-24T00:00:00Z,     2026-08-24""")
	void writesTheLeastKeyOfAnInstant(String codec, KeyType type, Instant instant, String key) {
		assertThat(codec(codec).encode(instant, type)).isEqualTo(key);
		assertThat(codec(codec).decode(key, type)).contains(instant);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuidv7,       UUID,    01a03111-1c00-0000-0000-000000000000, 2026-08-24T00:00:00Z
			seconds,      NUMERIC, 1787529600.00,                        2026-08-24T00:00:00Z
			seconds,      INTEGER, -1,                                   1969-12-31T23:59:59Z""")
	void readsWhatOthersWrote(String codec, KeyType type, String key, Instant instant) {
		assertThat(codec(codec).decode(key, type)).contains(instant);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuidv7,       UUID,    01a03111-1c00-7000-8000-000000000001
			uuidv7,       UUID,    01a03111-1c00-4000-8000-000000000000
			uuidv7,       UUID,    2026-08-24
			ulid,         UUID,    01a03111-1c00-7000-8000-000000000000
			ulid,         TEXT,    01ARYZ6S410000000000000001
			ulid,         TEXT,    01aryz6s410000000000000000
			ulid,         TEXT,    8ZZZZZZZZZ0000000000000000
			ulid,         TEXT,    m
			ulid,         TEXT,    infinity
			seconds,      NUMERIC, 1787529600.5
			seconds,      NUMERIC, NaN
			seconds,      BIGINT,  9223372036854775807
			seconds,      NUMERIC, 99999999999999999999999999
			snowflake,    BIGINT,  4194305
			snowflake,    BIGINT,  -4194304
			snowflake,    NUMERIC, 9223372036854775808
			timestamp,    DATE,    soon""")
	void whatIsForeignIsNoInstant(String codec, KeyType type, String key) {
		assertThat(codec(codec).decode(key, type)).isEmpty();
	}

	@Test
	void s97_edgesAreContiguousAndRiseWithTime() {
		Seeded.check(2000, (random) -> {
			String name = Seeded.pick(random, CODECS.keySet().toArray(String[]::new));
			KeyCodec codec = codec(name);
			KeyType type = Seeded.pick(random, KeyType.values());
			if (!codec.fits(type) || type.isTime() || type == KeyType.SMALLINT) {
				return;
			}
			Instant one = TWITTER.plusMillis(random.nextLong(1_000_000_000_000L)).truncatedTo(ChronoUnit.SECONDS);
			Instant other = one.plusSeconds(1 + random.nextInt(100_000_000));
			assertThat(codec.decode(codec.encode(one, type), type)).contains(one);
			String least = codec.encode(one, type);
			String later = codec.encode(other, type);
			int order = type.isInteger() ? new BigInteger(least).compareTo(new BigInteger(later))
					: least.compareTo(later);
			assertThat(order).as("%s %s %s %s", name, type, least, later).isNegative();
			assertThat(codec.encode(one.plusNanos(999_999), type)).isEqualTo(name.equals("microseconds")
					? new BigInteger(least).add(BigInteger.valueOf(999)).toString() : least);
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuidv7,    UUID,    01a03111-1c00-7fff-bfff-ffffffffffff, 2026-08-24T00:00:00Z
			uuidv7,    UUID,    00000000-0000-0000-0000-000000000000,
			uuidv7,    UUID,    01a03111-1c00-4fff-bfff-ffffffffffff,
			uuidv7,    UUID,    01a03111-1c00-7fff-cfff-ffffffffffff,
			ulid,      UUID,    01a03111-1c00-4fff-ffff-ffffffffffff, 2026-08-24T00:00:00Z
			ulid,      TEXT,    01ARYZ6S41ZZZZZZZZZZZZZZZZ,           2016-07-30T22:36:16.385Z
			ulid,      TEXT,    01aryz6s41zzzzzzzzzzzzzzzz,
			ulid,      TEXT,    8ZZZZZZZZZ0000000000000000,
			seconds,   NUMERIC, 1787529600.5,                         2026-08-24T00:00:00Z
			seconds,   NUMERIC, -0.5,                                 1969-12-31T23:59:59Z
			seconds,   NUMERIC, NaN,
			snowflake, BIGINT,  4194303,                              2010-11-04T01:42:54.657Z
			snowflake, NUMERIC, 8388607.9,                            2010-11-04T01:42:54.658Z
			snowflake, NUMERIC, -0.5,
			snowflake, NUMERIC, 9223372036854775808,
			timestamp, DATE,    -infinity,""")
	void readsTheKeysOfRows(String codec, KeyType type, String key, Instant instant) {
		assertThat(codec(codec).instantOf(key, type)).isEqualTo(Optional.ofNullable(instant));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuidv7,    UUID,     1969-06-01T00:00:00Z, false
			uuidv7,    UUID,     1969-12-31T00:00:00Z, false
			uuidv7,    UUID,     1970-01-01T00:00:00Z, true
			ulid,      TEXT,     +10889-08-01T00:00:00Z, true
			ulid,      TEXT,     +10889-09-01T00:00:00Z, false
			snowflake, BIGINT,   2010-11-03T00:00:00Z, false
			snowflake, BIGINT,   2010-11-04T00:00:00Z, true
			snowflake, BIGINT,   2080-07-01T00:00:00Z, true
			snowflake, BIGINT,   2080-07-11T00:00:00Z, false
			seconds,   SMALLINT, 1970-01-01T00:00:00Z, true
			seconds,   SMALLINT, 1970-01-02T00:00:00Z, false
			seconds,   INTEGER,  2038-01-19T00:00:00Z, true
			seconds,   INTEGER,  2038-01-20T00:00:00Z, false
			seconds,   INTEGER,  1901-12-12T00:00:00Z, false
			seconds,   BIGINT,   1901-12-12T00:00:00Z, true
			timestamp, DATE,     0044-12-12T00:00:00Z, true
			timestamp, DATE,     0001-01-01T00:00:00Z, true
			timestamp, DATE,     0000-12-31T00:00:00Z, false
			timestamp, TIMESTAMP, +294276-12-31T00:00:00Z, true
			timestamp, TIMESTAMP, +294277-01-01T00:00:00Z, false""")
	void aWindowBeyondTheKeysIsNotHeld(String codec, KeyType type, Instant instant, boolean held) {
		Axis axis = new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC, codec(codec)).over(type).orElseThrow();
		assertThat(axis.holds(axis.windowAt(new Position.Time(instant)))).isEqualTo(held);
	}

	@Test
	void theFirstAndTheLastWindowEndWithTheirType() {
		assertEdges(KeyCodec.EPOCH_SECONDS, KeyType.INTEGER, "2038-01-19T00:00:00Z", new Datum.Literal("2147472000"),
				Datum.MAXVALUE);
		assertEdges(KeyCodec.EPOCH_SECONDS, KeyType.INTEGER, "1901-12-13T21:00:00Z", Datum.MINVALUE,
				new Datum.Literal("-2147472000"));
		assertEdges(KeyCodec.snowflake(TWITTER), KeyType.BIGINT, "2010-11-04T12:00:00Z", new Datum.Literal("0"),
				new Datum.Literal("336489477046272"));
	}

	private static void assertEdges(KeyCodec codec, KeyType type, String instant, Datum from, Datum to) {
		Axis axis = new TimeAxis(Granularity.DAY, ZoneOffset.UTC, type, codec);
		Window window = axis.windowAt(new Position.Time(Instant.parse(instant)));
		RangeGrid grid = new RangeGrid(axis, 1);
		assertThat(grid.bounds(window).from()).containsExactly(from);
		assertThat(grid.bounds(window).to()).containsExactly(to);
		assertThat(grid.extent(grid.bounds(window))).contains(window.extent());
	}

	@Test
	void p37_anEpochKeyIsNamedByItsDates() {
		Axis axis = new TimeAxis(Granularity.WEEK, ZoneId.of("Europe/Berlin"), KeyType.BIGINT,
				KeyCodec.EPOCH_MILLISECONDS);
		Window window = axis.windowAt(new Position.Time(Instant.parse("2026-08-26T00:00:00Z")));
		assertThat(axis.suffix(window)).isEqualTo("__2026_w35");
		assertThat(axis.datum(window.from())).isEqualTo(new Datum.Literal("1787522400000"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuidv7,    'uuid'
			ulid,      'uuid or text'
			seconds,   'smallint, integer, bigint or numeric'
			snowflake, 'bigint or numeric'
			timestamp, 'date, timestamp without time zone or timestamp with time zone'""")
	void fitsSomeTypesOnly(String codec, String types) {
		assertThat(new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC, codec(codec)).fittingTypes()).isEqualTo(types);
	}

	@Test
	void aBeanThatDoesNotReadWhatItWroteIsFoundOut() {
		NamedCodec months = new NamedCodec("months", new YearMonthCodec());
		Axis axis = new TimeAxis(Granularity.MONTH, ZoneOffset.UTC, KeyType.INTEGER, months);
		Window august = axis.windowAt(new Position.Time(Instant.parse("2026-08-28T00:00:00Z")));
		assertThat(axis.datum(august.from())).isEqualTo(new Datum.Literal("202608"));
		assertThat(axis.end(new Datum.Literal("202613"))).isEmpty();
		Axis days = new TimeAxis(Granularity.DAY, ZoneOffset.UTC, KeyType.INTEGER, months);
		Window day = days.windowAt(new Position.Time(Instant.parse("2026-08-28T00:00:00Z")));
		assertThatExceptionOfType(BrokenContractException.class).isThrownBy(() -> days.datum(day.from()))
			.withMessageContaining("The codec months writes 2026-08-28T00:00:00Z as '202608'");
		assertThat(months).hasToString("months");
		assertThat(new NamedCodec("all", new YearMonthCodec()).fits(KeyType.DATE)).isFalse();
	}

	@Test
	void anApplicationAsksWithTheSameBounds() {
		KeyBounds uuids = KeyBounds.of(KeyCodec.UUIDV7, KeyType.UUID);
		assertThat(uuids.lowerBound(Instant.parse("2026-08-24T00:00:00.0004Z")))
			.isEqualTo("01a03111-1c00-7000-8000-000000000000");
		assertThat(uuids.lowerBound(Instant.parse("1950-01-01T00:00:00Z")))
			.isEqualTo("00000000-0000-7000-8000-000000000000");
		Boundaries.Time berlin = new Boundaries.Time(Granularity.DAY, ZoneId.of("Europe/Berlin"));
		Instant midnight = Instant.parse("2026-08-23T22:00:00Z");
		assertThat(KeyBounds.of(berlin, KeyType.TIMESTAMP).lowerBound(midnight)).isEqualTo("2026-08-24 00:00:00");
		assertThat(KeyBounds.of(berlin, KeyType.TIMESTAMPTZ).lowerBound(midnight)).isEqualTo("2026-08-23 22:00:00+00");
		assertThat(KeyBounds.of(berlin, KeyType.DATE).lowerBound(midnight)).isEqualTo("2026-08-24");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyBounds.of(KeyCodec.UUIDV7, KeyType.TEXT))
			.withMessageContaining("uuidv7 does not fit a column of the type text");
	}

	private static KeyCodec codec(String name) {
		return Optional.ofNullable(CODECS.get(name)).orElseThrow();
	}

}

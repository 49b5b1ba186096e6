package io.partsmith.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.execution.Issue;
import io.partsmith.plan.FindingCode;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.YearMonthCodec;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Which rows leave DEFAULT, by their keys, on a real database. */
@PostgresTest
class DrainedKeysTest {

	private static final String TODAY = "2026-08-26T12:00:00Z";

	private CatalogProbe catalog;

	private PostgresDatabase db;

	@BeforeEach
	void probe(PostgresDatabase database) {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
	}

	private void make(String type, String... keys) {
		this.db.execute("CREATE TABLE k (id " + type + " NOT NULL) PARTITION BY RANGE (id)",
				"CREATE TABLE rest PARTITION OF k DEFAULT");
		for (String key : keys) {
			this.db.execute("INSERT INTO k VALUES ('" + key + "')");
		}
	}

	private static TablePartitionConfig days(KeyCodec codec) {
		return k(new Boundaries.Time(Granularity.DAY, UTC, codec));
	}

	private static TablePartitionConfig k(Boundaries boundaries) {
		return new TablePartitionConfig("k", RelationName.parse("public.k"), new RangeScheme(List.of("id"), boundaries),
				Tables.ahead(2));
	}

	private PartitionedData drain(TablePartitionConfig config) {
		return Engine.on(this.db, TODAY).service(config).partitions("k").partitionData(1000);
	}

	private List<String> rest() {
		return this.db.queryStrings("SELECT id::text FROM rest ORDER BY rest.id");
	}

	/** Keys in the middle of 2026-08-16, 2026-08-17 and 2026-08-26. */
	static Stream<Arguments> keys() {
		KeyCodec discord = KeyCodec.snowflake(Instant.parse("2015-01-01T00:00:00Z"));
		String[] uuids = { "01a00a71-69ff-7abc-9def-0123456789ab", "01a00f97-c5ff-7abc-9def-0123456789ab",
				"01a03df1-01ff-7abc-9def-0123456789ab" };
		String[] ulids = { "01M0572TFZABCDEFGHJKMNPQRS", "01M07SFHFZABCDEFGHJKMNPQRS", "01M0YZ20FZABCDEFGHJKMNPQRS" };
		String[] ids = { "1538517683400705695", "1538880071266305695", "1542141562056705695" };
		return Stream.of(arguments(KeyCodec.UUIDV7, "uuid", uuids), arguments(KeyCodec.ULID, "uuid", uuids),
				arguments(KeyCodec.ULID, "text", ulids), arguments(KeyCodec.ULID, "char(26)", ulids),
				arguments(discord, "bigint", ids), arguments(discord, "numeric(21,2)", ids),
				arguments(KeyCodec.EPOCH_SECONDS, "numeric(12,2)",
						new String[] { "1786881600.25", "1786968000.5", "1787745600.75" }));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void aKeyInTheMiddleOfItsWindowMoves(KeyCodec codec, String type, String[] keys) {
		make(type, keys);
		TablePartitionConfig k = days(codec);
		Engine.on(this.db, TODAY).run(k);
		PartitionedData done = drain(k);
		assertThat(done.issues()).isEmpty();
		assertThat(done.complete()).isTrue();
		assertThat(this.catalog.partitions("k")).containsExactly("k__2026_08_16", "k__2026_08_17", "k__2026_08_26",
				"k__2026_08_27", "rest");
		assertThat(this.catalog.rows("k__2026_08_16")).isEqualTo(1);
		assertThat(this.catalog.rows("k__2026_08_17")).isEqualTo(1);
		assertThat(this.catalog.rows("k__2026_08_26")).isEqualTo(1);
		assertThat(rest()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			timestamptz, -infinity, infinity, 2026-08-16 10:00:00+00
			timestamp,   0044-03-15 00:00:00 BC, infinity, 2026-08-16 10:00:00
			date,        -infinity, 5874897-12-31, 2026-08-16""")
	void aTimeThatNoWindowHoldsStaysAlone(String type, String low, String high, String key) {
		make(type, low, low, high, key);
		assertOneMoved(drain(days(KeyCodec.TIMESTAMP)), low, "k__2026_08_16", 3);
	}

	@Test
	void aNumberThatNoWindowHoldsStaysAlone() {
		make("numeric", "NaN", "10500", "1500.5");
		PartitionedData done = drain(Tables.ids("public.k", "id", 1000, 0, Tables.ahead(1)));
		assertThat(done.rows()).isEqualTo(2);
		assertThat(this.catalog.partitions("k")).containsExactly("k__1000", "k__10000", "rest");
		assertThat(rest()).containsExactly("NaN");
		assertThat(done.issues()).singleElement()
			.satisfies((issue) -> assertThat(issue.message()).contains("the key NaN lies in no window"));
	}

	private void assertOneMoved(PartitionedData done, String first, String into, int left) {
		assertThat(done.error()).isNull();
		assertThat(done.rows()).isEqualTo(1);
		assertThat(done.complete()).isFalse();
		assertThat(this.catalog.partitions("k")).containsExactly(into, "rest");
		assertThat(this.catalog.rows(into)).isEqualTo(1);
		assertThat(rest()).hasSize(left);
		Issue told = done.issues().get(0);
		assertThat(done.issues()).hasSize(1);
		assertThat(told.code()).isEqualTo(FindingCode.DEFAULT_HOLDS_ROWS);
		assertThat(told.message()).contains("public.rest").contains(first.replace(" BC", "")).contains("no window");
		assertThat(told.next()).doesNotContain("other issues");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			uuid,   00000000-0000-0000-0000-000000000000, 01a00a71-69ff-7abc-9def-0123456789ab
			uuid,   f47ac10b-58cc-4372-a567-0e02b2c3d479, 01a00a71-69ff-7abc-9def-0123456789ab
			uuid,   019f0a7a-d1ff-4abc-9def-0123456789ab, 01a00a71-69ff-7abc-9def-0123456789ab""")
	void whatIsNoKeyOfItsCodecStaysWithoutAPartition(String type, String odd, String key) {
		make(type, odd, key);
		assertOneMoved(drain(days(KeyCodec.UUIDV7)), odd, "k__2026_08_16", 1);
		MaintenanceResult run = Engine.on(this.db, TODAY).run(days(KeyCodec.UUIDV7));
		assertThat(run.issues()).noneMatch((issue) -> issue.code() == FindingCode.HORIZON_CAPPED);
	}

	@Test
	void whatIsNoKeyOfItsCodecGoesWithTheWindowThatHoldsIt() {
		make("uuid", "01a00a71-69ff-4abc-9def-0123456789ab", "01a00a71-69ff-7abc-9def-0123456789ab");
		PartitionedData done = drain(days(KeyCodec.UUIDV7));
		assertThat(done.issues()).isEmpty();
		assertThat(done.complete()).isTrue();
		assertThat(this.catalog.rows("k__2026_08_16")).isEqualTo(2);
	}

	@Test
	void manyKeysThatNoWindowHoldsAreToldOnce() {
		make("bigint", "1538517683400705695");
		this.db.execute("INSERT INTO k SELECT -g FROM generate_series(1, 2500) AS g");
		KeyCodec discord = KeyCodec.snowflake(Instant.parse("2015-01-01T00:00:00Z"));
		assertOneMoved(drain(days(discord)), "-2500", "k__2026_08_16", 2500);
	}

	/** As a text, 10500 is the smallest. */
	@Test
	void theSmallestNumberComesFirst() {
		make("bigint", "2500", "10500");
		this.db.execute("CREATE TABLE odd PARTITION OF k FOR VALUES FROM (10600) TO (11600)");
		PartitionedData done = drain(Tables.ids("public.k", "id", 1000, 0, Tables.ahead(1)));
		assertThat(done.complete()).isFalse();
		assertThat(this.catalog.rows("k__2000")).isEqualTo(1);
		assertThat(rest()).containsExactly("10500");
	}

	@Test
	@Timeout(60)
	void whatACodecOfTheApplicationReadsAheadOfItsKeyEndsTheDrain() {
		make("integer", "202608", "202699");
		TablePartitionConfig k = k(new Boundaries.Time(Granularity.MONTH, UTC, new Lenient(new YearMonthCodec())));
		PartitionedData done = drain(k);
		assertThat(done.rows()).isEqualTo(1);
		assertThat(done.complete()).isFalse();
		assertThat(rest()).containsExactly("202699");
	}

	/** Reads the month 99 as the first one. */
	private record Lenient(KeyCodec codec) implements KeyCodec {

		@Override
		public boolean fits(KeyType type) {
			return this.codec.fits(type);
		}

		@Override
		public String encode(Instant instant, KeyType type) {
			return this.codec.encode(instant, type);
		}

		@Override
		public Optional<Instant> decode(String literal, KeyType type) {
			return this.codec.decode(literal.replace("99", "01"), type);
		}

	}

}

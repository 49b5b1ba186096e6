package io.partsmith.topology;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.partsmith.topology.PartitionBounds.Default;
import io.partsmith.topology.PartitionBounds.Range;
import io.partsmith.topology.PartitionBounds.Residue;
import io.partsmith.topology.PartitionBounds.Unreadable;
import io.partsmith.topology.PartitionBounds.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class BoundParserTest {

	@ParameterizedTest
	@MethodSource
	void reads(String text, PartitionBounds bounds) {
		assertThat(PartitionBounds.parse(text)).isEqualTo(bounds);
	}

	static Stream<Arguments> reads() {
		return Stream.of(arguments("DEFAULT", new Default()),
				arguments("FOR VALUES FROM ('2026-08-01 00:00:00+00') TO ('2026-09-01 00:00:00+00')",
						range(literal("2026-08-01 00:00:00+00"), literal("2026-09-01 00:00:00+00"))),
				arguments("FOR VALUES FROM (100) TO (200)", range(literal("100"), literal("200"))),
				arguments("FOR VALUES FROM ('100') TO ('200')", range(literal("100"), literal("200"))),
				arguments("FOR VALUES FROM ('-32768') TO (0)", range(literal("-32768"), literal("0"))),
				arguments("FOR VALUES FROM (1.5) TO ('2')", range(literal("1.5"), literal("2"))),
				arguments("FOR VALUES FROM (MINVALUE) TO (MAXVALUE)", range(Datum.MINVALUE, Datum.MAXVALUE)),
				arguments("FOR VALUES FROM ('MINVALUE') TO ('MAXVALUE')",
						range(literal("MINVALUE"), literal("MAXVALUE"))),
				arguments("FOR VALUES FROM ('infinity') TO (MAXVALUE)", range(literal("infinity"), Datum.MAXVALUE)),
				arguments("FOR VALUES FROM ('2026-08-01', MINVALUE, 7) TO ('2026-09-01', MINVALUE, '8')",
						new Range(List.of(literal("2026-08-01"), Datum.MINVALUE, literal("7")),
								List.of(literal("2026-09-01"), Datum.MINVALUE, literal("8")))),
				arguments("FOR VALUES FROM (') TO (') TO ('FOR VALUES IN (1)')",
						range(literal(") TO ("), literal("FOR VALUES IN (1)"))),
				arguments("FOR VALUES IN ('de', 'fr')", new Values(List.of(literal("de"), literal("fr")))),
				arguments("FOR VALUES IN (NULL, 'NULL')", new Values(List.of(Datum.NULL, literal("NULL")))),
				arguments("FOR VALUES IN ('it''s', '''', '''''')",
						new Values(List.of(literal("it's"), literal("'"), literal("''")))),
				arguments("FOR VALUES IN ('')", new Values(List.of(literal("")))),
				arguments("FOR VALUES IN ('a, b', '(c)', ' d ', '\"e\"', 'f\\', 'g\nh')",
						new Values(List.of(literal("a, b"), literal("(c)"), literal(" d "), literal("\"e\""),
								literal("f\\"), literal("g\nh")))),
				arguments("FOR VALUES IN (true)", new Values(List.of(literal("true")))),
				arguments("FOR VALUES IN ('Zürich', '東京')", new Values(List.of(literal("Zürich"), literal("東京")))),
				arguments("FOR VALUES WITH (modulus 4, remainder 3)", new Residue(4, 3)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "default partition", "DEFAULT x", "DEFAULTS", "FOR", "FOR VALUES",
			"FOR VALUES FROM", "FOR VALUES FROM (", "FOR VALUES FROM ()", "FOR VALUES FROM () TO ()",
			"FOR VALUES FROM (1) TO (2) x", "FOR VALUES FROM (1) TO (2))", "FOR VALUES FROM (1,) TO (2)",
			"FOR VALUES FROM (1) (2)", "FOR VALUES FROM ('1) TO (2)", "FOR VALUES FROM ('1'2) TO (2)",
			"FOR VALUES FROM (MINVALUES) TO x", "FOR VALUES IN", "FOR VALUES IN (", "FOR VALUES IN ('a' 'b')",
			"FOR VALUES IN ('a'", "FOR VALUES IN ('a')) OR ('b')", "FOR VALUES WITH (modulus four, remainder 1)",
			"FOR VALUES WITH (modulus 4)", "FOR VALUES WITH (modulus 99999999999, remainder 1)", "FORVALUES IN (1)",
			"FOR VALUES IN (1); DROP TABLE events", "CHECK (x > 0)" })
	void keepsWhatItCannotReadAsItIs(String text) {
		PartitionBounds bounds = PartitionBounds.parse(text);
		assertThat(bounds).isEqualTo(new Unreadable(text));
		assertThat(bounds.toSql()).isEqualTo(text);
	}

	@Test
	void writesLiteralsQuotedAndKeywordsBare() {
		assertThat(range(Datum.MINVALUE, literal("it's")).toSql()).isEqualTo("FOR VALUES FROM (MINVALUE) TO ('it''s')");
		assertThat(new Values(List.of(Datum.NULL, literal("NULL"))).toSql()).isEqualTo("FOR VALUES IN (NULL, 'NULL')");
		assertThat(new Residue(4, 0).toSql()).isEqualTo("FOR VALUES WITH (modulus 4, remainder 0)");
		assertThat(new Default().toSql()).isEqualTo("DEFAULT");
	}

	@Test
	void whatIsWrittenIsReadBack() {
		Seeded.check(2000, (random) -> {
			PartitionBounds bounds = random(random);
			assertThat(PartitionBounds.parse(bounds.toSql())).isEqualTo(bounds);
		});
	}

	@Test
	void neverFailsOnMutilatedText() {
		Seeded.check(2000, (random) -> {
			StringBuilder text = new StringBuilder(random(random).toSql());
			for (int i = 0; i < 3 && text.length() > 0; i++) {
				int at = random.nextInt(text.length());
				if (random.nextBoolean()) {
					text.deleteCharAt(at);
				}
				else {
					text.insert(at, Seeded.pick(random, "'", "(", ")", ",", " ", "x", "NULL"));
				}
			}
			assertThat(PartitionBounds.parse(text.toString())).isNotNull();
		});
	}

	private static PartitionBounds random(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> new Default();
			case 1 -> new Residue(1 + random.nextInt(100), random.nextInt(100));
			case 2 -> new Values(data(random, 1 + random.nextInt(5)));
			default -> {
				int columns = 1 + random.nextInt(3);
				yield new Range(data(random, columns), data(random, columns));
			}
		};
	}

	private static List<Datum> data(Random random, int count) {
		return Stream.generate(() -> datum(random)).limit(count).toList();
	}

	private static Datum datum(Random random) {
		return Seeded.pick(random, Datum.MINVALUE, Datum.MAXVALUE, Datum.NULL, literal("" + random.nextLong()),
				literal(garble(random)), literal(garble(random)));
	}

	private static String garble(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i > 0; i--) {
			text.append(Seeded.pick(random, "'", "''", ",", "(", ")", " ", "\\", "\"", "a", "Ö", "NULL", "\n",
					"MAXVALUE", ") TO ('"));
		}
		return text.toString();
	}

	private static Range range(Datum from, Datum to) {
		return new Range(List.of(from), List.of(to));
	}

	private static Datum literal(String text) {
		return new Datum.Literal(text);
	}

}

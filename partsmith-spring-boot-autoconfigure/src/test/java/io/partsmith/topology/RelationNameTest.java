package io.partsmith.topology;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RelationNameTest {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			events                    | public    | events
			public.events             | public    | events
			metrics.telemetry         | metrics   | telemetry
			"my.schema"."My Events"   | my.schema | My Events
			"public"."events"         | public    | events
			public."Events"           | public    | Events
			public.Events             | public    | Events
			"a""b".c                  | a"b       | c
			Straße.Übergänge          | Straße    | Übergänge
			order                     | public    | order
			public.2026-events        | public    | 2026-events""")
	void reads(String text, String schema, String name) {
		assertThat(RelationName.parse(text)).isEqualTo(new RelationName(schema, name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a.", ".a", "a..b", "\"\"", "\"\".a", "a b", " events", "events ", "a\tb", "a\"b",
			"\"a", "\"a\"\"", "\"a\"b", "\"a\" .b", "a.b.c", "db.public.events" })
	void refuses(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RelationName.parse(text))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void tellsHowToWriteARefusedName() {
		assertThatIllegalArgumentException().isThrownBy(() -> RelationName.parse("public.My Events"))
			.withMessageContaining("in double quotes");
		assertThatIllegalArgumentException().isThrownBy(() -> RelationName.parse("a.b.c"))
			.withMessageContaining("3 parts")
			.withMessageContaining("schema.table");
		assertThatIllegalArgumentException().isThrownBy(() -> RelationName.parse("\"a"))
			.withMessageContaining("no closing double quote");
	}

	@Test
	void refusesEmptyParts() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RelationName("", "events"));
		assertThatIllegalArgumentException().isThrownBy(() -> new RelationName("public", ""));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			events      | events
			_events     | _events
			e1          | e1
			1e          | "1e"
			Events      | "Events"
			my events   | "my events"
			my.events   | "my.events"
			a"b         | "a""b"
			it's        | "it's"
			a-b         | "a-b"
			a$b         | "a$b"
			käse        | "käse"
			order       | "order"
			user        | "user"
			timestamp   | "timestamp"
			name        | name
			partition   | partition""")
	void quotesAsQuoteIdentDoes(String identifier, String quoted) {
		assertThat(RelationName.quoteIdentifier(identifier)).isEqualTo(quoted);
	}

	@Test
	void prefersSafetyOverBeautyForAnEmptyIdentifier() {
		assertThat(RelationName.quoteIdentifier("")).isEqualTo("\"\"");
	}

	@Test
	void countsBytesNotCharacters() {
		assertThat(new RelationName("public", "a".repeat(63)).nameBytes()).isEqualTo(63);
		assertThat(new RelationName("public", "ä".repeat(32)).nameBytes()).isEqualTo(64);
		assertThat(new RelationName("public", "😀").nameBytes()).isEqualTo(4);
	}

	@Test
	void aSiblingKeepsTheSchema() {
		assertThat(RelationName.parse("\"My S\".t").sibling("t__2026")).hasToString("\"My S\".t__2026");
	}

	@Test
	void isOrderedBySchemaThenName() {
		assertThat(RelationName.parse("a.z")).isLessThan(RelationName.parse("b.a"));
		assertThat(RelationName.parse("a.y")).isLessThan(RelationName.parse("a.z"));
	}

	@Test
	void whatIsWrittenIsReadBack() {
		Seeded.check(2000, (random) -> {
			RelationName name = new RelationName(part(random), part(random));
			assertThat(RelationName.parse(name.toString())).isEqualTo(name);
		});
	}

	private static String part(Random random) {
		StringBuilder part = new StringBuilder();
		for (int i = 1 + random.nextInt(6); i > 0; i--) {
			part.append(Seeded.pick(random, "a", "B", "7", "_", ".", "\"", " ", "'", "$", "ü", "😀", "select", "-",
					"\n", "%", "?", "{}", ":"));
		}
		return part.toString();
	}

}

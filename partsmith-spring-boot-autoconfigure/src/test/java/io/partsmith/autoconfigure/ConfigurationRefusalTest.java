package io.partsmith.autoconfigure;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a user reads when the YAML alone is wrong. */
class ConfigurationRefusalTest {

	private static final String FLAT = "partition-column: c, granularity: month";

	private static final String IDS = "partition-column: c, step: 100";

	private static final String TIME = "scheme: { method: range, key: c, boundaries: { kind: time, granularity: day } }";

	private static final String INTEGER = "scheme: { method: range, key: c, boundaries: { kind: integer, step: 9 } }";

	@Test
	void refusesADurationWithoutAUnit() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    my_events:
				      partition-column: created_at
				      granularity: month
				      retention-age: 90
				""")).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables.my_events.retention-age
				    Value: "90"
				    Origin: application.yml - 6:22
				    Reason: '90' has no unit: write 90d for days, 90h for hours, 90m for minutes, or P90M for months

				Action:

				Correct the value of partsmith.tables.my_events.retention-age.
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "execution.lock-timeout", "execution.statement-timeout", "execution.max-clock-skew",
			"execution.lock-budget", "execution.max-inflicted", "execution.analyze.timeout",
			"schedule.create.lock-at-most-for", "schedule.create.lock-at-least-for", "schedule.retire.lock-at-most-for",
			"schedule.retire.lock-at-least-for", "health.refresh", "health.runway-warning", "health.runway-critical",
			"defaults.retention-age", "defaults.drop-grace", "defaults.lifecycle.retention.age",
			"defaults.lifecycle.drop.grace", "tables.e.retention-age", "tables.e.drop-grace",
			"tables.e.lifecycle.retention.age", "tables.e.lifecycle.drop.grace", "tables.e.lifecycle.columnar-after" })
	void refusesEveryDurationWithoutAUnit(String property) {
		assertThat(refusal("partsmith." + property + ": 10")).contains("Property: partsmith." + property + "\n",
				"Origin: application.yml - 1:", "'10' has no unit");
		assertThat(refusal("partsmith." + property + ": \"10\"")).contains("'10' has no unit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "execution.lock-timeout", "schedule.create.lock-at-least-for", "hooks.create-timeout",
			"commands.kill-after", "patroni.timeout" })
	void advisesAShortUnitWhereNothingLastsForDays(String property) {
		assertThat(refusal("partsmith." + property + ": 300"))
			.contains("write 300ms for milliseconds, 300s for seconds, or 300m for minutes\n")
			.doesNotContain("300d", "P300M");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			INTEGER + " | P30D | partsmith.tables.e.lifecycle.columnar-after | no clock tells how long ago they ended",
			TIME + " | 30m | partsmith.tables.e.lifecycle.columnar-after | less than an hour",
			TIME + ", leaves: { kind: foreign, server: far } | P30D | lifecycle.columnar-after | neither a foreign nor",
			TIME + ", leaves: { kind: local, unlogged: true } | P30D | lifecycle.columnar-after | an unlogged table can" })
	void refusesColumnsWhereTheyMeanNothing(String table, String after, String key, String reason) {
		assertThat(refusal("partsmith.tables.e: { " + table + ", lifecycle: { columnar-after: " + after + " } }"))
			.contains(key, reason);
	}

	@Test
	void tellsAnUnknownKeyOnceWhateverStandsBelowIt() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    e:
				      scheme:
				        method: range
				        key: c
				        chidl: { method: hash, key: k, modulus: 4 }
				""")).startsWith("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables.e.scheme.chidl
				    Beside: partsmith.tables.e.scheme.chidl.key in application.yml - 7:37
				    Reason: there is no key 'chidl' here; did you mean 'child'?

				Action:
				""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "limits: { max-units-per-run: 3 } | lifecycle: {",
			"every: PT15M | every: PT15M } }", "calendar: fiscal | calendar: fiscal } }" })
	void saysWhereAKeyOfTheComposedSpellingStands(String key, String example) {
		assertThat(refusal("partsmith.tables.e: { " + FLAT + ", " + key + " }"))
			.contains("belongs to the composed spelling", example)
			.doesNotContain("did you mean");
	}

	@ParameterizedTest
	@ValueSource(strings = { TIME + ", retention: P90D", TIME + ", retention: { kind: keep-for, age: P90D }",
			FLAT + ", retention: { kind: keep-newest, count: 3 }" })
	void saysThatRetentionStandsInALifecycle(String entry) {
		assertThat(refusal("partsmith.tables.e: { " + entry + " }"))
			.contains("'retention' belongs to the composed spelling",
					"lifecycle: { retention: { kind: keep-for, age: P90D } }")
			.doesNotContain("did you mean");
		assertThat(refusal("partsmith.tables.e: { " + FLAT + ", retention: P90D }"))
			.contains("did you mean 'retention-age'?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "007 | 7", "0x1F | 31", "1_000 | 1000", "1.10 | 1.1" })
	void refusesANumberOfAGroupThatYamlRewrites(String written, String read) {
		for (String values : new String[] { "[" + written + "]", "[de, " + written + "]", written }) {
			assertThat(
					refusal("partsmith.tables.e: { scheme: { method: list, key: c, groups: { a: " + values + " } } }"))
				.contains("Value: \"" + written + "\"", "Origin: application.yml - 1:",
						"YAML reads this as the number " + read, "Write \"" + written + "\", in quotes");
		}
	}

	@Test
	void takesNumbersOfAGroupAsTheyAreWritten() {
		YamlContext.with("""
				partsmith:
				  tables:
				    e:
				      scheme:
				        method: list
				        key: c
				        groups:
				          a: [7, -1, "007", 1.5]
				          b:
				            - 12
				            - 13 # not 14
				""").run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"retention-count: twelve | Write a whole number, for example 12, in partsmith.tables.e.retention-count.",
			"step: 2026-01-01 | this is no whole number", "zone: Berlin | there is no time zone of this name",
			"scheme: range | The keys of partsmith.tables.e.scheme are: method" })
	void saysItInTheWordsOfTheKey(String key, String text) {
		assertThat(refusal("partsmith.tables.e: { partition-column: c, " + key + " }")).contains(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "execution.lock-attempts", "execution.defaultRowsLimit", "defaults.create-ahead-count",
			"tables.e.create-ahead-count", "tables.e.retention-count", "tables.e.step",
			"tables.e.scheme.child.child.modulus", "tables.e.scheme.boundaries.step",
			"tables.e.lifecycle.creation.count", "tables.e.lifecycle.retention.rules[0].count",
			"tables.e.lifecycle.drop.when.rows", "tables.e.lifecycle.limits.max-units-per-run" })
	void refusesAFractionWhereThingsAreCounted(String property) {
		assertThat(refusal("partsmith." + property + ": 3.5")).contains("Property: partsmith." + property + "\n",
				"Value: \"3.5\"", "Origin: application.yml - 1:", "this is no whole number",
				"Write a whole number, for example 12, in partsmith." + property + ".");
	}

	@Test
	void takesAWholeNumberHoweverItIsWritten() {
		YamlContext.with("partsmith.tables.e: { " + FLAT + ", create-ahead-count: 1.2e+1, retention-count: 12 }")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void printsNoBlockAsJavaWould() {
		String idle = "scheme: { method: hash, key: c, modulus: 4 }, lifecycle: { drop: { kind: drop-never } }";
		assertThat(refusal("partsmith.tables.e: { " + idle + " }")).contains("no level is left", "application.yml - 1:")
			.doesNotContain("Value:", "Properties[");
	}

	@Test
	void namesTheGroupsThatShareAValue() {
		String list = "partsmith.tables.e: { scheme: { method: list, key: c, groups: { a: [x%s], b: [y, %s] } } }";
		assertThat(refusal(list.formatted(", x", "z"))).contains("'x' stands twice in the group 'a'");
		assertThat(refusal(list.formatted("", "x"))).contains("'x' stands in two groups, 'a' and 'b'");
	}

	@Test
	void refusesTwoSpellingsInOneEntry() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    events:
				      granularity: month
				      retention-count: 12
				      scheme:
				        method: range
				""")).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables.events.granularity
				    Origin: application.yml - 4:20
				    Reason: the entry is spelled in two ways: 'granularity' belongs to the flat one, 'scheme' to the \
				composed one

				Action:

				Keep to one spelling in partsmith.tables.events: either granularity, retention-count, or scheme and \
				lifecycle.
				""");
	}

	@Test
	void refusesATableWhosePartitionsHaveNoRoomForTheirNames() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    events:
				      table: audit.événements_de_l_application_de_gestion_des_commandes
				      partition-column: created_at
				      granularity: day
				""")).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables.events.table
				    Value: "audit."événements_de_l_application_de_gestion_des_commandes""
				    Origin: application.yml - 4:14
				    Reason: the names of its partitions need 66 bytes, 54 for the table and 12 for the window; \
				PostgreSQL keeps 63 and cuts the rest off

				Action:

				Rename the table to at most 51 bytes (ALTER TABLE ... RENAME TO ...), or choose windows with shorter \
				names: a year needs 6 bytes, a month 9, a day 12, an hour 16.
				""");
	}

	@Test
	void countsTheWindowOfTheLastIdToo() {
		String name = "i".repeat(42);
		assertThat(refusal("partsmith.tables.ids: { table: " + name + ", " + IDS + " }"))
			.contains("need 64 bytes, 42 for the table and 22 for the window");
		YamlContext.with("partsmith.tables.ids: { table: " + name.substring(1) + ", " + IDS + " }")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesAnIdWithADotThatSplitsTheEntry() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    public.events:
				      granularity: month
				""")).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables.public.events.granularity
				    Value: "month"
				    Origin: application.yml - 4:20
				    Reason: an id has no dot: this is read as the key 'events' of the table 'public'

				Action:

				Choose an id without a dot, and name the relation in its entry:

				partsmith:
				  tables:
				    events:
				      table: public.events
				""");
	}

	@Test
	void refusesAnIdInBrackets() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    "[public.events]":
				      granularity: month
				""")).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.tables[public.events]
				    Value: "public.events"
				    Beside: partsmith.tables[public.events].granularity in application.yml - 4:20
				    Reason: an id holds letters, digits, hyphens and underscores only

				Action:

				Choose an id, and name the relation in its entry:

				partsmith:
				  tables:
				    events:
				      table: public.events
				""");
	}

	@ParameterizedTest
	@CsvSource({ "off, false", "no, false", "On, true", "yes, true", "true, true" })
	void refusesAKeyThatYamlTakesForATruthValue(String written, String read) {
		String groups = "partsmith.tables.e.scheme: { method: list, key: c, groups: { %s: [a] } }";
		assertThat(refusal("partsmith:\n  tables:\n    " + written + ": { " + FLAT + " }")).contains(
				"Property: partsmith.tables." + read + "\n", "application.yml - 3:",
				"so this is the key '" + read + "'", "Write the key in quotes, for example \"off\":");
		assertThat(refusal(groups.formatted(written)))
			.contains("Property: partsmith.tables.e.scheme.groups." + read + "\n", "so this is the key '" + read + "'");
		YamlContext.with("partsmith.tables: { \"" + written + "\": { " + FLAT + " } }")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** The entries of a list would be named by their places, 0 and 1. */
	@Test
	void refusesAListOfTables() {
		assertThat(refusal("""
				partsmith:
				  tables:
				    - table: sales.orders
				      partition-column: created_at
				      granularity: month
				    - table: public.events
				      partition-column: created_at
				      granularity: month
				""")).isEqualTo(
				"""
						The configuration of partsmith is refused:

						    Property: partsmith.tables[0]
						    Beside: partsmith.tables[0].table in application.yml - 3:14
						    Reason: the tables are a list, so that their ids would be their places, and others after the next edit

						Action:

						Write a map, in which each table has an id:

						partsmith:
						  tables:
						    orders:
						      table: sales.orders
						""");
	}

	@Test
	void refusesAnUnknownKeyAndGuessesWhatWasMeant() {
		assertThat(refusal("""
				partsmith:
				  schedule:
				    create:
				      crn: "0 0 * * * *"
				""")).isEqualTo("""
				The configuration of partsmith is refused:

				    Property: partsmith.schedule.create.crn
				    Value: "0 0 * * * *"
				    Origin: application.yml - 4:12
				    Reason: there is no key 'crn' here; did you mean 'cron'?

				Action:

				The keys of partsmith.schedule.create are: cron, lock-at-most-for, lock-at-least-for.
				""");
	}

	@ParameterizedTest
	@CsvSource({ "moode, mode", "defaults.granularty, granularity", "defaults.scheme.methode, method",
			"schedule.cron-create,", "execution.lock-timeouts, lock-timeout", "storage.schemas, schema",
			"health.runway, ", "tables.e.retention, retention-age", "tables.e.scheme.keys, key",
			"tables.e.scheme.boundaries.each,", "tables.e.scheme.kid.method,",
			"tables.e.lifecycle.creation.counts, count", "tables.e.leaves.colour,",
			"tables.my_events.retention-cuont, retention-count" })
	void refusesAnUnknownKeyAtEachLevel(String property, String meant) {
		assertThat(refusal("partsmith." + property + ": 1"))
			.contains("Property: partsmith." + property + "\n", "Origin: application.yml - 1:", "there is no key '")
			.contains((meant != null) ? "did you mean '" + meant + "'?" : "The keys of partsmith.");
	}

	@Test
	void guessesThatATableIsIndentedTooLittle() {
		assertThat(refusal("partsmith.events.granularity: month"))
			.contains("If 'events' is the id of a table, indent it below partsmith.tables.");
	}

	@ParameterizedTest
	@MethodSource("misfits")
	void refusesWhatDoesNotFit(String entry, String property, String reason) {
		String yaml = "partsmith.defaults: {}\npartsmith.tables.e: { " + entry + " }\n";
		assertThat(refusal(yaml)).contains("Property: partsmith.tables.e." + property + "\n", "application.yml - 2:",
				"Reason: " + reason);
	}

	static Stream<String[]> misfits() {
		return Stream.of(
				// What is not there
				misfit("granularity: day", "partition-column", "the column of the partition key is not named"),
				misfit("partition-column: c", "granularity", "neither a granularity nor a step says"),
				misfit("scheme: { key: c }", "scheme.method", "a scheme needs its method"),
				misfit("scheme: { method: range, boundaries: { kind: time, granularity: day } }", "scheme.key",
						"the column of the partition key is not named"),
				misfit("scheme: { method: range, key: c, boundaries: { granularity: day } }", "scheme.boundaries.kind",
						"boundaries need their kind"),
				misfit("scheme: { method: range, key: c, boundaries: { kind: time } }", "scheme.boundaries.granularity",
						"boundaries over time need a granularity"),
				misfit("scheme: { method: range, key: c, boundaries: { kind: integer } }", "scheme.boundaries.step",
						"boundaries over integers need a step"),
				misfit(TIME + ", lifecycle: { creation: { count: 3 } }", "lifecycle.creation.kind",
						"a rule of creation needs its kind"),
				misfit(TIME + ", lifecycle: { retention: { count: 3 } }", "lifecycle.retention.kind",
						"a rule of retention needs its kind"),
				misfit(TIME + ", lifecycle: { drop: { grace: P1D } }", "lifecycle.drop.kind",
						"a rule of dropping needs its kind"),
				misfit(TIME + ", lifecycle: { creation: { kind: create-until } }", "lifecycle.creation.until",
						"the rule is not complete without it"),
				misfit(TIME + ", lifecycle: { retention: { kind: keep-newest } }", "lifecycle.retention.count",
						"the rule is not complete without it"),
				misfit(TIME + ", lifecycle: { retention: { kind: keep-for } }", "lifecycle.retention.age",
						"the rule is not complete without it"),
				misfit(INTEGER + ", lifecycle: { retention: { kind: keep-behind } }", "lifecycle.retention.distance",
						"the rule is not complete without it"),
				// What belongs to something else
				misfit(FLAT + ", step: 3", "step", "a table is divided either by time or by integers"),
				misfit(FLAT + ", origin: 3", "origin", "times have no origin"),
				misfit(IDS + ", zone: UTC", "zone", "integers have no time zone"),
				misfit(FLAT + ", retention-age: 9d, retention-count: 3", "retention-age",
						"a table has one rule of retention"),
				misfit(IDS + ", retention-age: 9d", "retention-age",
						"the partitions of partsmith.tables.e are divided"),
				misfit("scheme: { method: range, key: c, boundaries: { kind: time, granularity: day, step: 3 } }",
						"scheme.boundaries.step", "times have no step"),
				misfit("scheme: { method: range, key: c, boundaries: { kind: integer, step: 3, granularity: day } }",
						"scheme.boundaries.granularity", "integers have no granularity"),
				misfit(times("granularity: day, every: P1D"), "scheme.boundaries.every",
						"a table is divided by one of granularity, every and calendar, and granularity is given"),
				misfit(times("every: P1D, calendar: fiscal"), "scheme.boundaries.calendar",
						"a table is divided by one of granularity, every and calendar, and every is given too"),
				misfit(times("granularity: day, origin: 2026-01-01"), "scheme.boundaries.origin",
						"times have no origin but that of 'every'"),
				misfit(times("granularity: day, cursor: max-key"), "scheme.boundaries.cursor",
						"the clock tells where times stand"),
				misfit(times("granularity: day, epoch: 2026-01-01T00:00:00Z"), "scheme.boundaries.epoch",
						"only the ids of codec snowflake"),
				misfit(times("granularity: day, codec: uuid7"), "scheme.boundaries.codec", "this is no codec"),
				misfit(FLAT + ", codec: uuid7", "codec", "this is no codec, and no KeyCodec bean has this name"),
				misfit(times("calendar: fiscal"), "scheme.boundaries.calendar",
						"no PartitionCalendar bean has this name"),
				misfit(times("every: 15"), "scheme.boundaries.every", "'15' has no unit"),
				misfit(times("every: PT90S"), "scheme.boundaries.every", "A step is made of whole minutes"),
				misfit(times("every: P1M, origin: 2026-01-31"), "scheme.boundaries.origin",
						"Months are counted from a day that every month has"),
				misfit(times("every: PT2H, zone: Europe/Berlin, origin: 2026-10-25T01:30:00Z"),
						"scheme.boundaries.origin", "the clocks of Europe/Berlin show 2026-10-25T02:30 twice"),
				misfit(times("every: P1D, origin: 5"), "scheme.boundaries.origin",
						"this is neither a date nor an instant"),
				misfit(times("every: P1D, origin: 2026-02-30"), "scheme.boundaries.origin",
						"this is neither a date nor an instant"),
				misfit(ids("codec: uuidv7"), "scheme.boundaries.codec", "integers carry no time"),
				misfit(ids("epoch: 2026-01-01T00:00:00Z"), "scheme.boundaries.epoch", "integers carry no time"),
				misfit(ids("every: P1D"), "scheme.boundaries.every", "integers have no step of time"),
				misfit(ids("calendar: fiscal"), "scheme.boundaries.calendar", "integers have no calendar"),
				misfit(ids("origin: 2026-01-01"), "scheme.boundaries.origin", "this is no whole number"),
				misfit(ids("cursor: newest-member"), "scheme.boundaries.cursor", "ranges of ids are made ahead"),
				misfit(ids("cursor: newest"), "scheme.boundaries.cursor", "this is not one of: max-key, sequence"),
				misfit(IDS + ", codec: uuidv7", "codec", "integers carry no time"),
				misfit(TIME + ", codec: uuidv7", "codec", "the entry is spelled in two ways"),
				misfit(TIME + ", lifecycle: { creation: { kind: create-ahead, until: 2030-01-01 } }",
						"lifecycle.creation.until", "this does not belong to the kind create-ahead"),
				misfit(TIME + ", lifecycle: { creation: { kind: create-until, until: 2030-01-01, count: 3 } }",
						"lifecycle.creation.count", "this does not belong to the kind create-until"),
				misfit(TIME + ", lifecycle: { creation: { kind: create-until, until: 2030 } }",
						"lifecycle.creation.until", "this is neither an instant nor a date"),
				misfit(TIME + ", lifecycle: { creation: { kind: create-until, until: 2030-02-30 } }",
						"lifecycle.creation.until", "this is neither an instant nor a date"),
				misfit(INTEGER + ", lifecycle: { creation: { kind: create-until, until: 2030-01-01 } }",
						"lifecycle.creation.until", "this is no whole number"),
				misfit(TIME + ", lifecycle: { retention: { kind: keep-newest, count: 3, age: P1D } }",
						"lifecycle.retention.age", "this does not belong to the kind keep-newest"),
				misfit(TIME + ", lifecycle: { retention: { kind: keep-for, age: P1D, distance: 3 } }",
						"lifecycle.retention.distance", "this does not belong to the kind keep-for"),
				misfit(TIME + ", lifecycle: { retention: { kind: keep-behind, distance: 3 } }",
						"lifecycle.retention.distance", "the partitions of partsmith.tables.e are divided by time"),
				misfit(INTEGER + ", lifecycle: { retention: { kind: keep-behind, distance: 3, count: 3 } }",
						"lifecycle.retention.count", "this does not belong to the kind keep-behind"),
				misfit(INTEGER + ", lifecycle: { retention: { kind: keep-for, age: P1D } }", "lifecycle.retention.age",
						"the partitions of partsmith.tables.e are divided by integers"),
				misfit(TIME + ", lifecycle: { drop: { kind: drop-never, grace: P1D } }", "lifecycle.drop.grace",
						"this does not belong to the kind drop-never"),
				misfit(FLAT + ", lifecycle: { detach: auto }", "granularity",
						"the entry is spelled in two ways: 'granularity' belongs to the flat one, 'lifecycle'"),
				misfit(TIME + ", detach: auto", "detach", "the entry is spelled in two ways"),
				// What is out of range, or no such value
				misfit(FLAT + ", create-ahead-count: 0", "create-ahead-count", "A table is created 1 to 1000 windows"),
				misfit(FLAT + ", create-ahead-count: 1001", "create-ahead-count", "A table is created 1 to 1000"),
				misfit(FLAT + ", retention-count: 0", "retention-count", "Retention keeps 1 to 100000 windows"),
				misfit(FLAT + ", retention-age: P0D", "retention-age", "An age of zero keeps nothing"),
				misfit(FLAT + ", retention-age: 3M", "retention-age", "'3M' could be months or minutes"),
				misfit(FLAT + ", retention-age: -P3D", "retention-age", "'-P3D' is no amount of time"),
				misfit(FLAT + ", drop-grace: P-3D", "drop-grace", "An amount of time is not negative here"),
				misfit(FLAT + ", retention-count: P3M", "retention-count", "this is no whole number"),
				misfit("partition-column: c, step: 0", "step", "A step of 0 ids makes no window"),
				misfit(INTEGER + ", lifecycle: { retention: { kind: keep-behind, distance: 0 } }",
						"lifecycle.retention.distance", "A distance of 0 ids keeps nothing"),
				misfit("partition-column: c, granularity: fortnight", "granularity",
						"this is not one of: hour, day, week, month, quarter, year"),
				misfit(FLAT + ", detach: off", "detach", "this is not one of: auto, concurrent, blocking"),
				misfit("scheme: { method: tree, key: c }", "scheme.method", "this is not one of: range, list, hash"),
				misfit(FLAT + ", zone: Europe/Belin", "zone", "there is no time zone of this name"),
				misfit(FLAT + ", table: a.b.c", "table", "'a.b.c' has 3 parts"),
				misfit(FLAT + ", table: my events", "table", "The name 'my events' holds a quote or white space"),
				misfit(FLAT + ", table: 'public.'", "table", "The name 'public.' has an empty part"),
				misfit(FLAT + ", retention-count: ", "retention-count", "'retention-count' has no value"),
				misfit("granularity: month, partition-column: [a, b]", "partition-column[0]",
						"'partition-column' is one value"),
				misfit(FLAT + ", retention-age: { period: P3M }", "retention-age",
						"a value is expected here, not keys"),
				misfit(FLAT + ", hooks: [nobody]", "hooks[0]", "no PartitionLifecycleHooks bean has this name"));
	}

	private static String[] misfit(String entry, String property, String reason) {
		return new String[] { entry, property, reason };
	}

	@Test
	void refusesAValueWhereKeysAreExpected() {
		assertThat(refusal("partsmith.tables.events: month")).contains("Property: partsmith.tables.events\n",
				"Origin: application.yml - 1:26", "keys are expected here, not a value",
				"Indent the keys below partsmith.tables.events.");
	}

	@Test
	void refusesATableThatIsConfiguredTwice() {
		assertThat(refusal("""
				partsmith.tables:
				  events: { partition-column: c, granularity: day }
				  copy: { table: public.events, partition-column: c, granularity: day }
				""")).contains("Property: partsmith.tables.copy.table\n", "Origin: application.yml - 3:18",
				"partsmith.tables.events configures the same table", "Merge the two entries into one.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "table: public.events | table | no two entries can configure the same table",
					"{ granularity: day, step: 3 } | step | a table is divided either by time or by integers",
					"{ retention-age: 9d, retention-count: 3 } | retention-age | a table has one rule of retention",
					"{ detach: auto, lifecycle: { detach: auto } } | detach | the entry is spelled in two ways" })
	void refusesContradictoryDefaultsEvenWithoutATable(String defaults, String property, String reason) {
		assertThat(refusal("partsmith:\n  defaults:\n" + defaults.indent(4)))
			.contains("Property: partsmith.defaults." + property + "\n", "application.yml - 3:", "Reason: " + reason);
	}

	@Test
	void refusesAFlatKeyThatWouldPutADefaultLifecycleOutOfForce() {
		assertThat(refusal("""
				partsmith.defaults.lifecycle.drop.kind: drop-never
				partsmith.tables.t: { partition-column: c, granularity: day, retention-count: 12 }
				""")).contains("Property: partsmith.tables.t.retention-count\n", "Origin: application.yml - 2:",
				"partsmith.defaults.lifecycle to the composed one");
	}

	@Test
	void namesTheDefaultWhereThatIsWhatDoesNotFit() {
		assertThat(refusal("""
				partsmith.defaults: { hooks: [nobody] }
				partsmith.tables.ids: { partition-column: id, step: 100 }
				""")).contains("Property: partsmith.defaults.hooks[0]\n", "Origin: application.yml - 1:");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "mode: maybe | mode | this is not one of: off, plan-only, create-only, full",
			"startup-check: warn | startup-check | this is not one of: fail, report",
			"schedule.on-startup: all | schedule.on-startup | this is not one of: none, create, full",
			"schedule.zone: Berlin | schedule.zone | there is no time zone of this name",
			"schedule.create.cron: '0 99 * * * *' | schedule.create.cron | Invalid value for MinuteOfHour",
			"schedule.retire.cron: hourly | schedule.retire.cron | Cron expression must consist of 6 fields",
			"schedule.create.lock-at-least-for: 11m | schedule.create.lock-at-least-for | the lock would be kept for longer",
			"schedule.retire.lock-at-most-for: 0s | schedule.retire.lock-at-most-for | this must be 1ms or more",
			"execution.lock-timeout: 0ms | execution.lock-timeout | this must be 1ms or more",
			"execution.max-inflicted: 0s | execution.max-inflicted | this must be 1ms or more",
			"execution.lock-budget: P1M | execution.lock-budget | P1M has no exact length",
			"execution.statement-timeout: P1M | execution.statement-timeout | P1M has no exact length",
			"execution.default-rows-limit: -1 | execution.default-rows-limit | no number of rows is below zero",
			"execution.analyze.timeout: 0s | execution.analyze.timeout | this must be 1ms or more",
			"execution.analyze.threshold: 200% | execution.analyze.threshold | the share must be above 0% and at most 100%",
			"execution.analyze.threshold: 0% | execution.analyze.threshold | the share must be above 0%",
			"execution.parallelism: 0 | execution.parallelism | no table would ever be worked on",
			"execution.max-clock-skew: 0s | execution.max-clock-skew | this must be 1ms or more",
			"execution.lock-attempts: 0 | execution.lock-attempts | without an attempt nothing is ever locked",
			"execution.time-zone: UTC+02:00 | execution.time-zone | this is an offset",
			"hooks.create-timeout: 0s | hooks.create-timeout | this must be 1ms or more",
			"hooks.retire-timeout: P1M | hooks.retire-timeout | P1M has no exact length",
			"hooks.timeouts: { archive: 0s } | hooks.timeouts.archive | this must be 1ms or more",
			"marker-prefix: ' ' | marker-prefix | this must be one line that is not blank",
			"storage.schema: '' | storage.schema | this must be one line that is not blank",
			"health: { runway-warning: 1d, runway-critical: 2d } | health.runway-critical | a table would be down before" })
	void refusesWhatIsWrongOutsideTheTables(String entry, String property, String reason) {
		assertThat(refusal("partsmith." + entry)).contains("Property: partsmith." + property + "\n",
				"Origin: application.yml - 1:", "Reason: " + reason);
	}

	@Test
	void takesARunwayInMonths() {
		YamlContext.with("partsmith.health: { runway-warning: P2M, runway-critical: P1M }")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static String refusal(String yaml) {
		return Failures.of(YamlContext.with(yaml));
	}

	private static String times(String keys) {
		return "scheme: { method: range, key: c, boundaries: { kind: time, " + keys + " } }";
	}

	private static String ids(String keys) {
		return "scheme: { method: range, key: c, boundaries: { kind: integer, step: 5, " + keys + " } }";
	}

}

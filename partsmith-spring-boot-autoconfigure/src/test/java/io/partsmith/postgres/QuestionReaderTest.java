package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Question;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RoleDataSource;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What rules ask, and what PostgreSQL answers. */
@PostgresTest
class QuestionReaderTest {

	private static final Answer YES = new Answer.Flag(true);

	private static final Answer NO = new Answer.Flag(false);

	@BeforeEach
	void makeTables(PostgresDatabase db) {
		db.execute("CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id)",
				"CREATE TABLE t__0 PARTITION OF t FOR VALUES FROM (0) TO (10)",
				"CREATE TABLE t__10 PARTITION OF t FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id)",
				"CREATE TABLE t__10__a PARTITION OF t__10 FOR VALUES FROM (10) TO (15)",
				"CREATE TABLE t__10__b PARTITION OF t__10 FOR VALUES FROM (15) TO (20)",
				"INSERT INTO t SELECT generate_series(0, 3)", "INSERT INTO t VALUES (11), (12), (16)");
	}

	private static PostgresMetadataProvider over(DataSource dataSource) {
		return new PostgresMetadataProvider(dataSource,
				new ExecutionSettings(
						new LockLimits(Duration.ofMillis(100), 3, Duration.ofMinutes(1), Duration.ofMillis(200)),
						Duration.ofSeconds(2), ZoneId.of("UTC"), "pg-partsmith"));
	}

	private static Question ask(PostgresDatabase db, String table, Measure measure) {
		return ask(db, table, measure, null);
	}

	private static Question ask(PostgresDatabase db, String table, Measure measure, @Nullable Long statistics) {
		Long oid = db.queryOne("SELECT to_regclass('\"" + table + "\"')::oid::bigint");
		return new Question(new Candidate(RelationName.parse("t"), new Relation(new RelationName("public", table),
				(oid != null) ? oid : 1, RelationKind.TABLE, true, statistics, null), null, true), measure);
	}

	private static List<Answer> answers(PostgresDatabase db, Question... questions) {
		Map<Question, Answer> answers = over(db.dataSource()).answer(List.of(questions));
		assertThat(answers).hasSize(questions.length);
		return Stream.of(questions).map(answers::get).toList();
	}

	@Test
	void aSizeIsThatOfTheWholeSubtree(PostgresDatabase db) {
		db.execute("ALTER TABLE t DETACH PARTITION t__10");
		long leaves = db.queryOne("SELECT pg_total_relation_size('t__10__a') + pg_total_relation_size('t__10__b')");
		assertThat(leaves).isPositive();
		assertThat(answers(db, ask(db, "t__10", new Measure.Size()), ask(db, "gone", new Measure.Size())))
			.containsExactly(new Answer.Number(leaves, Answer.Precision.EXACT),
					new Answer.Unknown("the table is not there any more"));
	}

	@Test
	void rowsAreCountedUpToANumberAndThenEstimated(PostgresDatabase db) {
		assertThat(answers(db, ask(db, "t__0", new Measure.Rows(4)), ask(db, "t__0", new Measure.Rows(3)),
				ask(db, "t__10", new Measure.Rows(0)), ask(db, "t__0", new Measure.Rows(2), 1_000L),
				ask(db, "t__0", new Measure.Rows(1), 1L)))
			.containsExactly(new Answer.Number(4, Answer.Precision.EXACT),
					new Answer.Number(4, Answer.Precision.AT_LEAST), new Answer.Number(1, Answer.Precision.AT_LEAST),
					new Answer.Number(1_000, Answer.Precision.ESTIMATE),
					new Answer.Number(2, Answer.Precision.AT_LEAST));
	}

	@Test
	void aReferenceIsFoundWhereverItsForeignKeyPoints(PostgresDatabase db) {
		db.execute("CREATE TABLE plain (t_id int REFERENCES t)", "INSERT INTO plain VALUES (2), (NULL)",
				"CREATE TABLE direct (a int REFERENCES t__10__b (id))", "INSERT INTO direct VALUES (16)");
		Measure references = new Measure.References();
		assertThat(
				answers(db, ask(db, "t__0", references), ask(db, "t__10", references), ask(db, "t__10__a", references)))
			.containsExactly(YES, YES, NO);
		db.execute("DELETE FROM plain WHERE t_id = 2", "DELETE FROM direct");
		assertThat(answers(db, ask(db, "t__0", references), ask(db, "t__10", references))).containsExactly(NO, NO);
	}

	@Test
	void aReferenceFromAPartitionedTableIsFoundToo(PostgresDatabase db) {
		db.execute("CREATE TABLE o (\"T id\" int REFERENCES t) PARTITION BY LIST (\"T id\")",
				"CREATE TABLE o__rest PARTITION OF o DEFAULT", "INSERT INTO o VALUES (12)");
		Measure references = new Measure.References();
		assertThat(answers(db, ask(db, "t__0", references), ask(db, "t__10", references))).containsExactly(NO, YES);
	}

	@Test
	void whatARoleMayNotReadIsUnknownAndLeavesTheRestAlone(PostgresDatabase db) {
		db.execute("CREATE ROLE t_reader", "GRANT USAGE ON SCHEMA public TO t_reader",
				"GRANT SELECT ON t__10, t__10__a TO t_reader", "CREATE TABLE hidden (t_id int REFERENCES t)",
				"CREATE POLICY p ON t__10__a USING (false)", "ALTER TABLE t__10__a ENABLE ROW LEVEL SECURITY");
		Question hidden = ask(db, "t__10", new Measure.References());
		Question rows = ask(db, "t__0", new Measure.Rows(5));
		Question readable = ask(db, "t__10", new Measure.Rows(5));
		Question filtered = ask(db, "t__10__a", new Measure.Rows(5));
		Map<Question, Answer> answers = over(new RoleDataSource(db.dataSource(), "t_reader"))
			.answer(List.of(hidden, rows, readable, filtered));
		assertThat(answers.get(readable)).isEqualTo(new Answer.Number(3, Answer.Precision.EXACT));
		for (Question question : List.of(hidden, rows, filtered)) {
			assertThat(((Answer.Unknown) answers.get(question)).reason()).contains("[42501]");
		}
	}

	@Test
	void aQuerySeesThePartitionUnderItsQuotedName(PostgresDatabase db) {
		db.execute("CREATE TABLE \"T {x}?\" (id int)");
		Measure empty = new Measure.SqlAnswer("SELECT count(*) = 0 FROM {partition} -- ok?");
		assertThat(answers(db, ask(db, "T {x}?", empty), ask(db, "t__0", empty), ask(db, "gone", empty)))
			.containsExactly(YES, NO, NO);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SELECT NULL::boolean FROM {partition} LIMIT 1", "SELECT true FROM {partition} WHERE false" })
	void nullAndNoRowMeanNo(String query, PostgresDatabase db) {
		assertThat(answers(db, ask(db, "t__0", new Measure.SqlAnswer(query)))).containsExactly(NO);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "SELECT 1 FROM {partition} LIMIT 1 | 42804",
			"SELECT true FROM {partition} | 21000", "SELECT bool_and(1 / (id - 2) >= 0) FROM {partition} | 22012",
			"SELECT FROM nowhere, {partition} | 42P01", "SELECT nextval('s') > 0 FROM {partition} LIMIT 1 | 25006",
			"SELECT pg_sleep(30) IS NULL FROM {partition} LIMIT 1 | 57014",
			"SELECT true) , (SELECT true FROM {partition} LIMIT 1 | 42" })
	void aQueryThatFailsOrWritesIsUnknown(String query, String state, PostgresDatabase db) {
		db.execute("CREATE SEQUENCE s");
		Answer answer = answers(db, ask(db, "t__0", new Measure.SqlAnswer(query))).get(0);
		assertThat(answer).isInstanceOf(Answer.Unknown.class);
		assertThat(((Answer.Unknown) answer).reason()).contains("[" + state);
	}

	@Test
	void oneLockedPartitionLeavesTheOthersAlone(PostgresDatabase db) throws SQLException {
		try (Connection other = db.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE t__10__a IN ACCESS EXCLUSIVE MODE");
			Question locked = ask(db, "t__10", new Measure.Rows(5));
			Question free = ask(db, "t__0", new Measure.Rows(5));
			Question size = ask(db, "t__10", new Measure.Size());
			Map<Question, Answer> answers = over(db.dataSource()).answer(List.of(locked, free, size));
			assertThat(answers.get(free)).isEqualTo(new Answer.Number(4, Answer.Precision.EXACT));
			assertThat(((Answer.Unknown) answers.get(locked)).reason()).contains("[55P03]");
			assertThat(((Answer.Unknown) answers.get(size)).reason()).contains("[55P03]");
		}
	}

	@Test
	void askingCostsTheSameStatementsForOneUnitAndForMany(PostgresDatabase db) {
		db.execute("CREATE TABLE r (t_id int REFERENCES t)");
		assertThat(statements(db, 1)).isEqualTo(statements(db, 200));
	}

	private static int statements(PostgresDatabase db, int units) {
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		List<Question> questions = new ArrayList<>();
		for (int i = 0; i < units; i++) {
			for (Measure measure : List.of(new Measure.Size(), new Measure.Rows(3), new Measure.References(),
					new Measure.SqlAnswer("SELECT count(*) > 0 FROM {partition}"))) {
				Candidate unit = ask(db, "t__10", measure).unit();
				questions.add(new Question(
						new Candidate(new RelationName("public", "t" + i), unit.relation(), null, true), measure));
			}
		}
		over(db.recording(statements)).answer(questions);
		assertThat(statements).allMatch((sql) -> sql.strip().matches("(?is)(SELECT|WITH|SET)\\b.*"));
		return statements.size();
	}

}

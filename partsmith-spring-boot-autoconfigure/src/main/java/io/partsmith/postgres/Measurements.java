package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Question;

/** How the measures are taken that need one statement. */
final class Measurements {

	/** The size of a partitioned relation itself is 0; its leaves have it. */
	private static final String SIZES = """
			WITH RECURSIVE member AS (
			  SELECT w.unit, w.unit AS oid FROM unnest(?::bigint[]) AS w(unit)
			  UNION ALL
			  SELECT m.unit, i.inhrelid::bigint
			  FROM pg_catalog.pg_inherits AS i JOIN member AS m ON i.inhparent = m.oid::oid)
			SELECT unit, sum(%s)::bigint FROM member GROUP BY unit""";

	private Measurements() {
	}

	static Map<Question, Answer> sizes(List<Question> questions, Connection connection, Dialect dialect)
			throws SQLException {
		Map<Long, Long> sizes = new HashMap<>();
		Object oids = connection.createArrayOf("bigint", questions.stream().map(Measurements::oid).toArray());
		Rows.read(connection, SIZES.formatted(dialect.size("oid::oid")), (row) -> {
			Long bytes = Rows.number(row, 2);
			if (bytes != null) {
				sizes.put(row.getLong(1), bytes);
			}
		}, oids);
		Map<Question, Answer> answers = new HashMap<>();
		questions.stream()
			.filter((question) -> sizes.containsKey(oid(question)))
			.forEach((question) -> answers.put(question, exactly(sizes.getOrDefault(oid(question), 0L))));
		return answers;
	}

	private static Long oid(Question question) {
		return question.unit().relation().oid();
	}

	/** Counting ends one row behind what was asked for. */
	static Map<Question, Answer> rows(List<Question> questions, Connection connection) throws SQLException {
		Map<Question, Answer> answers = new HashMap<>();
		String sql = union(questions,
				(number) -> "(SELECT count(*) FROM (SELECT 1 FROM " + questions.get(number).unit().relation().name()
						+ " LIMIT " + (limit(questions.get(number)) + 1) + ") AS counted)");
		Rows.read(connection, sql, (row) -> {
			Question question = questions.get(row.getInt(1));
			answers.put(question, counted(question, row.getLong(2)));
		});
		return answers;
	}

	private static long limit(Question question) {
		return ((Measure.Rows) question.measure()).counted();
	}

	private static Answer counted(Question question, long rows) {
		if (rows <= limit(question)) {
			return exactly(rows);
		}
		Long statistics = question.unit().relation().rows();
		return (statistics != null && statistics >= rows) ? new Answer.Number(statistics, Answer.Precision.ESTIMATE)
				: new Answer.Number(rows, Answer.Precision.AT_LEAST);
	}

	private static Answer exactly(long value) {
		return new Answer.Number(value, Answer.Precision.EXACT);
	}

	/** A row for each question: its number, and an expression about its unit. */
	static String union(List<Question> questions, IntFunction<String> expression) {
		return IntStream.range(0, questions.size())
			.mapToObj((number) -> "SELECT " + number + ", " + expression.apply(number))
			.collect(Collectors.joining("\nUNION ALL "));
	}

}

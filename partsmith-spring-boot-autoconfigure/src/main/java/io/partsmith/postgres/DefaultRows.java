package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Question;
import io.partsmith.topology.Relation;

/**
 * Counts the rows of wanted windows in DEFAULT partitions: each of these is read once,
 * however many windows are wanted, and not beyond its first rows.
 */
final class DefaultRows {

	private DefaultRows() {
	}

	static Map<Question, Answer> count(List<Question> questions, Connection connection) throws SQLException {
		Map<Relation, List<Question>> tables = new LinkedHashMap<>();
		questions.forEach((question) -> tables.computeIfAbsent(question.unit().relation(), (table) -> new ArrayList<>())
			.add(question));
		Map<Question, Answer> answers = new HashMap<>();
		for (Map.Entry<Relation, List<Question>> table : tables.entrySet()) {
			count(table.getKey(), table.getValue(), connection, answers);
		}
		return answers;
	}

	private static void count(Relation table, List<Question> questions, Connection connection,
			Map<Question, Answer> answers) throws SQLException {
		String counts = questions.stream()
			.map((question) -> "count(*) FILTER (WHERE " + within(question) + ")")
			.collect(Collectors.joining(", "));
		long most = questions.stream().mapToLong((question) -> rows(question).read()).max().orElseThrow();
		String limit = (most < Long.MAX_VALUE) ? " LIMIT " + (most + 1) : "";
		Rows.read(connection,
				"SELECT count(*), " + counts + " FROM (SELECT * FROM " + table.name() + limit + ") AS read", (row) -> {
					Answer.Precision precision = (row.getLong(1) <= most) ? Answer.Precision.EXACT
							: Answer.Precision.AT_LEAST;
					for (int i = 0; i < questions.size(); i++) {
						answers.put(questions.get(i), new Answer.Number(row.getLong(i + 2), precision));
					}
				});
	}

	private static String within(Question question) {
		return new Within(rows(question).key(), rows(question).bounds()).toSql();
	}

	private static Measure.RowsWithin rows(Question question) {
		return (Measure.RowsWithin) question.measure();
	}

}

package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Question;
import io.partsmith.topology.RelationName;

/**
 * Asks a query of the configuration about units. It is the only SQL that users write: it
 * stands as one expression in one statement without a semicolon, and that in a
 * transaction that cannot write.
 *
 * @param query the query with its placeholder
 */
record SqlPredicate(String query) implements Measurement {

	private static final String PRESENT = """
			SELECT c.oid::bigint, n.nspname, c.relname FROM pg_catalog.pg_class AS c
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ANY (?::bigint[]::oid[])""";

	@Override
	public Map<Question, Answer> of(List<Question> questions, Connection connection) throws SQLException {
		List<Question> present = present(questions, connection);
		Map<Question, Answer> answers = new HashMap<>();
		questions.forEach((question) -> answers.put(question, new Answer.Flag(false)));
		if (present.isEmpty()) {
			return answers;
		}
		// The line break ends a comment that the query may end with.
		String sql = Measurements.union(present, (number) -> "(" + about(present.get(number)) + "\n) IS TRUE");
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			try (ResultSet row = statement.executeQuery(sql)) {
				if (row.getMetaData().getColumnCount() != 2) {
					throw new SQLException("The parentheses of the query are not balanced", "42601");
				}
				while (row.next()) {
					answers.put(present.get(row.getInt(1)), new Answer.Flag(row.getBoolean(2)));
				}
			}
		}
		return answers;
	}

	private String about(Question question) {
		return this.query.replace(Predicate.Sql.PLACEHOLDER, question.unit().relation().name().toString());
	}

	/** The name must still mean the table that was looked at. */
	private static List<Question> present(List<Question> questions, Connection connection) throws SQLException {
		Set<Named> found = new HashSet<>();
		Rows.read(connection, PRESENT,
				(row) -> found.add(new Named(row.getLong(1), new RelationName(row.getString(2), row.getString(3)))),
				connection.createArrayOf("bigint",
						questions.stream().map((question) -> question.unit().relation().oid()).toArray()));
		return questions.stream()
			.filter((question) -> found
				.contains(new Named(question.unit().relation().oid(), question.unit().relation().name())))
			.toList();
	}

	/** A table as it was looked at. */
	private record Named(long oid, RelationName name) {
	}

}

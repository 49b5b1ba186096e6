package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Question;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows outside refer to a unit. A foreign key to the table shows on each
 * partition as a clone, whose names and number differ between versions; so the ones that
 * are no clones are looked up along the line from the root down to the leaves.
 */
final class References {

	private static final String KEYS = """
			WITH RECURSIVE above AS (
			  SELECT w.unit, w.unit AS oid FROM unnest(?::bigint[]) AS w(unit)
			  UNION ALL
			  SELECT a.unit, i.inhparent::bigint
			  FROM pg_catalog.pg_inherits AS i JOIN above AS a ON i.inhrelid = a.oid::oid),
			below AS (
			  SELECT w.unit, w.unit AS oid FROM unnest(?::bigint[]) AS w(unit)
			  UNION ALL
			  SELECT b.unit, i.inhrelid::bigint
			  FROM pg_catalog.pg_inherits AS i JOIN below AS b ON i.inhparent = b.oid::oid)
			SELECT line.unit, n.nspname, c.relname, c.relkind,
			  (SELECT array_agg(a.attname::text ORDER BY k.place)
			   FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, place)
			   JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
			  (SELECT array_agg(a.attname::text ORDER BY k.place)
			   FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, place)
			   JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.attnum)
			FROM (SELECT * FROM above UNION SELECT * FROM below) AS line
			JOIN pg_catalog.pg_constraint AS f ON f.confrelid = line.oid::oid AND f.contype = 'f' AND f.conparentid = 0
			JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace""";

	private References() {
	}

	static Map<Question, Answer> of(List<Question> questions, Connection connection) throws SQLException {
		Map<Long, List<ForeignKey>> keys = keys(questions, connection);
		Map<Question, Answer> answers = new HashMap<>();
		List<Question> referable = new ArrayList<>();
		for (Question question : questions) {
			if (keys.containsKey(question.unit().relation().oid())) {
				referable.add(question);
			}
			else {
				answers.put(question, new Answer.Flag(false));
			}
		}
		if (!referable.isEmpty()) {
			Rows.read(connection, Measurements.union(referable, (number) -> {
				Question question = referable.get(number);
				return exists(question, keys.getOrDefault(question.unit().relation().oid(), List.of()));
			}), (row) -> answers.put(referable.get(row.getInt(1)), new Answer.Flag(row.getBoolean(2))));
		}
		return answers;
	}

	private static Map<Long, List<ForeignKey>> keys(List<Question> questions, Connection connection)
			throws SQLException {
		Map<Long, List<ForeignKey>> keys = new HashMap<>();
		Object oids = connection.createArrayOf("bigint",
				questions.stream().map((question) -> question.unit().relation().oid()).toArray());
		Rows.read(connection, KEYS,
				(row) -> keys.computeIfAbsent(row.getLong(1), (unit) -> new ArrayList<>()).add(ForeignKey.read(row)),
				oids, oids);
		return keys;
	}

	private static String exists(Question question, List<ForeignKey> keys) {
		return keys.stream()
			.map((key) -> "EXISTS (SELECT FROM " + key.referring() + " AS r JOIN " + question.unit().relation().name()
					+ " AS p ON " + key.condition() + ")")
			.collect(Collectors.joining(" OR "));
	}

	/** A foreign key that points to a unit or to what it belongs to. */
	private record ForeignKey(RelationName table, boolean partitioned, List<@Nullable String> columns,
			List<@Nullable String> referenced) {

		static ForeignKey read(ResultSet row) throws SQLException {
			return new ForeignKey(new RelationName(row.getString(2), row.getString(3)), "p".equals(row.getString(4)),
					Rows.texts(row, 5), Rows.texts(row, 6));
		}

		/**
		 * A foreign key of a plain table does not bind the tables that inherit from it.
		 */
		String referring() {
			return (this.partitioned ? "" : "ONLY ") + this.table;
		}

		String condition() {
			return IntStream.range(0, this.columns.size())
				.mapToObj((i) -> "r." + quoted(this.columns.get(i)) + " = p." + quoted(this.referenced.get(i)))
				.collect(Collectors.joining(" AND "));
		}

		private static String quoted(@Nullable String column) {
			return RelationName.quoteIdentifier(String.valueOf(column));
		}

	}

}

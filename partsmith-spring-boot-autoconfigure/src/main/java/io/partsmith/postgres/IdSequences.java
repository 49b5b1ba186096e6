package io.partsmith.postgres;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.partsmith.plan.Destination;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.IdSequence;
import io.partsmith.plan.SequenceAdvance;
import io.partsmith.topology.RelationName;

/**
 * The sequences behind the columns of a table that rows are moved into, of identity
 * columns and of defaults, and what becomes of them. What they are set to is not rolled
 * back: so all of them are judged before one is moved.
 */
final class IdSequences {

	private static final String BEHIND = """
			WITH target AS (SELECT to_regclass(?)::oid AS oid),
			used AS (
			  SELECT d.objid AS seq, d.refobjsubid AS attnum
			  FROM target AS t JOIN pg_catalog.pg_depend AS d ON d.refobjid = t.oid
			  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = d.classid AND d.deptype = 'i'
			  UNION
			  SELECT d.refobjid, v.adnum
			  FROM target AS t JOIN pg_catalog.pg_attrdef AS v ON v.adrelid = t.oid
			  JOIN pg_catalog.pg_depend AS d ON d.objid = v.oid AND d.classid = 'pg_catalog.pg_attrdef'::regclass
			    AND d.refclassid = 'pg_catalog.pg_class'::regclass)
			SELECT a.attname, n.nspname, c.relname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle, s.seqcache
			FROM used AS u JOIN target AS t ON true
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = u.attnum
			  AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
			JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = u.seq
			JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum""";

	private final RelationName table;

	private final List<Behind> all;

	private IdSequences(RelationName table, List<Behind> all) {
		this.table = table;
		this.all = all;
	}

	static IdSequences of(Connection connection, Destination into) throws SQLException {
		List<Behind> found = new ArrayList<>();
		Rows.read(connection, BEHIND, (row) -> found.add(new Behind(row.getString(1),
				new RelationName(row.getString(2), row.getString(3)), new IdSequence(row.getLong(4), row.getLong(5),
						row.getLong(6), row.getLong(7), row.getBoolean(8), row.getLong(9), 0, false))),
				into.name().toString());
		List<Behind> all = new ArrayList<>();
		for (Behind behind : found) {
			if (into.columns().contains(behind.column())) {
				all.add(behind.as(connection));
			}
		}
		return new IdSequences(into.name(), all);
	}

	/** What must be known of the rows that are moved: three expressions for each. */
	List<String> questions() {
		return this.all.stream().flatMap((behind) -> behind.questions().stream()).toList();
	}

	/**
	 * Reads the answers.
	 * @param first the column of the first one
	 */
	List<SequenceAdvance> judge(ResultSet row, int first) throws SQLException {
		List<SequenceAdvance> judged = new ArrayList<>();
		int column = first;
		for (Behind behind : this.all) {
			judged.add(behind.sequence()
				.judge(Rows.number(row, column), Rows.number(row, column + 1), Rows.number(row, column + 2)));
			column += 3;
		}
		return judged;
	}

	/** Sets them, or none of them. */
	void advance(Connection connection, List<SequenceAdvance> judged) throws SQLException {
		for (int i = 0; i < judged.size(); i++) {
			if (judged.get(i) instanceof SequenceAdvance.Refused refused) {
				throw this.all.get(i).refusal(this.table, refused);
			}
		}
		Map<RelationName, Long> values = new LinkedHashMap<>();
		for (int i = 0; i < judged.size(); i++) {
			if (judged.get(i) instanceof SequenceAdvance.To to && isAhead(connection, this.all.get(i), to.value())) {
				values.merge(this.all.get(i).name(), to.value(), this.all.get(i).sequence()::later);
			}
		}
		for (Map.Entry<RelationName, Long> value : values.entrySet()) {
			Session.queryRow(connection, "SELECT setval(?::regclass, ?, true)", (row) -> row.getLong(1),
					value.getKey().toString(), value.getValue());
		}
	}

	/**
	 * Keeps others from taking values, for setval could take it back behind theirs, and
	 * looks once more where it stands. Nothing else locks a sequence.
	 */
	private boolean isAhead(Connection connection, Behind behind, long value) throws SQLException {
		Session.execute(connection, "ALTER SEQUENCE " + behind.name() + " CACHE " + behind.sequence().cache());
		IdSequence now = behind.as(connection).sequence();
		if (!now.equals(behind.sequence()) && now.cache() > 1) {
			throw behind.refusal(this.table, new SequenceAdvance.Refused(SequenceAdvance.Obstacle.STORED, value));
		}
		return now.ahead().contains(value);
	}

	/**
	 * A sequence, and a column whose values it gives.
	 *
	 * @param column the column
	 * @param name the sequence
	 * @param sequence what it is and where it stands
	 */
	private record Behind(String column, RelationName name, IdSequence sequence) {

		/** As it stands now. */
		Behind as(Connection connection) throws SQLException {
			return Session.queryRow(connection, "SELECT last_value, is_called FROM " + this.name,
					(row) -> new Behind(this.column, this.name, this.sequence.at(row.getLong(1), row.getBoolean(2))));
		}

		List<String> questions() {
			return List.of(extreme(this.sequence.isLaterGreater() ? "max" : "min", List.of(this.sequence.ahead())),
					extreme("min", List.of(this.sequence.again())), extreme("min", this.sequence.stored()));
		}

		private String extreme(String aggregate, List<IdSequence.Ids> ids) {
			String which = ids.stream()
				.filter((some) -> !some.isEmpty())
				.map(this::among)
				.collect(Collectors.joining(" OR "));
			String quoted = RelationName.quoteIdentifier(this.column);
			return aggregate + "(" + quoted + ") FILTER (WHERE " + (which.isEmpty() ? "false" : which) + ")";
		}

		/** As numeric, a difference of two ids has no end. */
		private String among(IdSequence.Ids ids) {
			String quoted = RelationName.quoteIdentifier(this.column);
			String between = quoted + " BETWEEN '" + ids.from() + "'::bigint AND '" + ids.to() + "'::bigint";
			return ids.step().equals(BigInteger.ONE) ? between : "(" + between + " AND mod(" + quoted + "::numeric - '"
					+ ids.base() + "'::numeric, '" + ids.step() + "'::numeric) = 0)";
		}

		PartitionOperationException refusal(RelationName table, SequenceAdvance.Refused refused) {
			String column = RelationName.quoteIdentifier(this.column) + " of " + table;
			String why = switch (refused.obstacle()) {
				case STORED -> "a session may hold it in store, as the sequence has CACHE " + this.sequence.cache();
				case AGAIN -> "the sequence cycles, and comes to it again wherever it is set";
				case EXHAUSTED -> "the sequence has no value behind it, so that the next insert would fail (2200H)";
			};
			String next = switch (refused.obstacle()) {
				case STORED ->
					"End the sessions that insert into " + table + ", then: ALTER SEQUENCE " + this.name + " CACHE 1";
				case AGAIN -> "ALTER SEQUENCE " + this.name + " NO CYCLE";
				case EXHAUSTED ->
					"ALTER SEQUENCE " + this.name + " NO " + (this.sequence.isLaterGreater() ? "MAX" : "MIN")
							+ "VALUE, and a wider type for the column if that is not enough";
			};
			return new PartitionOperationException(
					FindingCode.ROWS_LEFT, "Rows are not moved into " + table + ": its sequence " + this.name
							+ " would give the id " + refused.id() + " of " + column + " again; " + why,
					next, null, null);
		}

	}

}

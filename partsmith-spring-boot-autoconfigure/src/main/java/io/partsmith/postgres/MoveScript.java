package io.partsmith.postgres;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The statements that move rows out of a DEFAULT partition, always by the names of their
 * columns, because the two tables may have them in another order. Identity columns keep
 * the values they have.
 *
 * @param source the DEFAULT partition
 * @param target where the rows go
 * @param columns the columns that have values of their own
 * @param rows which rows
 */
record MoveScript(Relation source, RelationName target, List<String> columns, Within rows) {

	/** A scan that joins another one would begin anywhere in the table. */
	static final List<String> BEFORE_BATCH = List.of("SET CONSTRAINTS ALL IMMEDIATE",
			"SET LOCAL synchronize_seqscans = off");

	static MoveScript of(Operation.Move operation) {
		return new MoveScript(operation.source(), operation.partition(), operation.columns(),
				new Within(operation.key(), operation.bounds()));
	}

	/**
	 * Writes down which versions of which rows there are. The table is seen by nobody
	 * else, and gone before the transaction ends.
	 * @param identity the columns that tell a row from all others, if there are any
	 */
	String note(List<String> identity) {
		String keys = IntStream.range(0, identity.size())
			.mapToObj((i) -> ", " + RelationName.quoteIdentifier(identity.get(i)) + " AS k" + i)
			.collect(Collectors.joining());
		return "CREATE UNLOGGED TABLE " + notes() + " AS SELECT ctid AS place, xmin AS version" + keys + " FROM "
				+ from() + " WHERE " + this.rows.toSql();
	}

	/** Copies what was written down, as far as it is still as it was. */
	String copy() {
		return insert() + "SELECT " + list("s.") + " FROM " + from() + " AS s JOIN " + notes()
				+ " AS n ON s.ctid = n.place AND s.xmin = n.version";
	}

	/** Whoever changed a row meanwhile has made another version of it. */
	String deleteCopied() {
		return "DELETE FROM " + from() + " AS s USING " + notes()
				+ " AS n WHERE s.ctid = n.place AND s.xmin = n.version";
	}

	/**
	 * The same, and deletes the copies of rows that are gone or others by now; only in a
	 * table that holds nothing but copies.
	 * @param identity the columns that tell a row from all others
	 */
	String deleteCopied(List<String> identity) {
		String same = IntStream.range(0, identity.size())
			.mapToObj((i) -> "t." + RelationName.quoteIdentifier(identity.get(i)) + " = n.k" + i)
			.collect(Collectors.joining(" AND "));
		return "WITH gone AS (" + deleteCopied() + " RETURNING n.place) DELETE FROM " + this.target + " AS t USING "
				+ notes() + " AS n WHERE " + same + " AND NOT EXISTS (SELECT FROM gone AS g WHERE g.place = n.place)";
	}

	String moveRest() {
		return "WITH gone AS (DELETE FROM " + from() + " WHERE " + this.rows.toSql() + " RETURNING " + list("") + ") "
				+ insert() + "SELECT " + list("") + " FROM gone";
	}

	/**
	 * Moves a batch, in the order of the table's pages. Answers how many rows were
	 * chosen, of which some may have changed meanwhile, and the place of the last one.
	 * The next batch begins there, so that no index must choose the rows of this one from
	 * all over the table: none serves the condition as it is written.
	 * @param size the rows of the batch at most
	 * @param after where the batch before it ended; {@code null} for the first
	 */
	String moveBatch(int size, @Nullable String after) {
		return "WITH chosen AS MATERIALIZED (SELECT ctid AS place FROM " + from() + " WHERE (" + this.rows.toSql()
				+ ") IS TRUE" + ((after != null) ? " AND ctid > '" + after + "'" : "") + " LIMIT " + size
				+ "), gone AS (DELETE FROM " + from() + " WHERE ctid = ANY (ARRAY(SELECT place FROM chosen)) RETURNING "
				+ list("") + "), put AS (" + insert() + "SELECT " + list("")
				+ " FROM gone) SELECT count(*), max(place)::text FROM chosen";
	}

	String dropNotes() {
		return "DROP TABLE " + notes();
	}

	/** Takes the rows aside, for a time after which they can be inserted. */
	String takeAside() {
		return "CREATE UNLOGGED TABLE " + notes() + " AS SELECT " + list("") + " FROM " + from() + " WHERE "
				+ this.rows.toSql();
	}

	String deleteAll() {
		return "DELETE FROM " + from() + " WHERE " + this.rows.toSql();
	}

	String putBack() {
		return insert() + "SELECT " + list("") + " FROM " + notes();
	}

	private String insert() {
		return "INSERT INTO " + this.target + " (" + list("") + ") OVERRIDING SYSTEM VALUE ";
	}

	/** A DEFAULT partition that is divided itself is moved out of with all beneath it. */
	private String from() {
		return ((this.source.kind() == RelationKind.PARTITIONED) ? "" : "ONLY ") + this.source.name();
	}

	private RelationName notes() {
		return this.target.sibling("partsmith_moving_" + this.source.oid());
	}

	private String list(String prefix) {
		return this.columns.stream()
			.map((column) -> prefix + RelationName.quoteIdentifier(column))
			.collect(Collectors.joining(", "));
	}

}

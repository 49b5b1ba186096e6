package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.FindingCode;
import io.partsmith.topology.RelationName;

/**
 * The user's triggers on a table that is locked against all. A row that only changes its
 * place within the table is neither inserted nor deleted, so that none of them must fire;
 * those of foreign keys do.
 */
final class Silence {

	static final int INSERT = 4;

	static final int DELETE = 8;

	/** A clone on a partition counts as internal in 14, though its model does not. */
	private static final String TRIGGERS = """
			WITH RECURSIVE beneath AS (
			  SELECT to_regclass(?)::oid AS oid
			  UNION ALL
			  SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN beneath AS b ON i.inhparent = b.oid),
			line AS (
			  SELECT t.oid, t.oid AS model, t.tgparentid AS above
			  FROM pg_catalog.pg_trigger AS t JOIN beneath AS b ON t.tgrelid = b.oid
			  UNION ALL
			  SELECT l.oid, t.oid, t.tgparentid FROM line AS l JOIN pg_catalog.pg_trigger AS t ON t.oid = l.above)
			SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(t.tgname), t.tgenabled
			FROM line AS l
			JOIN pg_catalog.pg_trigger AS m ON m.oid = l.model AND NOT m.tgisinternal AND l.above = 0
			JOIN pg_catalog.pg_trigger AS t ON t.oid = l.oid
			JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			WHERE t.tgenabled IN ('O', 'A') AND t.tgtype & ? <> 0
			ORDER BY 1, 2""";

	private final List<String> undo = new ArrayList<>();

	private Silence() {
	}

	/** Whether there is a trigger to be switched off. */
	static boolean isNeeded(Connection connection, RelationName table, int event) throws SQLException {
		List<String> names = new ArrayList<>();
		Rows.read(connection, TRIGGERS, (row) -> names.add(row.getString(2)), table.toString(), event);
		return !names.isEmpty();
	}

	/**
	 * Switches the triggers of an event off, on a table and all beneath it.
	 * @throws PartitionOperationException if our role may not do so
	 */
	static Silence over(Connection connection, RelationName table, int event) throws SQLException {
		Silence silence = new Silence();
		List<String> statements = new ArrayList<>();
		List<String> names = new ArrayList<>();
		Rows.read(connection, TRIGGERS, (row) -> {
			String alter = "ALTER TABLE ONLY " + row.getString(1);
			names.add(row.getString(2) + " on " + row.getString(1));
			statements.add(alter + " DISABLE TRIGGER " + row.getString(2));
			silence.undo.add(alter + " ENABLE " + (row.getString(3).equals("A") ? "ALWAYS " : "") + "TRIGGER "
					+ row.getString(2));
		}, table.toString(), event);
		try {
			Session.execute(connection, statements);
		}
		catch (SQLException ex) {
			if ("42501".equals(ex.getSQLState())) {
				throw new PartitionOperationException(FindingCode.DEFAULT_HOLDS_ROWS, "Rows are not moved out of "
						+ table + ": the trigger " + names.get(0)
						+ " would fire as if they were deleted, and PostgreSQL 14 lets only a superuser switch it off",
						"Drop the trigger, let a run move the rows, and make it again; or move them as a superuser",
						"42501", ex);
			}
			throw ex;
		}
		return silence;
	}

	/** Switches them on again, as they were. */
	void end(Connection connection) throws SQLException {
		Session.execute(connection, this.undo);
	}

}

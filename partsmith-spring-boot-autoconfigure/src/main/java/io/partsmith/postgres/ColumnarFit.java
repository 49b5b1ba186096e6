package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Obstacle;
import io.partsmith.lifecycle.Question;
import io.partsmith.topology.RelationName;

/**
 * What stands against columns. PostgreSQL and Citus take most of it without a word when a
 * table is converted, and refuse every row that comes then: a trigger after each row,
 * such as that of a foreign key, a publication. An index that columns have no use for is
 * built all the same, or ends the conversion.
 */
final class ColumnarFit {

	/** The first version that rewrites a table for another access method in place. */
	private static final int OLDEST = 15;

	private static final String FROM_ALL = ", which takes it from every partition, also from those that stay in rows";

	/**
	 * What comes from a table above is told of there. A key or a trigger from above has
	 * none of its own name here on every version, so the line is walked. A parameter is a
	 * text, so that none is there in a script.
	 */
	private static final String QUERY = """
			WITH leaf AS (
			  SELECT c.oid, c.relnamespace, c.relpersistence, c.relam,
			    quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
			  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			  WHERE c.oid = ANY (?::bigint[]::oid[])),
			line AS (
			  SELECT l.oid AS leaf, a.relid AS oid FROM leaf AS l, pg_catalog.pg_partition_ancestors(l.oid) AS a
			  UNION SELECT l.oid, l.oid FROM leaf AS l),
			named AS (
			  SELECT l.leaf, c.oid, c.relnamespace, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
			  FROM line AS l JOIN pg_catalog.pg_class AS c ON c.oid = l.oid
			  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace),
			published AS (
			  SELECT t.leaf, r.prpubid AS oid, t.name FROM pg_catalog.pg_publication_rel AS r
			    JOIN named AS t ON t.oid = r.prrelid
			  UNION SELECT t.leaf, r.pnpubid, '' FROM pg_catalog.pg_publication_namespace AS r
			    JOIN named AS t ON t.relnamespace = r.pnnspid
			  UNION SELECT l.oid, p.oid, '' FROM leaf AS l, pg_catalog.pg_publication AS p WHERE p.puballtables)
			SELECT l.oid::bigint, 'none', '', '' FROM leaf AS l
			UNION ALL
			SELECT l.oid::bigint, 'extension', '', '' FROM leaf AS l
			WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_am AS m WHERE m.amname = 'columnar')
			UNION ALL
			SELECT l.oid::bigint, 'unlogged', '', l.name FROM leaf AS l WHERE l.relpersistence = 'u'
			UNION ALL
			SELECT l.oid::bigint, 'method', m.amname, l.name FROM leaf AS l JOIN pg_catalog.pg_am AS m ON m.oid = l.relam
			WHERE m.amname NOT IN ('heap', 'columnar')
			UNION ALL
			SELECT l.oid::bigint, CASE WHEN r.relkind = 'I' THEN 'shared ' ELSE '' END
			    || CASE WHEN k.oid IS NULL THEN 'index' ELSE 'constraint' END, coalesce(quote_ident(k.conname), m.amname),
			  coalesce((SELECT quote_ident(n.nspname) || '.' || quote_ident(o.relname) FROM pg_catalog.pg_class AS o
			   JOIN pg_catalog.pg_namespace AS n ON n.oid = o.relnamespace WHERE o.oid = k.conrelid),
			   quote_ident(s.nspname) || '.' || quote_ident(r.relname))
			FROM leaf AS l JOIN pg_catalog.pg_index AS x ON x.indrelid = l.oid
			JOIN pg_catalog.pg_class AS r ON r.oid = coalesce(pg_catalog.pg_partition_root(x.indexrelid)::oid, x.indexrelid)
			JOIN pg_catalog.pg_namespace AS s ON s.oid = r.relnamespace JOIN pg_catalog.pg_am AS m ON m.oid = r.relam
			LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = r.oid AND k.contype IN ('p', 'u', 'x')
			WHERE m.amname NOT IN ('btree', 'hash')
			UNION ALL
			SELECT t.leaf::bigint, 'key', quote_ident(k.conname),
			  (SELECT quote_ident(n.nspname) || '.' || quote_ident(r.relname) FROM pg_catalog.pg_class AS r
			   JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace WHERE r.oid = k.conrelid)
			FROM named AS t JOIN pg_catalog.pg_constraint AS k ON t.oid IN (k.conrelid, k.confrelid)
			WHERE k.contype = 'f' AND k.conparentid = 0
			UNION ALL
			SELECT t.leaf::bigint, 'trigger', quote_ident(g.tgname), t.name
			FROM named AS t JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = t.oid
			WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgtype & 1 = 1 AND g.tgtype & 66 = 0
			UNION ALL
			SELECT b.leaf::bigint, 'publication', quote_ident(p.pubname), b.name
			FROM published AS b JOIN pg_catalog.pg_publication AS p ON p.oid = b.oid WHERE p.pubinsert
			ORDER BY 1, 2, 3, 4""";

	private ColumnarFit() {
	}

	static Map<Question, Answer> of(List<Question> questions, Connection connection) throws SQLException {
		Map<Long, List<Obstacle>> found = found(connection,
				questions.stream().map((question) -> question.unit().relation().oid()).toList());
		Map<Question, Answer> answers = new HashMap<>();
		for (Question question : questions) {
			List<Obstacle> own = found.get(question.unit().relation().oid());
			if (own != null) {
				answers.put(question, new Answer.Obstacles(own));
			}
		}
		return answers;
	}

	/** What stands against it by now. */
	static List<Obstacle> of(Connection connection, long oid) throws SQLException {
		return found(connection, List.of(oid)).getOrDefault(oid, List.of());
	}

	private static Map<Long, List<Obstacle>> found(Connection connection, List<Long> oids) throws SQLException {
		Map<Long, List<Obstacle>> found = new HashMap<>();
		if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST) {
			Obstacle old = new Obstacle(
					"the server is older than PostgreSQL " + OLDEST + ", which rewrites a partition in place;"
							+ " alter_table_set_access_method of Citus locks the whole table meanwhile",
					"Upgrade the server");
			oids.forEach((oid) -> found.put(oid, List.of(old)));
			return found;
		}
		Rows.read(connection, QUERY, (row) -> {
			List<Obstacle> own = found.computeIfAbsent(row.getLong(1), (oid) -> new ArrayList<>());
			if (!row.getString(2).equals("none")) {
				own.add(obstacle(row.getString(2), row.getString(3), row.getString(4)));
			}
		}, connection.createArrayOf("bigint", oids.toArray()));
		return found;
	}

	private static Obstacle obstacle(String kind, String name, String table) {
		return switch (kind) {
			case "extension" -> new Obstacle("the database has no access method columnar (42704)",
					"CREATE EXTENSION citus_columnar, where the server has it; on Citus, on the coordinator");
			case "unlogged" ->
				new Obstacle("an unlogged table cannot be columnar (0A000)", "ALTER TABLE " + table + " SET LOGGED");
			case "method" -> new Obstacle("its access method is " + RelationName.quoteIdentifier(name),
					"ALTER TABLE " + table + " SET ACCESS METHOD heap");
			case "index" -> index(table, name, "");
			case "shared index" -> index(table, name, FROM_ALL);
			case "constraint" -> constraint(table, name, "");
			case "shared constraint" -> constraint(table, name, FROM_ALL);
			case "key" -> new Obstacle(
					"with the foreign key " + name + " of " + table + " rows would be refused afterwards (XX000)",
					"ALTER TABLE " + table + " DROP CONSTRAINT " + name);
			case "trigger" -> new Obstacle(
					"with the trigger " + name + " of " + table
							+ ", which fires after each row, rows would be refused afterwards (XX000)",
					"DROP TRIGGER " + name + " ON " + table + ", and make it again FOR EACH STATEMENT");
			default -> new Obstacle(
					"it is a part of the publication " + name + ", and rows would be refused afterwards (0A000)",
					table.isEmpty()
							? "Name what is to be published (FOR TABLE ...), since one of a schema or of all tables leaves nothing out"
							: "ALTER PUBLICATION " + name + " DROP TABLE " + table
									+ ", of which, with all its partitions, subscribers get nothing more");
		};
	}

	private static Obstacle index(String index, String method, String effect) {
		return new Obstacle("columns have no use for its index " + index + " (" + method + ")",
				"DROP INDEX " + index + effect);
	}

	/** DROP INDEX would be refused (2BP01). */
	private static Obstacle constraint(String table, String name, String effect) {
		return new Obstacle("columns have no use for the index of the constraint " + name + " of " + table,
				"ALTER TABLE " + table + " DROP CONSTRAINT " + name + effect);
	}

}

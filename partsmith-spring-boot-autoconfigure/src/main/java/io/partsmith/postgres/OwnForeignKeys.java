package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.topology.RelationName;

/**
 * The foreign keys that detached tables and what stands beneath them still have. A drop
 * would lock the tables they refer to against everybody in an order of its own.
 */
final class OwnForeignKeys {

	private static final String DROPS = """
			WITH RECURSIVE tree AS (
			  SELECT to_regclass(w.name)::oid AS oid FROM unnest(?::text[]) AS w(name)
			  UNION ALL
			  SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN tree AS t ON i.inhparent = t.oid)
			SELECT format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, c.relname, k.conname)
			FROM tree AS t JOIN pg_catalog.pg_constraint AS k ON k.conrelid = t.oid
			JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid
			JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace
			WHERE k.contype = 'f' AND k.conparentid = 0
			ORDER BY fn.nspname COLLATE "C", f.relname COLLATE "C", c.oid, k.conname""";

	private OwnForeignKeys() {
	}

	/** The statements that drop them, in the order of the tables they refer to. */
	static List<String> drops(Connection connection, List<RelationName> tables) throws SQLException {
		List<String> drops = new ArrayList<>();
		Rows.read(connection, DROPS, (row) -> drops.add(row.getString(1)),
				connection.createArrayOf("text", tables.stream().map(RelationName::toString).toArray()));
		return drops;
	}

}

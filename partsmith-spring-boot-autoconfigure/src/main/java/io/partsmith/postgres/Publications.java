package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.topology.RelationName;

/** Whether changes of a table are published to subscribers. */
final class Publications {

	/** A publication may name the table, what it is a part of, or a part of it. */
	private static final String INCLUDE = Lineage.WITH + """
			SELECT EXISTS (SELECT FROM line
			  JOIN pg_catalog.pg_class AS c ON c.oid = line.oid
			  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			  JOIN pg_catalog.pg_publication_tables AS p ON p.schemaname = n.nspname AND p.tablename = c.relname)""";

	private Publications() {
	}

	static boolean include(Connection connection, RelationName table) throws SQLException {
		return Session.queryRow(connection, INCLUDE, (row) -> row.getBoolean(1), Lineage.of(table));
	}

}

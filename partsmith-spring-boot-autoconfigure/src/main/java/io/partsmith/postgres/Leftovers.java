package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.topology.RelationName;

/**
 * The CHECK constraint that a concurrent detach leaves behind: a copy of the partition's
 * own constraint. Back in the tree it says nothing new, but whatever is to be attached
 * beneath the partition would need it too (42804).
 */
final class Leftovers {

	private static final String COPIES = """
			SELECT quote_ident(c.conname) FROM pg_catalog.pg_constraint AS c
			WHERE c.conrelid = to_regclass(?) AND c.contype = 'c' AND c.conislocal AND c.coninhcount = 0
			  AND pg_get_constraintdef(c.oid) = 'CHECK (' || pg_get_partition_constraintdef(c.conrelid) || ')'""";

	private Leftovers() {
	}

	/** Drops it from a partition that was attached again, in the transaction of that. */
	static void drop(Connection connection, RelationName partition) throws SQLException {
		List<String> names = new ArrayList<>();
		Rows.read(connection, COPIES, (row) -> names.add(row.getString(1)), partition.toString());
		for (String name : names) {
			Session.execute(connection, "ALTER TABLE " + partition + " DROP CONSTRAINT " + name);
		}
	}

}

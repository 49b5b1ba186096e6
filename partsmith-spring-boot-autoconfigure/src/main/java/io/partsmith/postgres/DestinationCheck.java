package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.Destination;
import io.partsmith.plan.FindingCode;
import io.partsmith.topology.Marker;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table can take all rows of a partitioned one, before one of them is moved.
 *
 * @param root the partitioned table
 * @param name the table that is to take its rows
 * @param prefix what our markers begin with
 */
record DestinationCheck(RelationName root, RelationName name, String prefix) {

	private static final String QUERY = """
			SELECT c.oid::bigint, c.relkind, c.relispartition, c.relpersistence, obj_description(c.oid, 'pg_class'),
			  has_table_privilege(c.oid, 'INSERT'), pg_catalog.quote_ident(current_user)
			FROM pg_catalog.pg_class AS c WHERE c.oid = to_regclass(?)""";

	Destination on(Connection connection) throws SQLException {
		Long[] oid = new Long[1];
		Rows.read(connection, QUERY, (row) -> {
			oid[0] = row.getLong(1);
			requireKind(row.getString(2), row.getBoolean(3));
			requireDurable(row.getString(4));
			requireStranger(row.getString(5));
			if (!row.getBoolean(6)) {
				throw refused(FindingCode.PRIVILEGE_MISSING, "our role may not insert there (42501)",
						"GRANT INSERT ON " + this.name + " TO " + row.getString(7));
			}
		}, this.name.toString());
		if (oid[0] == null) {
			throw refused(FindingCode.TABLE_MISSING, "there is no such table",
					"CREATE TABLE " + this.name + " (LIKE " + this.root + " INCLUDING ALL)");
		}
		Destination into = new Destination(this.name, oid[0], ColumnFit.of(connection, this.root, this.name));
		Harm.refuse(connection, this.root);
		Harm.requireUnreferenced(connection, this.root);
		requirePublished(connection);
		IdSequences.of(connection, into);
		return into;
	}

	private void requireKind(String kind, boolean partition) {
		if (partition) {
			throw refused(FindingCode.PARTITION_ATTACHED, "it is a partition", "Name a table that stands for itself");
		}
		if (!kind.equals("r")) {
			throw refused(FindingCode.SHAPE_MISMATCH,
					kind.equals("p") ? "it is partitioned itself" : "it is no ordinary table",
					"Name an ordinary table: CREATE TABLE <its name> (LIKE " + this.root + " INCLUDING ALL)");
		}
	}

	private void requireDurable(String persistence) {
		if (!persistence.equals("p")) {
			throw refused(FindingCode.SHAPE_MISMATCH, "a crash of the server, or the end of a session, empties it",
					"ALTER TABLE " + this.name + " SET LOGGED");
		}
	}

	/** What was detached from some table is a source, and dropped one day. */
	private void requireStranger(@Nullable String comment) {
		Marker.read(this.prefix, comment).ifPresent((marker) -> {
			throw refused(FindingCode.STALE_MARKER, "it carries our marker as a table detached from " + marker.parent(),
					"If it is none any more, take the marker off: COMMENT ON TABLE " + this.name + " IS NULL");
		});
	}

	/** A subscriber would be told that the rows are gone, and never where they went. */
	private void requirePublished(Connection connection) throws SQLException {
		if (Publications.include(connection, this.root) && !Publications.include(connection, this.name)) {
			throw refused(FindingCode.SHAPE_MISMATCH,
					this.root + " is published and it is not, so that subscribers would lose the rows",
					"ALTER PUBLICATION <that of " + this.root + "> ADD TABLE " + this.name);
		}
	}

	private PartitionOperationException refused(FindingCode code, String why, String next) {
		return new PartitionOperationException(code,
				"The rows of " + this.root + " are not moved into " + this.name + ": " + why, next, null, null);
	}

}

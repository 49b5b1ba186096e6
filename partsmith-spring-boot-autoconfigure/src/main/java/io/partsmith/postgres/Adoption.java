package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.partsmith.plan.FindingCode;
import io.partsmith.topology.Marker;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Puts our marker on a detached table that has none: from then on it is ours to attach
 * again or to drop. The marker names no time of detach, because nobody knows it.
 */
final class Adoption {

	private static final String LOOK = """
			SELECT c.oid::bigint, c.relkind, obj_description(c.oid, 'pg_class'),
			  (SELECT string_agg(format('%I.%I', n.nspname, p.relname), ', ')
			   FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS p ON p.oid = i.inhparent
			   JOIN pg_catalog.pg_namespace AS n ON n.oid = p.relnamespace WHERE i.inhrelid = c.oid)
			FROM (SELECT to_regclass(?) AS oid) AS named LEFT JOIN pg_catalog.pg_class AS c ON c.oid = named.oid""";

	/** What ATTACH would refuse, a line for each column. */
	private static final String DIFFERENCES = """
			WITH columns AS (
			  SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attcollation, a.attnotnull,
			    a.attgenerated::text
			  FROM pg_catalog.pg_attribute AS a WHERE a.attnum > 0 AND NOT a.attisdropped)
			SELECT CASE
			  WHEN t.attname IS NULL THEN format('the column %I is missing', p.attname)
			  WHEN p.attname IS NULL THEN format('the column %I is one too many', t.attname)
			  WHEN t.type <> p.type THEN format('the column %I is %s in place of %s', p.attname, t.type, p.type)
			  WHEN t.attcollation <> p.attcollation THEN format('the column %I has another collation', p.attname)
			  WHEN t.attgenerated <> p.attgenerated THEN format('the column %I is generated in one of both only', p.attname)
			  ELSE format('the column %I takes NULL', p.attname) END
			FROM (SELECT * FROM columns WHERE attrelid = to_regclass(?)::oid) AS p
			FULL JOIN (SELECT * FROM columns WHERE attrelid = to_regclass(?)::oid) AS t ON t.attname = p.attname
			WHERE t.attname IS NULL OR p.attname IS NULL OR t.type <> p.type OR t.attcollation <> p.attcollation
			  OR t.attgenerated <> p.attgenerated OR p.attnotnull AND NOT t.attnotnull
			ORDER BY 1""";

	private final RelationName parent;

	private final RelationName table;

	private final String markerPrefix;

	Adoption(RelationName parent, RelationName table, String markerPrefix) {
		this.parent = parent;
		this.table = table;
		this.markerPrefix = markerPrefix;
	}

	/** Whether the table is there and carries the marker now. */
	boolean on(Connection connection) throws SQLException {
		Look before = look(connection);
		if (before.oid() == 0) {
			return false;
		}
		requireTable(before);
		Session.execute(connection, SqlScript.lockAgainstDdl(this.table));
		Look now = look(connection);
		requireTable(now);
		Optional<Marker> present = Marker.read(this.markerPrefix, now.comment());
		if (present.isPresent()) {
			requireOurs(present.get());
			return true;
		}
		requireShape(connection);
		Marker marker = new Marker(this.parent, null);
		Session.execute(connection, SqlScript.comment(this.table, marker.writeAbove(this.markerPrefix, now.comment())));
		return true;
	}

	private Look look(Connection connection) throws SQLException {
		return Session.queryRow(connection, LOOK,
				(row) -> new Look(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
				this.table.toString());
	}

	private void requireTable(Look look) {
		if (look.parents() != null) {
			throw refused(FindingCode.PARTITION_ATTACHED, this.table + " is attached to " + look.parents(),
					"Detach it first: ALTER TABLE " + look.parents() + " DETACH PARTITION " + this.table);
		}
		boolean fits = "r".equals(look.kind()) || "p".equals(look.kind());
		if (!fits || this.table.equals(this.parent)) {
			throw refused(FindingCode.SHAPE_MISMATCH,
					this.table + " is no table that could be detached from " + this.parent,
					"Name an ordinary or a partitioned table that was a partition of " + this.parent);
		}
	}

	private void requireOurs(Marker marker) {
		if (!marker.parent().equals(this.parent)) {
			throw refused(FindingCode.MARKER_MISSING, this.table + " carries the marker of " + marker.parent(),
					"Adopt it for that table; or take the marker off first: " + SqlScript.comment(this.table, null));
		}
	}

	private void requireShape(Connection connection) throws SQLException {
		List<String> differences = new ArrayList<>();
		Rows.read(connection, DIFFERENCES, (row) -> differences.add(row.getString(1)), this.parent.toString(),
				this.table.toString());
		if (!differences.isEmpty()) {
			throw refused(FindingCode.SHAPE_MISMATCH,
					this.table + " could not be a partition of " + this.parent + ": " + String.join("; ", differences),
					"Look at both: \\d " + this.parent + " and \\d " + this.table
							+ "; drop it by hand if it is not needed");
		}
	}

	private PartitionOperationException refused(FindingCode code, String message, String next) {
		return new PartitionOperationException(code,
				"Adoption of " + this.table + " for " + this.parent + " is refused: " + message, next, null, null);
	}

	/**
	 * What stands behind the table's name.
	 *
	 * @param oid its OID, or 0 where there is nothing
	 * @param kind its kind, as the catalog has it, or {@code null} likewise
	 * @param comment its comment, or {@code null}
	 * @param parents what it is attached to or inherits from, or {@code null}
	 */
	private record Look(long oid, @Nullable String kind, @Nullable String comment, @Nullable String parents) {
	}

}

package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.partsmith.topology.PartitionBounds;

/**
 * The bounds of partitions that were read before. To print and to parse them is half of
 * what a look at the catalog costs, and they hardly ever change. What is known of a
 * partition holds as long as the version of its {@code pg_class} row is the same:
 * PostgreSQL never changes a bound in place. Two looks may read the same bound at once;
 * none waits for what another one asks the database.
 */
final class KnownBounds {

	/**
	 * A bound names no column, so that it is printed without naming its table, which
	 * pg_get_expr would lock.
	 */
	private static final String BOUNDS = """
			SELECT c.oid::bigint, pg_get_expr(c.relpartbound, 0) FROM pg_catalog.pg_class AS c
			WHERE c.oid = ANY (?::bigint[]::oid[])""";

	/** About 30 MB; a look at more partitions than that knows none of them. */
	private static final int MOST = 100_000;

	private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
			return size() > MOST;
		}

	};

	private String source = "";

	/**
	 * The bounds of some relations, from memory or else from the catalog.
	 * @param connection a connection in the snapshot in which the versions were read
	 * @param from which database of which server this is, in which run of that server,
	 * with which labels of enums: a version means nothing anywhere else, nor after a
	 * restore to an earlier time, and does not tell that a label is another one
	 * @param versions the version of each relation's row, by OID
	 * @return by OID
	 */
	Map<Long, PartitionBounds> of(Connection connection, String from, Map<Long, String> versions) throws SQLException {
		Map<Long, PartitionBounds> bounds = remembered(from, versions);
		List<Long> unknown = versions.keySet().stream().filter((oid) -> !bounds.containsKey(oid)).toList();
		if (!unknown.isEmpty()) {
			Map<Long, PartitionBounds> read = new HashMap<>();
			Rows.read(connection, BOUNDS, (row) -> {
				String text = row.getString(2);
				read.put(row.getLong(1), PartitionBounds.parse((text != null) ? text : ""));
			}, connection.createArrayOf("bigint", unknown.toArray()));
			remember(from, versions, read);
			bounds.putAll(read);
		}
		return bounds;
	}

	private synchronized Map<Long, PartitionBounds> remembered(String from, Map<Long, String> versions) {
		Map<Long, PartitionBounds> bounds = new HashMap<>();
		if (this.source.equals(from)) {
			versions.forEach((oid, version) -> {
				Known before = this.known.get(oid);
				if (before != null && before.version().equals(version)) {
					bounds.put(oid, before.bounds());
				}
			});
		}
		return bounds;
	}

	private synchronized void remember(String from, Map<Long, String> versions, Map<Long, PartitionBounds> read) {
		if (!this.source.equals(from)) {
			this.known.clear();
			this.source = from;
		}
		read.forEach(
				(oid, bounds) -> this.known.put(oid, new Known(Objects.requireNonNull(versions.get(oid)), bounds)));
	}

	/**
	 * What was read of a partition.
	 *
	 * @param version the transaction that wrote its row
	 * @param bounds its bounds
	 */
	private record Known(String version, PartitionBounds bounds) {
	}

}

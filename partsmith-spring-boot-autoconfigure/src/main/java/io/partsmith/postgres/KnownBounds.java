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
 * PostgreSQL never changes a bound in place.
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
	 * @param from which database of which server this is, in which run of that server: a
	 * version means nothing anywhere else, nor after a restore to an earlier time
	 * @param versions the version of each relation's row, by OID
	 * @return by OID
	 */
	synchronized Map<Long, PartitionBounds> of(Connection connection, String from, Map<Long, String> versions)
			throws SQLException {
		if (!this.source.equals(from)) {
			this.known.clear();
			this.source = from;
		}
		Map<Long, PartitionBounds> bounds = new HashMap<>();
		versions.forEach((oid, version) -> {
			Known before = this.known.get(oid);
			if (before != null && before.version().equals(version)) {
				bounds.put(oid, before.bounds());
			}
		});
		List<Long> unknown = versions.keySet().stream().filter((oid) -> !bounds.containsKey(oid)).toList();
		if (!unknown.isEmpty()) {
			Rows.read(connection, BOUNDS, (row) -> {
				long oid = row.getLong(1);
				String text = row.getString(2);
				Known read = new Known(Objects.requireNonNull(versions.get(oid)),
						PartitionBounds.parse((text != null) ? text : ""));
				this.known.put(oid, read);
				bounds.put(oid, read.bounds());
			}, connection.createArrayOf("bigint", unknown.toArray()));
		}
		return bounds;
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

package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.mpp.ReplicationSlot;
import io.partsmith.topology.Cluster;

/** Reads what is amiss with a coordinator, and changes nothing. */
final class ClusterReader {

	private static final String DANGLING = """
			SELECT p.logicalrelid::oid::bigint FROM pg_catalog.pg_dist_partition AS p
			WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = p.logicalrelid) ORDER BY 1""";

	/** Who may not read a setting does not see it here. */
	private static final String SETTINGS = """
			SELECT name, setting FROM pg_catalog.pg_settings
			WHERE name IN ('shared_preload_libraries', 'max_prepared_transactions', 'max_connections', 'wal_level')""";

	private static final String SLOTS = """
			SELECT slot_name, slot_type, database, plugin,
			  CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint END,
			  current_database()
			FROM pg_catalog.pg_replication_slots WHERE NOT active ORDER BY slot_name""";

	private final Connection connection;

	ClusterReader(Connection connection) {
		this.connection = connection;
	}

	Cluster read(List<String> nodeSteps) throws SQLException {
		List<Long> dangling = new ArrayList<>();
		each(DANGLING, (row) -> dangling.add(row.getLong(1)));
		Map<String, Object> settings = new HashMap<>();
		each(SETTINGS, (row) -> settings.put(row.getString(1), row.getString(2)));
		List<Cluster.IdleSlot> idle = new ArrayList<>();
		each(SLOTS, (row) -> {
			ReplicationSlot slot = new ReplicationSlot(row.getString(1), row.getString(2), row.getString(3),
					row.getString(4));
			if (!CitusSlots.isOwn(slot, row.getString(6))) {
				long held = row.getLong(5);
				idle.add(new Cluster.IdleSlot(slot.name(), row.wasNull() ? null : held));
			}
		});
		return new Cluster(dangling, differences(settings), idle, nodeSteps);
	}

	/**
	 * By the rules by which a handler sets them; how a node reaches itself is not told.
	 */
	static List<Cluster.Setting> differences(Map<String, Object> actual) {
		if (!actual.keySet().containsAll(List.of("max_prepared_transactions", "max_connections"))) {
			return List.of();
		}
		Map<String, Object> wanted = new HashMap<>(actual);
		CitusSettings.adjust(wanted, null);
		return actual.keySet()
			.stream()
			.sorted()
			.filter((name) -> !spaceless(actual, name).equals(spaceless(wanted, name)))
			.map((name) -> new Cluster.Setting(name, String.valueOf(actual.get(name)),
					String.valueOf(wanted.get(name))))
			.toList();
	}

	private static String spaceless(Map<String, Object> settings, String name) {
		return String.valueOf(settings.get(name)).replace(" ", "");
	}

	private void each(String sql, Sink sink) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				sink.take(rows);
			}
		}
	}

	/** Takes a row. */
	@FunctionalInterface
	private interface Sink {

		void take(ResultSet row) throws SQLException;

	}

}

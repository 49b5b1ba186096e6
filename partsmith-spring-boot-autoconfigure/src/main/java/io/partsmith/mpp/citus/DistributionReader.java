package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.topology.Branch;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Distribution;
import io.partsmith.topology.Distribution.Kind;
import io.partsmith.topology.Distributions;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * Reads how Citus keeps relations, in one query for all tables. Shards are never met: a
 * coordinator may hold some, but they are named and attached by nobody's policy.
 */
final class DistributionReader {

	/**
	 * An estimate of what lies in the coordinator's own file takes no lock on it, unlike
	 * its size.
	 */
	private static final String QUERY = """
			SELECT p.logicalrelid::oid::bigint, p.partmethod::text, p.repmodel::text, p.colocationid,
			  CASE WHEN p.partkey IS NOT NULL THEN column_to_column_name(p.logicalrelid, p.partkey) END,
			  EXISTS (SELECT FROM pg_catalog.pg_dist_schema AS s WHERE s.colocationid = p.colocationid),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint
			FROM pg_catalog.pg_dist_partition AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.logicalrelid
			WHERE p.logicalrelid = ANY (?::bigint[]::oid[])""";

	private final Connection connection;

	DistributionReader(Connection connection) {
		this.connection = connection;
	}

	CatalogSnapshot complete(CatalogSnapshot snapshot) throws SQLException {
		Map<TableTopology.Partitioned, List<Long>> members = new HashMap<>();
		for (TableTopology table : snapshot.tables().values()) {
			if (table instanceof TableTopology.Partitioned partitioned) {
				members.put(partitioned, members(partitioned));
			}
		}
		if (members.isEmpty()) {
			return snapshot;
		}
		Map<Long, Distribution> known = read(members.values().stream().flatMap(List::stream).toArray(Long[]::new));
		Map<RelationName, TableTopology> tables = new HashMap<>(snapshot.tables());
		members.forEach((table, oids) -> {
			Map<Long, Distribution> own = new HashMap<>(known);
			own.keySet().retainAll(oids);
			tables.put(table.table(), own.isEmpty() ? table : table.with(new Distributions(own)));
		});
		return new CatalogSnapshot(snapshot.server(), tables);
	}

	private Map<Long, Distribution> read(Long[] oids) throws SQLException {
		Map<Long, Distribution> known = new HashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(QUERY)) {
			statement.setArray(1, this.connection.createArrayOf("bigint", oids));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					Kind kind = kind(row.getString(2), row.getString(3), row.getInt(4), row.getBoolean(6));
					// What lies in a local table is its data.
					long leftover = (kind != Kind.LOCAL) ? row.getLong(7) : 0;
					known.put(row.getLong(1), new Distribution(kind, row.getString(5), row.getInt(4), leftover));
				}
			}
		}
		return known;
	}

	private static Kind kind(String method, String model, int colocation, boolean schema) {
		if (!method.equals("n")) {
			return Kind.DISTRIBUTED;
		}
		if (model.equals("t")) {
			return Kind.REFERENCE;
		}
		if (colocation == 0) {
			return Kind.LOCAL;
		}
		return schema ? Kind.SCHEMA : Kind.SINGLE_SHARD;
	}

	private static List<Long> members(TableTopology.Partitioned table) {
		List<Long> oids = new ArrayList<>(List.of(table.oid()));
		collect(table.branch(), oids);
		for (Orphan orphan : table.orphans()) {
			collect(orphan.relation(), orphan.branch(), oids);
		}
		for (Stray stray : table.strays()) {
			collect(stray.relation(), stray.branch(), oids);
		}
		return oids;
	}

	private static void collect(Relation relation, @Nullable Branch branch, List<Long> oids) {
		oids.add(relation.oid());
		if (branch != null) {
			collect(branch, oids);
		}
	}

	private static void collect(Branch branch, List<Long> oids) {
		for (Partition partition : branch.partitions()) {
			collect(partition.relation(), partition.branch(), oids);
		}
	}

}

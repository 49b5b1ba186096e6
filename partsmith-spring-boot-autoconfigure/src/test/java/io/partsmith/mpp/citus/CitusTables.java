package io.partsmith.mpp.citus;

import java.util.List;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Tables;

/** The tables of the tests on Citus, kept in every way it knows. */
final class CitusTables {

	static final String TODAY = "2026-03-15T00:00:00Z";

	private static final String TABLE = """
			CREATE TABLE %s (tenant_id bigint NOT NULL, created_at timestamptz NOT NULL, payload text,
			  PRIMARY KEY (tenant_id, created_at)) PARTITION BY RANGE (created_at)""";

	private CitusTables() {
	}

	static String create(String table) {
		return TABLE.formatted(table);
	}

	/** Some table and what gives it to the cluster. */
	static void distributed(CitusCluster cluster, String table) {
		cluster.execute(create(table),
				"SELECT create_distributed_table('" + table + "', 'tenant_id', shard_count := 4)");
	}

	static TablePartitionConfig monthly(String table, Lifecycle lifecycle) {
		return Tables.times(table.substring(table.indexOf('.') + 1), table, Granularity.MONTH, lifecycle);
	}

	static Engine engine(CitusCluster cluster, String now) {
		return Engine.on(cluster.dataSource(), now)
			.with(new CitusDialect())
			.guardedBy(new CitusGuard(new CitusMpp(new CitusConfig(0, "citus")), cluster.dataSource()));
	}

	/** A month made by hand. */
	static String month(String table, String month, String from, String to) {
		return "CREATE TABLE " + table + "__" + month + " PARTITION OF " + table + " FOR VALUES FROM ('" + from
				+ " 00:00:00+00') TO ('" + to + " 00:00:00+00')";
	}

	/** A row of each of so many tenants, on the first of a month. */
	static String rows(String table, int tenants, String day) {
		return "INSERT INTO " + table + " SELECT i, '" + day + " 12:00:00+00', 'x' FROM generate_series(1, " + tenants
				+ ") AS i";
	}

	/** The partitions as the coordinator has them, with how each is kept. */
	static List<String> kept(CitusCluster cluster, String table) {
		return cluster.jdbc().queryForList("""
				SELECT concat_ws(' ', c.relname, p.partmethod, column_to_column_name(p.logicalrelid, p.partkey),
				  (SELECT count(*) FROM pg_dist_shard AS s WHERE s.logicalrelid = c.oid))
				FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
				LEFT JOIN pg_dist_partition AS p ON p.logicalrelid = c.oid
				WHERE i.inhparent = ?::regclass ORDER BY c.relname""", String.class, table);
	}

}

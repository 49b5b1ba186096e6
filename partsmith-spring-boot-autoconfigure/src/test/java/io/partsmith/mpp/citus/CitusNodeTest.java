package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.maintenance.RunReason;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppHandler;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the nodes of a real cluster say that they are. */
@CitusTest
class CitusNodeTest {

	private static final CitusMpp COORDINATOR = new CitusMpp(new CitusConfig(0, "citus"));

	private static RunReason reason(DataSource dataSource) {
		return new CitusGuard(COORDINATOR, dataSource).objection().map(Objection::reason).orElse(null);
	}

	@Test
	void onlyTheCoordinatorMaintains(CitusCluster cluster) { // M49
		assertThat(CitusRole.of(cluster.dataSource())).isEqualTo(new CitusRole(false, 0, true, true));
		assertThat(reason(cluster.dataSource())).isNull();
		for (int worker = 0; worker < cluster.workers(); worker++) {
			assertThat(CitusRole.of(cluster.worker(worker))).isEqualTo(new CitusRole(false, worker + 1, false, true));
			assertThat(reason(cluster.worker(worker))).isEqualTo(RunReason.NOT_COORDINATOR);
		}
	}

	@Test
	void nothingIsMaintainedWhereDdlStaysOnTheCoordinator(CitusCluster cluster) throws SQLException { // M82
		try (Connection connection = cluster.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SET citus.enable_ddl_propagation = off");
			try {
				Objection objection = new CitusGuard(COORDINATOR, new SingleConnectionDataSource(connection, true))
					.objection()
					.orElseThrow();
				assertThat(objection.reason()).isEqualTo(RunReason.UNSAFE_SETTING);
				assertThat(objection.detail()).contains("citus.enable_ddl_propagation");
			}
			finally {
				statement.execute("RESET citus.enable_ddl_propagation");
			}
		}
	}

	@Test
	void bootstrapLeavesAClusterAsItIs(CitusCluster cluster) { // M47
		String nodes = "SELECT string_agg(concat_ws(' ', nodeid, nodename, nodeport, noderole), ', ' ORDER BY nodeid)"
				+ " FROM pg_dist_node";
		String before = cluster.jdbc().queryForObject(nodes, String.class);
		String database = cluster.jdbc().queryForObject("SELECT current_database()", String.class);
		String host = cluster.jdbc()
			.queryForObject("SELECT nodename FROM pg_dist_node WHERE groupid = 0", String.class);
		int port = cluster.jdbc().queryForObject("SELECT nodeport FROM pg_dist_node WHERE groupid = 0", Integer.class);
		try (MppHandler handler = new CitusMpp(new CitusConfig(0, database))
			.handler(new MppDatabase(cluster.dataSource(), cluster.dataSource(), host, port))) {
			handler.bootstrap();
		}
		assertThat(cluster.jdbc().queryForObject(nodes, String.class)).isEqualTo(before);
	}

}

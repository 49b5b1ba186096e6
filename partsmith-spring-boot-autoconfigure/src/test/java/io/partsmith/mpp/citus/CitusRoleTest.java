package io.partsmith.mpp.citus;

import java.util.Map;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.RoleDataSource;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.partsmith.mpp.citus.CitusTables.monthly;
import static org.assertj.core.api.Assertions.assertThat;

/** Maintenance wants no superuser, on Citus neither. */
@CitusTest
class CitusRoleTest {

	private static final String EVENTS = "public.events";

	@BeforeEach
	void roles(CitusCluster cluster) {
		forget(cluster);
		cluster.execute("CREATE ROLE t_citus_app LOGIN", "CREATE ROLE t_citus_reader LOGIN",
				"GRANT ALL ON SCHEMA public TO t_citus_app", "GRANT USAGE ON SCHEMA public TO t_citus_reader");
	}

	@AfterEach
	void forget(CitusCluster cluster) {
		cluster.execute("DROP TABLE IF EXISTS public.events");
		for (String role : cluster.jdbc()
			.queryForList("SELECT rolname FROM pg_roles WHERE rolname LIKE 't\\_citus\\_%'", String.class)) {
			cluster.execute("REVOKE ALL ON SCHEMA public FROM " + role, "DROP ROLE " + role);
		}
	}

	@Test
	void anOwnerMaintainsAndHandsDownItsGrants(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute("ALTER TABLE public.events OWNER TO t_citus_app",
				"GRANT SELECT ON public.events TO t_citus_reader");
		TablePartitionConfig plain = monthly(EVENTS, Tables.aheadKeep(2, 2));
		TablePartitionConfig table = new TablePartitionConfig(plain.id(), plain.table(), plain.scheme(),
				plain.lifecycle(), Map.of(), new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT), null);
		// A pooled session would keep the role.
		RoleDataSource application = new RoleDataSource(new DriverManagerDataSource(cluster.url()), "t_citus_app");
		Engine engine = Engine.on(application, "2026-01-15T00:00:00Z")
			.with(new CitusDialect())
			.guardedBy(new CitusGuard(new CitusMpp(new CitusConfig(0, "citus")), application));
		MaintenanceResult created = engine.run(table);
		assertThat(created.success()).as(created.toString()).isTrue();
		for (int worker = 0; worker < cluster.workers(); worker++) {
			assertThat(cluster.jdbc(worker)
				.queryForObject(
						"SELECT has_table_privilege('t_citus_reader', 'public.events__2026_01', 'SELECT')"
								+ " AND tableowner = 't_citus_app' FROM pg_tables WHERE tablename = 'events__2026_01'",
						Boolean.class))
				.isTrue();
		}
		cluster.execute(CitusTables.rows(EVENTS, 20, "2026-01-10"));
		MaintenanceResult retired = engine.at("2026-03-15T00:00:00Z").run(table);
		assertThat(retired.success()).as(retired.toString()).isTrue();
		assertThat(retired.droppedCount()).isOne();
		assertThat(engine.run(table).outcome()).isEqualTo(Outcome.CONVERGED);
	}

}

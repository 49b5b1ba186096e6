package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.ColumnShape;
import io.partsmith.topology.Grant;
import io.partsmith.topology.Place;
import io.partsmith.topology.Policy;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.ReplicaIdentity;
import io.partsmith.topology.RowSecurity;
import io.partsmith.topology.StatisticsTarget;
import io.partsmith.topology.StorageParameter;
import io.partsmith.topology.TableComment;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Unlogged;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the catalog says about a table besides columns and indexes. */
@PostgresTest
class PropertyReaderTest {

	private static final Leaves GRANTED = new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT);

	private static PropertySheet sheet(PostgresDatabase db, Leaves leaves) {
		TablePartitionConfig config = Tables.monthly(Tables.ahead(1)).with(leaves);
		return ((TableTopology.Partitioned) new PostgresMetadataProvider(db.dataSource(), ExecutionSettings.DEFAULT)
			.read(List.of(config))
			.table(config.table())).properties();
	}

	@Test
	void readsEveryTraitOfTheTableAndOfItsPartitions(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "CREATE ROLE \"t_Reader\"", "GRANT USAGE, CREATE ON SCHEMA public TO t_owner",
				"CREATE TABLE t (id bigint NOT NULL, created_at timestamptz NOT NULL, body text COLLATE \"C\","
						+ " price numeric(10,2), gone int) PARTITION BY RANGE (created_at)",
				"ALTER TABLE t DROP COLUMN gone", "CREATE UNIQUE INDEX t_key ON t (created_at, id) INCLUDE (body)",
				"ALTER TABLE t REPLICA IDENTITY USING INDEX t_key", "ALTER TABLE t ALTER body SET STATISTICS 500",
				"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "ALTER TABLE t FORCE ROW LEVEL SECURITY",
				"CREATE POLICY mine ON t AS RESTRICTIVE FOR UPDATE TO \"t_Reader\", t_owner USING (id > 0)",
				"CREATE POLICY all_rows ON t", "COMMENT ON TABLE t IS 'what happened'", "GRANT SELECT ON t TO PUBLIC",
				"GRANT INSERT ON t TO \"t_Reader\" WITH GRANT OPTION", "GRANT UPDATE (body) ON t TO \"t_Reader\"",
				Tables.month("2026_06"),
				"ALTER TABLE t__2026_06 SET (fillfactor = 70, toast.autovacuum_enabled = false)",
				"ALTER TABLE t__2026_06 SET UNLOGGED",
				"COMMENT ON TABLE t__2026_06 IS E'pg-partsmith:orphan-parent=public.t\\nkept'",
				"ALTER TABLE t OWNER TO t_owner");
		PropertySheet sheet = sheet(db, GRANTED);
		assertThat(sheet.own()).containsExactly(new Tablespace("pg_default", true),
				new Privileges("t_owner",
						List.of(new Grant(null, "SELECT", null, false), new Grant("t_Reader", "INSERT", null, true),
								new Grant("t_Reader", "UPDATE", "body", false))),
				new ReplicaIdentity(ReplicaIdentity.Form.INDEX, List.of("created_at", "id")),
				new StatisticsTarget("body", 500),
				new RowSecurity(true,
						List.of(new Policy("all_rows", "ALL", true, List.of(""), "", ""),
								new Policy("mine", "UPDATE", false, List.of("t_Reader", "t_owner"), using(sheet), ""))),
				new TableComment("what happened"));
		String me = db.queryOne("SELECT current_user::text");
		assertThat(sheet.partitions()).containsOnlyKeys(CatalogProbe.of(db).oid("t__2026_06"));
		assertThat(sheet.partitions().values().iterator().next()).containsExactly(new Unlogged(),
				new StorageParameter("fillfactor", "70"), new StorageParameter("toast.autovacuum_enabled", "false"),
				new Tablespace("pg_default", true), new Privileges(me, List.of()), new TableComment("kept"));
		assertThat(sheet.newborn()).containsExactly(new Tablespace("pg_default", true), new Privileges(me, List.of()));
		assertThat(sheet.shape().columns()).containsExactly(new ColumnShape("id", "bigint", null, true),
				new ColumnShape("created_at", "timestamp with time zone", null, true),
				new ColumnShape("body", "text", "pg_catalog.\"C\"", false),
				new ColumnShape("price", "numeric(10,2)", null, false));
		assertThat(sheet.shape().obstacles()).containsExactly("t_key");
		assertThat(sheet.shape().derived()).isFalse();
	}

	/** The digest differs between versions of PostgreSQL, since the trees do. */
	private static String using(PropertySheet sheet) {
		RowSecurity secured = sheet.own()
			.stream()
			.filter(RowSecurity.class::isInstance)
			.map(RowSecurity.class::cast)
			.findFirst()
			.orElseThrow();
		return secured.policies().get(1).using();
	}

	@Test
	void readsWhatOurRoleGivesAwayByDefault(PostgresDatabase db) {
		db.execute("CREATE ROLE t_reader", "CREATE ROLE t_other",
				"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO t_reader",
				"ALTER DEFAULT PRIVILEGES FOR ROLE t_other IN SCHEMA public GRANT INSERT ON TABLES TO t_reader",
				Tables.M);
		assertThat(sheet(db, GRANTED).newborn()).contains(new Privileges(db.queryOne("SELECT current_user::text"),
				List.of(new Grant("t_reader", "SELECT", null, false))));
	}

	@Test
	void tellsWhetherThePlaceCanBeUsed(PostgresDatabase db) {
		db.execute(Tables.M);
		assertThat(sheet(db, new Leaves.Local("pg_default", Map.of(), false, false, Carry.DEFAULT)).place())
			.isEqualTo(Place.USABLE);
		assertThat(sheet(db, new Leaves.Local("nowhere", Map.of(), false, false, Carry.DEFAULT)).place())
			.isEqualTo(Place.MISSING);
		assertThat(sheet(db, new Leaves.Foreign("nowhere", Map.of())).place()).isEqualTo(Place.MISSING);
	}

	@Test
	void asksOnlyWhereSomethingIsHandedDown(PostgresDatabase db) {
		db.execute(Tables.M);
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		PostgresMetadataProvider provider = new PostgresMetadataProvider(db.recording(statements),
				ExecutionSettings.DEFAULT);
		List<TablePartitionConfig> tables = List.of(Tables.monthly(Tables.ahead(1)));
		provider.read(tables);
		int plain = statements.size();
		statements.clear();
		db.execute("ALTER TABLE t REPLICA IDENTITY FULL");
		provider.read(tables);
		assertThat(statements).hasSize(plain + 1);
	}

}

package io.partsmith.postgres;

import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RoleDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@PostgresTest
class DatabaseIdentityTest {

	@Test
	void isTheClusterAndTheDatabase(PostgresDatabase db) {
		assertThat(DatabaseIdentity.of(db.dataSource()))
			.endsWith("/" + db.<Long>queryOne("SELECT oid::bigint FROM pg_database WHERE datname = current_database()"))
			.startsWith(String.valueOf(db.<Long>queryOne("SELECT system_identifier FROM pg_control_system()")));
	}

	@Test
	void isTheNameWhereTheControlFileIsHidden(PostgresDatabase db) {
		db.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC", "CREATE ROLE t_app");
		try {
			assertThat(DatabaseIdentity.of(new RoleDataSource(db.dataSource(), "t_app"))).isEqualTo(db.name());
		}
		finally {
			db.execute("GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC");
		}
	}

}

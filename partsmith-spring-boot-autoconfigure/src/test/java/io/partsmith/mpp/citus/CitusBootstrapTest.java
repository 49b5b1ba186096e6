package io.partsmith.mpp.citus;

import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppHandler;
import io.partsmith.mpp.ReplicationSlot;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a handler does on a server that has no Citus. */
@PostgresTest
class CitusBootstrapTest {

	private static String current(PostgresDatabase db) {
		return new JdbcTemplate(db.dataSource()).queryForObject("SELECT current_database()", String.class);
	}

	private static MppHandler handler(PostgresDatabase db, String database) {
		return new CitusMpp(new CitusConfig(0, database)).handler(MppDatabase.of(db.dataSource()));
	}

	@Test
	void aDatabaseThatIsThereIsNoFailureAndAMissingExtensionIsOne(PostgresDatabase db) { // M47
		for (String database : new String[] { current(db), "postgres" }) {
			try (MppHandler handler = handler(db, database)) {
				assertThatExceptionOfType(UncategorizedSQLException.class).isThrownBy(handler::bootstrap)
					.withMessageContaining("Preparing the database '" + database + "'")
					// "not available" since 15, "could not open extension control file"
					// in 14.
					.satisfies((ex) -> assertThat(ex.getSQLException().getSQLState()).isIn("0A000", "58P01"));
			}
		}
	}

	@Test
	void aNewDatabaseIsMade(PostgresDatabase db) {
		String name = "New \"one\" of " + current(db);
		try (MppHandler handler = handler(db, name)) {
			assertThatExceptionOfType(UncategorizedSQLException.class).isThrownBy(handler::bootstrap);
			assertThat(new JdbcTemplate(db.dataSource())
				.queryForObject("SELECT count(*) FROM pg_database WHERE datname = ?", Integer.class, name)).isOne();
		}
		finally {
			db.execute("DROP DATABASE IF EXISTS \"" + name.replace("\"", "\"\"") + "\"");
		}
	}

	@Test
	void slotsOfAPrimaryAreLeftAlone(PostgresDatabase db) { // M17
		try (MppHandler handler = handler(db, "citus")) {
			assertThat(handler.ignoreReplicationSlot(
					new ReplicationSlot("citus_shard_move_slot_3_10_8", "logical", "citus", "pgoutput")))
				.isTrue();
			assertThat(handler.ignoreReplicationSlot(new ReplicationSlot("mine", "logical", "citus", "pgoutput")))
				.isFalse();
		}
	}

}

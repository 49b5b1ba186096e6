package io.partsmith.mpp.citus;

import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.maintenance.RunReason;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Maintenance runs on the primary of the coordinator and nowhere else. */
@PostgresTest
class CitusGuardTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			false | 0 | true  |                 |
			false | 1 | false | NOT_COORDINATOR | a worker, of group 1
			true  | 0 | true  | STANDBY         | a standby
			false | 0 | false | NOT_COORDINATOR | never joined
			false |   | false | NOT_COORDINATOR | not installed
			""")
	void whatAServerSaysDecides(boolean recovering, @Nullable Integer group, boolean coordinator, // M49,
																									// M50
			@Nullable RunReason reason, @Nullable String detail) {
		Objection objection = new CitusRole(recovering, group, coordinator, true).objection().orElse(null);
		if (reason == null) {
			assertThat(objection).isNull();
			return;
		}
		assertThat(objection.reason()).isEqualTo(reason);
		assertThat(objection.detail()).contains(detail);
	}

	@Test
	void aServerWithoutCitusIsAskedNothingMore(PostgresDatabase db) {
		CitusGuard guard = new CitusGuard(new CitusMpp(new CitusConfig(0, "citus")), db.dataSource());
		assertThat(guard.objection()).map(Objection::detail).get().asString().contains("Citus is not installed");
	}

	@Test
	void aWorkerIsNotEvenAsked() {
		CitusGuard guard = new CitusGuard(new CitusMpp(new CitusConfig(2, "citus")), mock());
		assertThat(guard.objection()).map(Objection::detail)
			.get()
			.asString()
			.contains("partsmith.mpp.citus.group is 2");
	}

}

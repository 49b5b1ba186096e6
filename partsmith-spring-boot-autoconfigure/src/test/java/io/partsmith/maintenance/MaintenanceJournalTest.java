package io.partsmith.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.partsmith.postgres.LockTimes;
import io.partsmith.execution.ExecutionReport;
import io.partsmith.plan.Lane;
import io.partsmith.plan.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class MaintenanceJournalTest {

	private static final Instant AT = Instant.parse("2026-08-26T00:00:00Z");

	private final MaintenanceJournal journal = new MaintenanceJournal();

	private static MaintenanceResult result(Scope scope) {
		return new MaintenanceResult("t", "run", scope, AT, Duration.ZERO, Outcome.CHANGED, RunReason.NEEDED, "done",
				null, new ExecutionReport(List.of(), List.of(), null, new LockTimes(30, 7)));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.INCLUDE, names = { "ENSURE", "DROP", "APPLY" })
	void whatACallerChoseIsNoSuccessOfALane(Scope scope) {
		this.journal.ran(result(scope));
		assertThat(this.journal.lastRun("t")).isPresent();
		assertThat(this.journal.lastSuccess("t", Lane.CREATE)).isEmpty();
		assertThat(this.journal.lastSuccess("t", Lane.RETIRE)).isEmpty();
	}

	@Test
	void aLanesOwnRunIsItsSuccess() {
		this.journal.ran(result(Scope.RETIRE));
		assertThat(this.journal.lastSuccess("t", Lane.RETIRE)).contains(AT);
		assertThat(this.journal.lastSuccess("t", Lane.CREATE)).isEmpty();
		this.journal.ran(result(Scope.MAINTAIN));
		assertThat(this.journal.lastSuccess("t", Lane.CREATE)).contains(AT);
	}

	@Test
	void whatLocksCostAddsUpByTable() {
		assertThat(this.journal.locks("t")).isEqualTo(LockTimes.NONE);
		this.journal.ran(result(Scope.CREATE));
		this.journal.ran(result(Scope.RETIRE));
		assertThat(this.journal.locks("t")).isEqualTo(new LockTimes(60, 14));
		assertThat(this.journal.locks("other")).isEqualTo(LockTimes.NONE);
	}

}

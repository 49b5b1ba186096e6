package io.partsmith.maintenance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Runway;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.topology.ClockReading;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows that take their time from the database find a partition, where its clock
 * is another one than ours.
 */
final class DatabasePresent {

	private DatabasePresent() {
	}

	/** The finding as this table has it: a skew is urgent where its rows are refused. */
	static Finding told(Finding finding, TableInspection seen) {
		ClockReading clocks = seen.server().clocks();
		if (finding.code() != FindingCode.CLOCK_SKEW || clocks == null) {
			return finding;
		}
		Window missing = missing(seen, clocks.database());
		return (missing != null) ? urgent(finding, seen, missing, clocks.database()) : finding;
	}

	private static Finding urgent(Finding finding, TableInspection seen, Window missing, Instant present) {
		return new Finding(finding.code(), finding.step(), finding.partition(),
				finding.message() + ". But none is there for the database's own time, " + missing
						+ ": rows that come by its clock are refused",
				finding.next() + ". Where the database's clock is the right one, rows are taken again at once after"
						+ " PartitionLifecycleService.partitions(\"" + seen.config().id()
						+ "\").ensure(Instant.parse(\"" + present.truncatedTo(ChronoUnit.SECONDS) + "\"))",
				true);
	}

	/** The window of the present that neither is there nor will be made. */
	private static @Nullable Window missing(TableInspection seen, Instant present) {
		Runway runway = seen.runway(present);
		Window window = (runway != null && !runway.covered()) ? runway.current() : null;
		if (runway == null || window == null || !(window.from() instanceof Position.Time) || runway.caught()) {
			return null;
		}
		return seen.plan().operations().stream().anyMatch((operation) -> makes(operation, window)) ? null : window;
	}

	private static boolean makes(Operation operation, Window window) {
		return (operation.effect() == OperationKind.CREATE || operation.effect() == OperationKind.ATTACH)
				&& window.equals(operation.window());
	}

}

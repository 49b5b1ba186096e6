package io.partsmith.autoconfigure.health;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Runway;
import io.partsmith.scheme.Boundaries;
import io.partsmith.table.TablePartitionConfig;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one table. It asks nobody: it takes what was last seen and measures it
 * against the clock, so that it turns in time even where the database does not answer any
 * more.
 */
final class TableHealthIndicator implements HealthIndicator {

	private final TablePartitionConfig config;

	private final MaintenanceJournal journal;

	private final RunwayThresholds thresholds;

	private final Mode mode;

	private final Clock clock;

	TableHealthIndicator(TablePartitionConfig config, MaintenanceJournal journal, RunwayThresholds thresholds,
			Mode mode, Clock clock) {
		this.config = config;
		this.journal = journal;
		this.thresholds = thresholds;
		this.mode = mode;
		this.clock = clock;
	}

	@Override
	public Health health() {
		Health.Builder health = Health.unknown();
		health.withDetail("table", this.config.table().toString());
		health.withDetail("mode", this.mode.toString());
		Optional<TableInspection> last = this.journal.lastInspection(this.config.id());
		if (last.isPresent()) {
			judge(health, last.get(), this.clock.instant().truncatedTo(ChronoUnit.SECONDS));
		}
		else {
			health.withDetail("reason", "The table was not looked at yet");
		}
		this.journal.lookFailure(this.config.id()).ifPresent((failure) -> health.withDetail("lookFailure", failure));
		return health.build();
	}

	private void judge(Health.Builder health, TableInspection seen, Instant now) {
		health.withDetail("inspectedAt", seen.at().toString());
		health.withDetail("findings", this.journal.findings(seen).size());
		Runway runway = seen.runway(now);
		if (runway == null) {
			unjudged(health, seen);
			return;
		}
		String left = isMovedByRows(runway) ? "as long as rows keep to the values listed so far" : left(runway, now);
		health.withDetail("runway", left);
		Object until = (runway.instant() != null) ? runway.instant() : runway.until();
		if (until != null) {
			health.withDetail("until", until.toString());
		}
		switch (this.thresholds.judge(runway, now)) {
			case OVER -> health.down().withDetail("reason", over(seen, runway));
			case CRITICAL ->
				health.down().withDetail("reason", "Inserts find no partition from " + until + " on; left: " + left);
			case SHORT ->
				health.up().withDetail("warning", "Inserts find no partition from " + until + " on; left: " + left);
			case AMPLE -> health.up();
		}
		// It explains more than a runway that a wrong clock may have measured.
		seen.plan()
			.findings()
			.stream()
			.filter((finding) -> finding.code() == FindingCode.CLOCK_SKEW && finding.urgent())
			.findFirst()
			.ifPresent((finding) -> down(health, finding));
	}

	private static void down(Health.Builder health, Finding finding) {
		health.down().withDetail("reason", finding.message()).withDetail("next", finding.next());
	}

	private static void unjudged(Health.Builder health, TableInspection seen) {
		health.down();
		seen.plan().findings().stream().findFirst().ifPresent((finding) -> down(health, finding));
	}

	/** The application itself decides when a sliding list's next value comes. */
	private boolean isMovedByRows(Runway runway) {
		return runway.covered() && runway.until() == null
				&& this.config.progression()
					.filter((level) -> level.boundaries() instanceof Boundaries.Sequence)
					.isPresent();
	}

	private static String over(TableInspection seen, Runway runway) {
		Finding empty = seen.plan()
			.findings()
			.stream()
			.filter((finding) -> finding.code() == FindingCode.EMPTY_BRANCH)
			.findFirst()
			.orElse(null);
		if (empty != null) {
			// Its rows are routed to it, past any DEFAULT.
			return empty.message();
		}
		return "The present has no partition; "
				+ (runway.caught() ? "rows land in the DEFAULT partition or a catch-all" : "inserts fail");
	}

	/** For people: {@code P4DT3H}, or {@code 2000 ids}. */
	private static String left(Runway runway, Instant now) {
		BigInteger ids = runway.ids();
		if (ids != null) {
			return ids + " ids";
		}
		Duration left = runway.left(now);
		if (left == null) {
			return runway.covered() ? "without end" : "none";
		}
		Duration whole = left.abs();
		Duration rest = whole.minusDays(whole.toDays());
		String days = (whole.toDays() > 0) ? "P" + whole.toDays() + "D" : "P";
		boolean round = rest.isZero() && whole.toDays() > 0;
		return (left.isNegative() ? "-" : "") + days + (round ? "" : rest.toString().substring(1));
	}

}

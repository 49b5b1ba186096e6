package io.partsmith.autoconfigure.health;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.partsmith.plan.Runway;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.Window;
import org.jspecify.annotations.Nullable;

/**
 * Where a runway becomes short, and where critical. An integer table has no times to
 * compare, so that it always follows the rules for an absent threshold.
 *
 * @param warning the time below which it is short; where absent, it is short without a
 * window behind the current one
 * @param critical the time below which it is critical; where absent, it is critical in
 * the last tenth of the current window without a window behind it
 */
record RunwayThresholds(@Nullable TimeAmount warning, @Nullable TimeAmount critical) {

	private static final int LAST_PART = 10;

	RunwayLevel judge(Runway runway, Instant now) {
		Position until = runway.until();
		if (runway.covered() && until == null) {
			return RunwayLevel.AMPLE;
		}
		if (!runway.covered() || isOver(runway, now)) {
			return RunwayLevel.OVER;
		}
		Window current = runway.current();
		boolean last = until != null && current != null && !current.to().isBefore(until);
		if (isBelow(this.critical, runway.instant(), now, last && isLastPart(runway, now))) {
			return RunwayLevel.CRITICAL;
		}
		return isBelow(this.warning, runway.instant(), now, last) ? RunwayLevel.SHORT : RunwayLevel.AMPLE;
	}

	private static boolean isOver(Runway runway, Instant now) {
		BigInteger ids = runway.ids();
		return (ids != null) ? ids.signum() < 1 : runway.instant() != null && !now.isBefore(runway.instant());
	}

	private static boolean isBelow(@Nullable TimeAmount threshold, @Nullable Instant end, Instant now,
			boolean otherwise) {
		return (threshold != null && end != null) ? threshold.after(now, ZoneOffset.UTC).isAfter(end) : otherwise;
	}

	private static boolean isLastPart(Runway runway, Instant now) {
		Window current = runway.current();
		BigInteger ids = runway.ids();
		if (current == null) {
			return false;
		}
		if (ids != null && current.from() instanceof Position.Id from && current.to() instanceof Position.Id to) {
			return ids.multiply(BigInteger.valueOf(LAST_PART)).compareTo(to.value().subtract(from.value())) < 0;
		}
		Duration left = runway.left(now);
		return left != null && current.from() instanceof Position.Time from && current.to() instanceof Position.Time to
				&& left.multipliedBy(LAST_PART).compareTo(Duration.between(from.instant(), to.instant())) < 0;
	}

}

package io.partsmith.plan;

import java.math.BigInteger;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.topology.NewestKey;
import org.jspecify.annotations.Nullable;

/** Measures how long inserts find a partition. */
final class RunwayMeter {

	private RunwayMeter() {
	}

	static Runway measure(Survey survey) {
		Axis axis = survey.axis();
		Position cursor = survey.cursor().position();
		Extent stretch = survey.coverage().around(cursor);
		Position until = (stretch != null) ? stretch.to() : survey.coverage().lastEndBefore(cursor);
		return new Runway(survey.cursor().window(), stretch != null, until,
				(until != null) ? axis.instantOf(until).orElse(null) : null, ids(survey, until));
	}

	/** The newest id is used up; the next insert asks for the one behind it. */
	private static @Nullable BigInteger ids(Survey survey, @Nullable Position until) {
		if (survey.cursor().position() instanceof Position.Id newest && until instanceof Position.Id end) {
			boolean used = !(survey.table().newestKey() instanceof NewestKey.None);
			return end.value().subtract(newest.value()).subtract(used ? BigInteger.ONE : BigInteger.ZERO);
		}
		return null;
	}

}

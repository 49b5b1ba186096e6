package io.partsmith.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.topology.NewestKey;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long inserts find a partition. Of several relations that are divided
 * alike, the one with the shortest runway counts.
 */
final class RunwayMeter {

	private final List<Measured> measured = new ArrayList<>();

	private boolean unknown;

	/** One relation could not be measured, so the shortest runway is not known. */
	void isUnknown() {
		this.unknown = true;
	}

	void measure(Survey survey) {
		this.measured.add(new Measured(survey.site().depth(), runway(survey)));
	}

	/**
	 * The runway of the outermost progression, unless inserts fail on one beneath it.
	 * @return the runway, or {@code null} where it could not be measured
	 */
	@Nullable Runway shortest() {
		if (this.unknown) {
			return null;
		}
		int outermost = this.measured.stream().mapToInt(Measured::depth).min().orElse(0);
		return this.measured.stream()
			.filter((one) -> one.depth() == outermost || !one.runway().covered())
			.map(Measured::runway)
			.min(Comparator.comparing(Runway::covered)
				.thenComparing(Runway::caught)
				.thenComparing(Runway::instant, Comparator.nullsLast(Comparator.naturalOrder()))
				.thenComparing(Runway::ids, Comparator.nullsLast(Comparator.naturalOrder())))
			.orElse(Runway.ENDLESS);
	}

	/** A member that is missing in a set: some rows are refused. */
	void lacksMember(Site site) {
		boolean caught = site.table().defaultPartition().isPresent();
		this.measured.add(new Measured(site.depth(), new Runway(null, false, caught, null, null, null)));
	}

	private static Runway runway(Survey survey) {
		Axis axis = survey.axis();
		Position cursor = survey.cursor().position();
		Extent stretch = survey.layout().coverage().around(cursor);
		if (stretch != null && survey.site().isMovedByMembers()) {
			// Rows ask for the newest member until the application itself goes on.
			return Runway.ENDLESS;
		}
		Position until = (stretch != null) ? stretch.to() : survey.layout().coverage().lastEndBefore(cursor);
		boolean caught = stretch == null && isCaught(survey, cursor);
		return new Runway(survey.cursor().window(), stretch != null, caught, until,
				(until != null) ? axis.instantOf(until).orElse(null) : null, ids(survey, until));
	}

	private static boolean isCaught(Survey survey, Position cursor) {
		return survey.table().defaultPartition().isPresent()
				|| survey.layout().catchAlls().stream().anyMatch((placed) -> placed.extent().contains(cursor));
	}

	/** The newest id is used up; the next insert asks for the one behind it. */
	private static @Nullable BigInteger ids(Survey survey, @Nullable Position until) {
		if (survey.cursor().position() instanceof Position.Id newest && until instanceof Position.Id end) {
			boolean used = !(survey.table().newestKey() instanceof NewestKey.None);
			return end.value().subtract(newest.value()).subtract(used ? BigInteger.ONE : BigInteger.ZERO);
		}
		return null;
	}

	/** The runway of one relation. */
	private record Measured(int depth, Runway runway) {
	}

}

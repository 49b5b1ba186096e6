package io.partsmith.lifecycle;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;

/**
 * Which windows of a table are kept: as a condition, it is true of what is expired. The
 * cursor's own window and what lies ahead never expire, whatever a rule says.
 */
public sealed interface Retention extends Condition
		permits Retention.KeepAll, Retention.KeepNewest, Retention.KeepFor, Retention.KeepBehind, Combination {

	/**
	 * Where what is kept begins, for a rule that keeps what lies behind a position.
	 * @param axis the table's axis
	 * @param cursor where now is on it
	 * @return the first position kept; empty where nothing expires, or where the rule
	 * looks at each unit by itself
	 */
	default Optional<Position> keptFrom(Axis axis, Position cursor) {
		return Optional.empty();
	}

	@Override
	default Verdict judge(Subject subject) {
		return subject.endsBefore(this, describe());
	}

	/** Nothing expires. */
	record KeepAll() implements Retention {

		@Override
		public Verdict judge(Subject subject) {
			return Verdict.of(false, "nothing expires without a retention");
		}

		@Override
		public String describe() {
			return "no retention";
		}

	}

	/**
	 * The newest windows.
	 *
	 * @param count the number of windows kept, the cursor's own included; 1 to 100,000
	 */
	record KeepNewest(int count) implements Retention {

		/**
		 * Refuses a count out of range.
		 * @param count the number of windows kept
		 * @throws IllegalArgumentException if the count is below 1 or above 100,000
		 */
		public KeepNewest {
			if (count < 1 || count > 100_000) {
				throw new IllegalArgumentException("Retention keeps 1 to 100000 windows, not " + count
						+ "; the current window counts as the first");
			}
		}

		@Override
		public Optional<Position> keptFrom(Axis axis, Position cursor) {
			Window window = axis.windowAt(cursor);
			for (int behind = 1; behind < this.count; behind++) {
				window = axis.previous(window);
			}
			return Optional.of(window.from());
		}

		@Override
		public String describe() {
			return "keep-newest " + this.count;
		}

	}

	/**
	 * Everything younger than an age; for tables over time only.
	 *
	 * @param age the age, counted back from the cursor by the table's calendar; not zero
	 */
	record KeepFor(TimeAmount age) implements Retention {

		/**
		 * Refuses an age below an hour, behind which stands a mistaken unit.
		 * @param age the age
		 * @throws IllegalArgumentException if the age is below an hour
		 */
		public KeepFor {
			if (age.isZero()) {
				throw new IllegalArgumentException("An age of zero keeps nothing; write for example P90D");
			}
			if (age.period().isZero() && age.duration().compareTo(Duration.ofHours(1)) < 0) {
				throw new IllegalArgumentException(age + " is less than an hour, and keeps next to nothing; "
						+ "three months are P3M, and 3m would be three minutes");
			}
		}

		@Override
		public Optional<Position> keptFrom(Axis axis, Position cursor) {
			if (axis instanceof TimeAxis time) {
				return Optional.of(time.before(cursor, this.age));
			}
			return Optional.empty();
		}

		@Override
		public String describe() {
			return "keep-for " + this.age;
		}

	}

	/**
	 * Everything not further behind the cursor than a number of ids; for integer tables
	 * only.
	 *
	 * @param distance the number of ids, at least 1
	 */
	record KeepBehind(BigInteger distance) implements Retention {

		/**
		 * Refuses a distance below 1.
		 * @param distance the number of ids
		 * @throws IllegalArgumentException if the distance is below 1
		 */
		public KeepBehind {
			if (distance.signum() < 1) {
				throw new IllegalArgumentException(
						"A distance of " + distance + " ids keeps nothing; it must be 1 or more");
			}
		}

		@Override
		public Optional<Position> keptFrom(Axis axis, Position cursor) {
			if (cursor instanceof Position.Id id) {
				return Optional.of(new Position.Id(id.value().subtract(this.distance)));
			}
			return Optional.empty();
		}

		@Override
		public String describe() {
			return "keep-behind " + this.distance;
		}

	}

}

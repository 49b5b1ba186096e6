package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Optional;

/** Where the windows of a table begin and end. */
public sealed interface Boundaries {

	/**
	 * These boundaries laid over a column.
	 * @param type the column's type
	 * @return the axis; empty where these boundaries do not fit the type
	 */
	Optional<Axis> over(KeyType type);

	/**
	 * The column types these boundaries can be laid over, for people.
	 * @return for example {@code date, timestamp or timestamptz}
	 */
	String fittingTypes();

	/**
	 * Calendar units of a zone.
	 *
	 * @param granularity the unit
	 * @param zone the zone whose calendar is used
	 */
	record Time(Granularity granularity, ZoneId zone) implements Boundaries {

		@Override
		public Optional<Axis> over(KeyType type) {
			boolean fits = type.isTime() && (type != KeyType.DATE || this.granularity != Granularity.HOUR);
			return fits ? Optional.of(new TimeAxis(this.granularity, this.zone, type)) : Optional.empty();
		}

		@Override
		public String fittingTypes() {
			return (this.granularity == Granularity.HOUR) ? "timestamp or timestamp with time zone"
					: "date, timestamp or timestamp with time zone";
		}

	}

	/**
	 * Equal stretches of whole numbers.
	 *
	 * @param step the number of ids in a window, at least 1
	 * @param origin where a window begins
	 */
	record Integers(BigInteger step, BigInteger origin) implements Boundaries {

		/**
		 * Refuses a step below 1.
		 * @param step the number of ids in a window
		 * @param origin where a window begins
		 * @throws IllegalArgumentException if the step is below 1
		 */
		public Integers {
			if (step.signum() < 1) {
				throw new IllegalArgumentException("A step of " + step + " ids makes no window; it must be 1 or more");
			}
		}

		@Override
		public Optional<Axis> over(KeyType type) {
			return type.isTime() ? Optional.empty() : Optional.of(new IntegerAxis(this.step, this.origin, type));
		}

		@Override
		public String fittingTypes() {
			return "smallint, integer, bigint or numeric";
		}

	}

}

package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

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
	 * The number of bytes that the suffix of a partition's name needs at most, whatever
	 * the column's type; names are budgeted with it.
	 * @return bytes
	 */
	int longestSuffix();

	/**
	 * What tells where the table stands.
	 * @return the source, or {@code null} where the clock does
	 */
	@Nullable CursorSource cursor();

	/**
	 * Windows of time.
	 *
	 * @param division how time is cut into windows
	 * @param zone the zone whose calendar is used
	 * @param codec how the key carries time
	 */
	record Time(TimeDivision division, ZoneId zone, KeyCodec codec) implements Boundaries {

		/**
		 * Windows over a column of times.
		 * @param division how time is cut into windows
		 * @param zone the zone whose calendar is used
		 */
		public Time(TimeDivision division, ZoneId zone) {
			this(division, zone, KeyCodec.TIMESTAMP);
		}

		@Override
		public Optional<Axis> over(KeyType type) {
			return fits(type) ? Optional.of(new TimeAxis(this.division, this.zone, type, this.codec))
					: Optional.empty();
		}

		private boolean fits(KeyType type) {
			return this.codec.fits(type) && (type != KeyType.DATE || this.division.wholeDays());
		}

		@Override
		public String fittingTypes() {
			return oneOf(Stream.of(KeyType.values()).filter(this::fits));
		}

		@Override
		public int longestSuffix() {
			return this.division.longestSuffix();
		}

		@Override
		public @Nullable CursorSource cursor() {
			return null;
		}

	}

	/**
	 * Equal stretches of whole numbers.
	 *
	 * @param step the number of ids in a window, at least 1
	 * @param origin where a window begins
	 * @param cursor what tells where the table stands
	 */
	record Integers(BigInteger step, BigInteger origin, CursorSource cursor) implements Boundaries {

		/**
		 * Refuses a step below 1.
		 * @param step the number of ids in a window
		 * @param origin where a window begins
		 * @param cursor what tells where the table stands
		 * @throws IllegalArgumentException if the step is below 1, or the cursor is that
		 * of a sliding list
		 */
		public Integers {
			if (step.signum() < 1) {
				throw new IllegalArgumentException("A step of " + step + " ids makes no window; it must be 1 or more");
			}
			if (cursor == CursorSource.NEWEST_MEMBER) {
				throw new IllegalArgumentException(
						"The newest partition tells where a sliding list stands, not where ranges of ids do");
			}
		}

		/**
		 * Stretches that follow the greatest key.
		 * @param step the number of ids in a window
		 * @param origin where a window begins
		 */
		public Integers(BigInteger step, BigInteger origin) {
			this(step, origin, CursorSource.MAX_KEY);
		}

		@Override
		public Optional<Axis> over(KeyType type) {
			return type.isInteger() ? Optional.of(new IntegerAxis(this.step, this.origin, type)) : Optional.empty();
		}

		@Override
		public String fittingTypes() {
			return oneOf(Stream.of(KeyType.values()).filter(KeyType::isInteger));
		}

		@Override
		public int longestSuffix() {
			return new IntegerAxis(this.step, this.origin, KeyType.BIGINT).longestSuffix();
		}

	}

	/**
	 * Single whole numbers, one for each partition of a list.
	 *
	 * @param start the first value
	 * @param cursor where now is among them
	 */
	record Sequence(BigInteger start, CursorSource cursor) implements Boundaries {

		@Override
		public Optional<Axis> over(KeyType type) {
			return type.isInteger() ? Optional.of(new IntegerAxis(BigInteger.ONE, this.start, type)) : Optional.empty();
		}

		@Override
		public String fittingTypes() {
			return oneOf(Stream.of(KeyType.values()).filter(KeyType::isInteger));
		}

		@Override
		public int longestSuffix() {
			return new IntegerAxis(BigInteger.ONE, this.start, KeyType.BIGINT).longestSuffix();
		}

	}

	private static String oneOf(Stream<KeyType> types) {
		return types.map(KeyType::toString).collect(Collectors.joining(", ")).replaceFirst(", ([^,]+)$", " or $1");
	}

}

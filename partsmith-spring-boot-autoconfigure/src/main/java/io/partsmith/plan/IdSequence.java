package io.partsmith.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A sequence that gives ids to the rows of a table. Rows that are moved there with the
 * ids they have do not move it (PostgreSQL takes them OVERRIDING SYSTEM VALUE), so that
 * it would give some of them again: this says which, and where it must stand so that it
 * never does. Only the ids that are moved count, not what the table holds already.
 *
 * @param start the first value it ever gave
 * @param increment the distance of two values, negative for a descending one; never 0
 * @param min the smallest value it gives
 * @param max the largest value it gives
 * @param cycle whether it begins again at its other end, in place of failing (2200H)
 * @param cache how many values a session takes at once; which of them it has not used
 * yet, the catalog does not know
 * @param last the last value that was taken
 * @param called whether that value was given already, so that the next one is behind it
 */
public record IdSequence(long start, long increment, long min, long max, boolean cycle, long cache, long last,
		boolean called) {

	/**
	 * The same sequence at another place.
	 * @param lastValue the last value that was taken
	 * @param given whether that value was given already
	 * @return a copy
	 */
	public IdSequence at(long lastValue, boolean given) {
		return new IdSequence(this.start, this.increment, this.min, this.max, this.cycle, this.cache, lastValue, given);
	}

	/**
	 * The one of two ids ahead that it gives later.
	 * @param one an id
	 * @param other another id
	 * @return the greater one, or the smaller one of a descending sequence
	 */
	public long later(long one, long other) {
		return ascending() ? Math.max(one, other) : Math.min(one, other);
	}

	/**
	 * The next value it gives to a session that has none in store.
	 * @return the value; empty where it is exhausted
	 */
	public Optional<Long> next() {
		return this.called ? behind(this.last) : Optional.of(this.last);
	}

	private Optional<Long> behind(long value) {
		BigInteger next = BigInteger.valueOf(value).add(BigInteger.valueOf(this.increment));
		boolean within = next.compareTo(BigInteger.valueOf(this.min)) >= 0
				&& next.compareTo(BigInteger.valueOf(this.max)) <= 0;
		return within ? Optional.of(next.longValueExact()) : this.cycle ? Optional.of(turn()) : Optional.empty();
	}

	private boolean ascending() {
		return this.increment > 0;
	}

	/** Where it begins again. */
	private long turn() {
		return ascending() ? this.min : this.max;
	}

	/**
	 * The ids it gives from here on before it turns or ends. Of those that are moved, the
	 * one it would give last is where it must stand.
	 * @return the ids, on its way
	 */
	public Ids ahead() {
		return next().map((next) -> ascending() ? ids(next, this.max, next) : ids(this.min, next, next))
			.orElse(Ids.NONE);
	}

	/**
	 * The ids it gives again and again, wherever it stands.
	 * @return the ids; none where it does not cycle
	 */
	public Ids again() {
		return this.cycle ? ids(this.min, this.max, turn()) : Ids.NONE;
	}

	/**
	 * The ids that a session may have in store. Whatever lies between the start and the
	 * last value was taken by somebody at some time.
	 * @return stretches of ids; none where each session takes one at a time, or nobody
	 * has taken any
	 */
	public List<Ids> stored() {
		List<Ids> stored = new ArrayList<>();
		if (this.cache > 1 && (this.called || this.last != this.start)) {
			ways().forEach((way) -> stored.addAll(stored(way)));
		}
		return stored;
	}

	/** It may have been set to another way than the one from its start. */
	private List<Long> ways() {
		return this.cycle ? List.of(this.start, this.last, turn()) : List.of(this.start, this.last);
	}

	private List<Ids> stored(long way) {
		if (this.cycle) {
			return List.of(ids(this.min, this.max, way));
		}
		boolean setBack = ascending() ? this.last < this.start : this.last > this.start;
		if (!setBack) {
			return List.of(ids(Math.min(this.start, this.last), Math.max(this.start, this.last), way));
		}
		return ascending() ? List.of(ids(this.min, this.last, way), ids(this.start, this.max, way))
				: List.of(ids(this.last, this.max, way), ids(this.min, this.start, way));
	}

	private Ids ids(long from, long to, long way) {
		return new Ids(from, to, way, BigInteger.valueOf(this.increment).abs());
	}

	/**
	 * Whether a greater id is given later, before the sequence turns.
	 * @return {@code true} for an ascending sequence
	 */
	public boolean isLaterGreater() {
		return ascending();
	}

	/**
	 * What to do about the ids that are moved.
	 * @param ahead the last one that it would give before it turns, of {@link #ahead()};
	 * {@code null} for none
	 * @param again one of {@link #again()}, or {@code null}
	 * @param stored one of {@link #stored()}, or {@code null}
	 * @return where it must stand, or why it cannot be told or done
	 */
	public SequenceAdvance judge(@Nullable Long ahead, @Nullable Long again, @Nullable Long stored) {
		if (stored != null) {
			return new SequenceAdvance.Refused(SequenceAdvance.Obstacle.STORED, stored);
		}
		if (again != null) {
			return new SequenceAdvance.Refused(SequenceAdvance.Obstacle.AGAIN, again);
		}
		if (ahead == null) {
			return new SequenceAdvance.Stay();
		}
		return behind(ahead).isPresent() ? new SequenceAdvance.To(ahead)
				: new SequenceAdvance.Refused(SequenceAdvance.Obstacle.EXHAUSTED, ahead);
	}

	/**
	 * Some of the ids between two, both included: those at whole steps from one of them.
	 *
	 * @param from the smallest
	 * @param to the greatest; below the smallest for none
	 * @param base an id from which steps are counted, wherever it lies
	 * @param step the distance, at least 1; greater than a {@code long} where a sequence
	 * descends by its whole range
	 */
	public record Ids(long from, long to, long base, BigInteger step) {

		static final Ids NONE = new Ids(1, 0, 0, BigInteger.ONE);

		/**
		 * Whether there is none.
		 * @return {@code true} for no id at all
		 */
		public boolean isEmpty() {
			return this.from > this.to;
		}

		/**
		 * Whether an id is one of them.
		 * @param id the id
		 * @return {@code true} if it lies between both ends and on a step
		 */
		public boolean contains(long id) {
			return this.from <= id && id <= this.to
					&& BigInteger.valueOf(id).subtract(BigInteger.valueOf(this.base)).mod(this.step).signum() == 0;
		}

	}

}

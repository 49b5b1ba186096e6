package io.partsmith.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.partsmith.plan.SequenceAdvance.Obstacle;
import io.partsmith.plan.SequenceAdvance.Refused;
import io.partsmith.plan.SequenceAdvance.Stay;
import io.partsmith.plan.SequenceAdvance.To;
import io.partsmith.topology.Seeded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a sequence, in tables and against a sequence that is played. */
class IdSequenceTest {

	private static SequenceAdvance judge(IdSequence sequence, Set<Long> ids) {
		TreeSet<Long> sorted = new TreeSet<>(ids);
		Long ahead = first(sequence.isLaterGreater() ? sorted.descendingSet() : sorted, sequence.ahead()::contains);
		Long again = first(sorted, sequence.again()::contains);
		Long stored = first(sorted, (id) -> sequence.stored().stream().anyMatch((some) -> some.contains(id)));
		return sequence.judge(ahead, again, stored);
	}

	private static @Nullable Long first(Set<Long> ids, Predicate<Long> which) {
		return ids.stream().filter(which).findFirst().orElse(null);
	}

	/**
	 * Start, increment, min, max, cycle, cache, last, called; then ids and the advice.
	 */
	@ParameterizedTest
	@CsvSource({
			// a new one, which gives its start
			"1, 1, 1, 100, false, 1, 1, false, 1 2 3 4 5, To[value=5]", "1, 1, 1, 100, false, 1, 1, false, 200, Stay[]",
			// one that is further already
			"1, 1, 1, 100, false, 1, 50, true, 1 2 50, Stay[]", "1, 1, 1, 100, false, 1, 50, true, 51, To[value=51]",
			"1, 1, 1, 100, false, 1, 50, false, 50, To[value=50]",
			// descending
			"0, -1, -100, 0, false, 1, 0, false, 0 -1 -2, To[value=-2]",
			"0, -1, -100, 0, false, 1, -5, true, -3, Stay[]",
			// off its way
			"1, 3, 1, 7, false, 1, 1, false, 6, Stay[]", "1, 3, 1, 7, false, 1, 1, false, 4 6, To[value=4]",
			// nothing behind
			"1, 3, 1, 7, false, 1, 1, false, 7, 'Refused[obstacle=EXHAUSTED, id=7]'",
			"1, 3, 1, 8, false, 1, 1, false, 7, 'Refused[obstacle=EXHAUSTED, id=7]'",
			"1, 3, 1, 7, false, 1, 7, true, 7, Stay[]",
			"1, 1, 1, 9223372036854775807, false, 1, 1, false, 9223372036854775807, 'Refused[obstacle=EXHAUSTED, id=9223372036854775807]'",
			// after it turned it is on another way
			"2, 3, 1, 7, true, 1, 2, false, 4, 'Refused[obstacle=AGAIN, id=4]'",
			"2, 3, 1, 7, true, 1, 2, false, 5, To[value=5]", "2, 3, 1, 7, true, 1, 2, false, 3, Stay[]",
			"7, -3, 1, 8, true, 1, 7, false, 5, 'Refused[obstacle=AGAIN, id=5]'",
			// blocks that sessions hold
			"1, 1, 1, 100, false, 5, 5, true, 2, 'Refused[obstacle=STORED, id=2]'",
			"1, 1, 1, 100, false, 5, 10, true, 2, 'Refused[obstacle=STORED, id=2]'",
			"1, 1, 1, 100, false, 5, 10, true, 11, To[value=11]", "100, 1, 1, 200, false, 5, 104, true, 50, Stay[]",
			"1, 1, 1, 100, false, 5, 1, false, 2, To[value=2]", "1, 2, 1, 100, false, 5, 9, true, 4, Stay[]",
			"-1, -1, -100, -1, false, 5, -5, true, -2, 'Refused[obstacle=STORED, id=-2]'",
			// set back to before its start, or beside its way
			"10, 1, 1, 100, false, 5, 4, true, 20, 'Refused[obstacle=STORED, id=20]'",
			"1, 2, 1, 100, false, 5, 4, true, 2, 'Refused[obstacle=STORED, id=2]'",
			"1, 1, 1, 100, true, 5, 10, true, 50, 'Refused[obstacle=STORED, id=50]'",
			// at the ends of all numbers
			"9223372036854775807, -9223372036854775808, -9223372036854775808, 9223372036854775807, false, 1, 9223372036854775807, false, -1, 'Refused[obstacle=EXHAUSTED, id=-1]'",
			"-9223372036854775808, 9223372036854775807, -9223372036854775808, 9223372036854775807, false, 1, -9223372036854775808, false, -1, To[value=-1]" })
	void isTold(long start, long increment, long min, long max, boolean cycle, long cache, long last, boolean called,
			String ids, String advice) {
		Set<Long> moved = new HashSet<>();
		for (String id : ids.split(" ")) {
			moved.add(Long.valueOf(id));
		}
		assertThat(judge(new IdSequence(start, increment, min, max, cycle, cache, last, called), moved))
			.hasToString(advice);
	}

	@Test
	void noIdThatWasMovedIsEverGivenAgain() {
		Seeded.check(20_000, (random) -> {
			Played played = Played.random(random);
			for (int i = random.nextInt(12); i > 0; i--) {
				played.next(random.nextInt(3));
			}
			IdSequence sequence = played.state();
			boolean alive = sequence.next().isPresent();
			Set<Long> ids = new HashSet<>();
			for (int i = random.nextInt(4); i >= 0; i--) {
				ids.add((long) random.nextInt(41) - 20);
			}
			SequenceAdvance advice = judge(sequence, ids);
			String what = sequence + " " + ids + " " + advice;
			if (advice instanceof Refused refused) {
				assertThat(ids).as(what).contains(refused.id());
				assertThat(refused.obstacle() != Obstacle.STORED || sequence.cache() > 1).as(what).isTrue();
				if (refused.obstacle() == Obstacle.EXHAUSTED) {
					assertThat(sequence.at(refused.id(), true).next()).as(what).isEmpty();
				}
				if (refused.obstacle() != Obstacle.STORED) {
					assertThat(played.givesOneOf(ids)).as(what).isTrue();
				}
				return;
			}
			if (advice instanceof To to) {
				assertThat(played.givesOneOf(ids)).as(what).isTrue();
				played.set(to.value());
				assertThat(played.state().next()).as(what).isPresent();
			}
			assertThat(played.givesOneOf(ids)).as(what).isFalse();
			assertThat(played.state().next().isPresent()).as(what).isEqualTo(alive);
		});
	}

	@Test
	void whereNothingCollidesItStays() {
		Seeded.check(5_000, (random) -> {
			Played played = Played.random(random);
			IdSequence sequence = played.state();
			Set<Long> ids = Set.of((long) random.nextInt(41) - 20);
			if (!played.givesOneOf(ids)) {
				assertThat(judge(sequence, ids)).as("%s %s", sequence, ids).isInstanceOf(Stay.class);
			}
		});
	}

	/** A sequence as PostgreSQL's nextval works it, with what three sessions hold. */
	private static final class Played {

		private IdSequence state;

		private final List<Deque<Long>> sessions = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());

		private Played(IdSequence state) {
			this.state = state;
		}

		static Played random(Random random) {
			long min = -random.nextInt(15);
			long max = 1 + random.nextInt(15);
			long increment = (1 + random.nextInt(4)) * (random.nextBoolean() ? 1 : -1);
			long start = min + random.nextInt((int) (max - min + 1));
			return new Played(new IdSequence(start, increment, min, max, random.nextInt(3) == 0,
					random.nextBoolean() ? 1 : 1 + random.nextInt(4), start, false));
		}

		IdSequence state() {
			return this.state;
		}

		void set(long value) {
			this.state = this.state.at(value, true);
		}

		/** Answers the value, or null where PostgreSQL fails with 2200H. */
		@Nullable Long next(int session) {
			Deque<Long> store = this.sessions.get(session);
			if (store.isEmpty()) {
				draw(store);
			}
			return store.poll();
		}

		private void draw(Deque<Long> store) {
			long value = this.state.last();
			boolean given = this.state.called();
			while (store.size() < this.state.cache()) {
				long next = given ? value + this.state.increment() : value;
				if (next > this.state.max() || next < this.state.min()) {
					if (!store.isEmpty() || !this.state.cycle()) {
						break;
					}
					next = (this.state.increment() > 0) ? this.state.min() : this.state.max();
				}
				store.add(next);
				value = next;
				given = true;
			}
			if (!store.isEmpty()) {
				set(value);
			}
		}

		/** Whether anybody ever gets one of these ids, if nobody sets it. */
		boolean givesOneOf(Set<Long> ids) {
			Played copy = new Played(this.state);
			for (int session = 0; session < 3; session++) {
				copy.sessions.get(session).addAll(this.sessions.get(session));
			}
			for (int i = 0; i < 300; i++) {
				Long value = copy.next(i % 3);
				if (value != null && ids.contains(value)) {
					return true;
				}
			}
			return false;
		}

	}

}

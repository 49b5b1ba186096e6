package io.partsmith.lifecycle;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConditionTest {

	private static final Axis MONTHS = new TimeAxis(Granularity.MONTH, ZoneOffset.UTC, KeyType.TIMESTAMPTZ);

	private static final Position AUGUST_26 = new Position.Time(Instant.parse("2026-08-26T00:00:00Z"));

	private static final Candidate JUNE = unit(
			MONTHS.windowAt(new Position.Time(Instant.parse("2026-06-10T00:00:00Z"))));

	private static Candidate unit(@Nullable Window window) {
		return new Candidate(RelationName.parse("t"),
				new Relation(RelationName.parse("t__2026_06"), 7, RelationKind.TABLE, true, null, null), window, true);
	}

	private static Subject june(Map<Measure, Answer> known) {
		Map<Question, Answer> answers = new HashMap<>();
		known.forEach((measure, answer) -> answers.put(new Question(JUNE, measure), answer));
		return new Subject(JUNE, new Horizon(MONTHS, AUGUST_26), Facts.of(answers));
	}

	private static Answer exactly(long value) {
		return new Answer.Number(value, Answer.Precision.EXACT);
	}

	@ParameterizedTest
	@CsvSource({ "262144, NO", "262145, YES", "0, NO" })
	void sizeAboveMeansMoreThanThat(long bytes, Truth expected) {
		Verdict verdict = new Predicate.SizeAbove(DataAmount.valueOf("256KB"))
			.judge(june(Map.of(new Measure.Size(), exactly(bytes))));
		assertThat(verdict.truth()).isEqualTo(expected);
		assertThat(verdict.because()).startsWith("size-above 256KB: ").contains(new DataAmount(bytes).toString());
	}

	@ParameterizedTest
	@CsvSource({ "3, 3, EXACT, 3, NO", "3, 3, AT_LEAST, 4, YES", "1000000, 10000, AT_LEAST, 10001, UNKNOWN",
			"1000000, 10000, ESTIMATE, 999999, NO", "1000000, 10000, ESTIMATE, 1000001, YES",
			"1000000, 10000, EXACT, 17, NO" })
	void rowsAboveTrustsACountAndAnEstimateButNotAnAbortedCount(long rule, long asked, Answer.Precision precision,
			long value, Truth expected) {
		Verdict verdict = new Predicate.RowsAbove(rule)
			.judge(june(Map.of(new Measure.Rows(asked), new Answer.Number(value, precision))));
		assertThat(verdict.truth()).isEqualTo(expected);
		assertThat(verdict.open()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "P55D, YES", "P56D, YES", "P57D, NO", "P1M, YES", "P2M, NO" })
	void aWindowsAgeIsThatOfItsEnd(TimeAmount age, Truth expected) {
		// June ends 56 days before the 26th of August.
		assertThat(new Predicate.WindowAgeAbove(age).judge(june(Map.of())).truth()).isEqualTo(expected);
	}

	@Test
	void whatSaysNothingAboutAnAxisIsNeitherTrueNorIsItsOpposite() {
		Axis ids = new IntegerAxis(BigInteger.TEN, BigInteger.ZERO, KeyType.BIGINT);
		Subject first = new Subject(unit(ids.windowAt(Position.Id.of(0))), new Horizon(ids, Position.Id.of(1000)),
				Facts.NONE);
		for (Condition age : List.of(new Predicate.WindowAgeAbove(TimeAmount.valueOf("P1D")),
				new Retention.KeepFor(TimeAmount.valueOf("P1D")))) {
			assertThat(age.judge(first).isUnanswerable()).isTrue();
			assertThat(new Combination.Not(age).judge(first).isUnanswerable()).isTrue();
		}
		assertThat(new Combination.Not(new Retention.KeepBehind(BigInteger.ONE)).judge(june(Map.of())).isUnanswerable())
			.isTrue();
	}

	@Test
	void nothingIsKnownOfAnOrphanWhoseWindowNobodyKnows() {
		Subject lost = new Subject(unit(null), new Horizon(MONTHS, AUGUST_26), Facts.NONE);
		assertThat(new Retention.KeepNewest(1).judge(lost).isUnanswerable()).isTrue();
	}

	@Test
	void flagsAreTakenAsTheyAre() {
		Measure.References references = new Measure.References();
		assertThat(new Predicate.Unreferenced().judge(june(Map.of(references, new Answer.Flag(true)))).isNo()).isTrue();
		assertThat(new Predicate.Unreferenced().judge(june(Map.of(references, new Answer.Flag(false)))).isYes())
			.isTrue();
		Predicate.Sql sql = new Predicate.Sql(" SELECT true FROM {partition} ; ");
		assertThat(sql.query()).isEqualTo("SELECT true FROM {partition} ");
		Measure answer = new Measure.SqlAnswer(sql.query());
		assertThat(sql.judge(june(Map.of(answer, new Answer.Flag(true)))).isYes()).isTrue();
		assertThat(sql.judge(june(Map.of())).open()).containsExactly(new Question(JUNE, answer));
	}

	@Test
	void whatCannotBeAnsweredSaysWhy() {
		Verdict verdict = new Predicate.Unreferenced()
			.judge(june(Map.of(new Measure.References(), new Answer.Unknown("no right to read orders [42501]"))));
		assertThat(verdict.isUnanswerable()).isTrue();
		assertThat(verdict.because()).isEqualTo("unreferenced could not be answered: no right to read orders [42501]");
	}

	@Test
	void allOfAsksOnlyWhereWhatComesBeforeLeavesTheMatterOpen() {
		Condition size = new Predicate.SizeAbove(DataAmount.valueOf("1KB"));
		Condition references = new Predicate.Unreferenced();
		assertThat(allOf(new Retention.KeepNewest(3), size).judge(june(Map.of())).isNo()).isTrue();
		assertThat(allOf(size, new Retention.KeepNewest(3)).judge(june(Map.of())).isNo()).isTrue();
		Verdict open = allOf(new Retention.KeepNewest(1), size, references).judge(june(Map.of()));
		assertThat(open.open()).extracting(Question::measure).containsExactly(new Measure.Size());
		Verdict next = allOf(new Retention.KeepNewest(1), size, references)
			.judge(june(Map.of(new Measure.Size(), exactly(2000))));
		assertThat(next.open()).extracting(Question::measure).containsExactly(new Measure.References());
		Verdict inVain = allOf(size, references).judge(june(Map.of(new Measure.Size(), new Answer.Unknown("locked"))));
		assertThat(inVain.open()).extracting(Question::measure).containsExactly(new Measure.References());
	}

	@Test
	void anEmptyPartitionThatIsNotThereIsEmptyAndCannotBeAsked() {
		Subject none = new Subject(JUNE, new Horizon(MONTHS, AUGUST_26), Facts.OF_AN_EMPTY_PARTITION);
		assertThat(new Predicate.RowsAbove(0).judge(none).isNo()).isTrue();
		assertThat(new Predicate.SizeAbove(new DataAmount(0)).judge(none).isNo()).isTrue();
		assertThat(new Predicate.Unreferenced().judge(none).isYes()).isTrue();
		assertThat(new Predicate.Bean("b").judge(none).isUnanswerable()).isTrue();
	}

	@Test
	void whatIsDecidedStaysDecidedWhateverElseIsLearnt() {
		Seeded.check(2000, (random) -> {
			Map<Measure, Answer> all = new HashMap<>();
			Condition condition = condition(random, 4, all);
			Map<Measure, Answer> some = new HashMap<>();
			all.forEach((measure, answer) -> {
				if (random.nextInt(3) != 0) {
					some.put(measure, (random.nextInt(3) != 0) ? answer : new Answer.Unknown("lost"));
				}
			});
			Verdict early = condition.judge(june(some));
			Verdict late = condition.judge(june(all));
			assertThat(late.truth()).as(condition.describe()).isNotEqualTo(Truth.UNKNOWN);
			if (early.truth() != Truth.UNKNOWN) {
				assertThat(early.truth()).as(condition.describe()).isEqualTo(late.truth());
				assertThat(early.open()).isEmpty();
			}
		});
	}

	@Test
	void askingWhatIsOpenSettlesEveryCondition() {
		Seeded.check(1000, (random) -> {
			Map<Measure, Answer> all = new HashMap<>();
			Condition condition = condition(random, 4, all);
			Map<Measure, Answer> known = new HashMap<>();
			Verdict verdict = condition.judge(june(known));
			while (!verdict.open().isEmpty()) {
				int before = known.size();
				verdict.open().forEach((question) -> known.put(question.measure(), all.get(question.measure())));
				assertThat(known).as("each round asks something new").hasSizeGreaterThan(before);
				verdict = condition.judge(june(known));
			}
			assertThat(verdict.truth()).isNotEqualTo(Truth.UNKNOWN);
		});
	}

	private static Condition allOf(Condition... rules) {
		return new Combination.AllOf(List.of(rules));
	}

	/** A random condition, and the answers to everything it may ask. */
	private static Condition condition(Random random, int depth, Map<Measure, Answer> answers) {
		int kind = random.nextInt((depth > 0) ? 9 : 5);
		if (kind < 5) {
			return leaf(kind, random, answers);
		}
		if (kind == 5) {
			return new Combination.Not(condition(random, depth - 1, answers));
		}
		if (kind == 6) {
			return new Combination.ExpireIf(condition(random, depth - 1, answers));
		}
		List<Condition> parts = new ArrayList<>();
		for (int i = 0; i <= random.nextInt(3); i++) {
			parts.add(condition(random, depth - 1, answers));
		}
		return (kind == 7) ? new Combination.AllOf(parts) : new Combination.AnyOf(parts);
	}

	private static Condition leaf(int kind, Random random, Map<Measure, Answer> answers) {
		long number = random.nextInt(4);
		String name = "b" + random.nextInt(4);
		return switch (kind) {
			case 0 -> new Retention.KeepNewest(1 + random.nextInt(5));
			case 1 -> {
				answers.putIfAbsent(new Measure.Size(), exactly(random.nextInt(4)));
				yield new Predicate.SizeAbove(new DataAmount(number));
			}
			case 2 -> {
				answers.putIfAbsent(new Measure.Rows(number), (random.nextBoolean()) ? exactly(random.nextInt(5))
						: new Answer.Number(number + 1, Answer.Precision.AT_LEAST));
				yield new Predicate.RowsAbove(number);
			}
			case 3 -> {
				answers.putIfAbsent(new Measure.References(), new Answer.Flag(random.nextBoolean()));
				yield new Predicate.Unreferenced();
			}
			default -> {
				answers.putIfAbsent(new Measure.BeanAnswer(name), new Answer.Flag(random.nextBoolean()));
				yield new Predicate.Bean(name);
			}
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT true", "SELECT {partition};SELECT true", "SELECT true FROM {Partition}", "" })
	void refusesAQueryThatIsNotOneQuestionAboutOnePartition(String query) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Predicate.Sql(query));
	}

	@Test
	void refusesWhatWouldExpireEverythingOrNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Combination.AllOf(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> new Combination.AnyOf(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> new Combination.Not(new Retention.KeepAll()));
		assertThatIllegalArgumentException().isThrownBy(() -> new Predicate.WindowAgeAbove(TimeAmount.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Predicate.RowsAbove(-1));
	}

}

package io.partsmith.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TablePartitionConfigTest {

	private static final RelationName EVENTS = RelationName.parse("my.events");

	private static final RangeScheme MONTHS = new RangeScheme(List.of("created_at"),
			new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC));

	private static final RangeScheme IDS = new RangeScheme(List.of("id"),
			new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO));

	private static final Lifecycle AHEAD = Lifecycle.creating(new Creation.CreateAhead(2));

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a.b", "a/b", "ä", "a\n" })
	void refusesAnIdThatCannotStandInAUrl(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig(id, EVENTS, MONTHS, AHEAD))
			.withMessageContaining("letters, digits");
	}

	@Test
	void refusesANameThatNoMarkerCanHold() {
		RelationName broken = new RelationName("my", "two\nlines");
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig("t", broken, MONTHS, AHEAD))
			.withMessageContaining("line break");
	}

	@Test
	void isAValue() {
		List<String> hooks = new ArrayList<>(List.of("archive"));
		TablePartitionConfig config = new TablePartitionConfig("events", EVENTS, MONTHS, AHEAD, hooks);
		hooks.clear();
		assertThat(config.hooks()).containsExactly("archive");
		Lifecycle other = AHEAD.keeping(new Retention.KeepNewest(1));
		assertThat(config.with(other).lifecycle()).isEqualTo(other);
		assertThat(config.with(other).hooks()).containsExactly("archive");
	}

	@Test
	void refusesAnEndOfCreationThatIsNoPointOfItsAxis() {
		Lifecycle untilId = Lifecycle.creating(new Creation.CreateUntil(new Until.AtId(BigInteger.TEN)));
		Lifecycle untilDay = Lifecycle.creating(new Creation.CreateUntil(new Until.OnDate(LocalDate.of(2026, 12, 1))));
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig("e", EVENTS, MONTHS, untilId))
			.withMessageContaining("create-until 10 is no date");
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig("e", EVENTS, IDS, untilDay))
			.withMessageContaining("create-until 2026-12-01 is no id");
		assertThat(new TablePartitionConfig("e", EVENTS, MONTHS, untilDay).with(AHEAD).lifecycle()).isEqualTo(AHEAD);
	}

	@Test
	void refusesARuleOfTheOtherAxisHoweverDeepItStands() {
		Condition age = new Predicate.WindowAgeAbove(TimeAmount.valueOf("P1D"));
		Condition keepFor = new Retention.KeepFor(TimeAmount.valueOf("P1D"));
		Condition distance = new Retention.KeepBehind(BigInteger.ONE);
		for (Condition rule : List.of(age, keepFor)) {
			refuses(IDS, AHEAD.keeping(new Combination.AllOf(List.of(new Combination.Not(rule)))), rule.describe());
			refuses(IDS, AHEAD.dropping(new Drop.DropAfter(TimeAmount.ZERO, rule)), rule.describe());
		}
		refuses(MONTHS, AHEAD.keeping(new Combination.AnyOf(List.of(distance))), "keep-behind 1");
		assertThat(new TablePartitionConfig("e", EVENTS, MONTHS, AHEAD.keeping(new Combination.ExpireIf(age)))
			.with(AHEAD.keeping(new Combination.Not(keepFor)))).isNotNull();
	}

	@Test
	void refusesToMakeAheadWhereTheNewestMemberIsThePresent() {
		Boundaries.Sequence members = new Boundaries.Sequence(BigInteger.ONE, CursorSource.NEWEST_MEMBER);
		SlidingListScheme list = new SlidingListScheme("k", members, null);
		refuses(list, AHEAD, "write create-next-if, or boundaries: { kind: sequence, cursor: max-key }");
		Lifecycle until = Lifecycle.creating(new Creation.CreateUntil(new Until.AtId(BigInteger.TEN)));
		List<Condition> behind = List.of(new Retention.KeepNewest(3), new Retention.KeepBehind(BigInteger.TWO),
				new Combination.ExpireIf(new Predicate.Unreferenced()),
				new Combination.Not(new Retention.KeepNewest(3)));
		for (Condition rule : behind) {
			refuses(list, until.keeping((Retention) rule), "lifecycle.retention: " + rule.describe());
		}
		assertThat(new TablePartitionConfig("e", EVENTS, list, until).lifecycle()).isEqualTo(until);
		for (CursorSource other : List.of(CursorSource.MAX_KEY, CursorSource.SEQUENCE)) {
			Scheme moved = new SlidingListScheme("k", new Boundaries.Sequence(BigInteger.ONE, other), null);
			assertThat(new TablePartitionConfig("e", EVENTS, moved, AHEAD)
				.with(until.keeping(new Retention.KeepNewest(3)))).isNotNull();
		}
	}

	@Test
	void refusesToOpenTheNextPartitionByAPlaceThatIsNeverBehindThePresent() {
		for (Condition rule : List.of(new Retention.KeepNewest(3),
				new Predicate.WindowAgeAbove(TimeAmount.valueOf("P1D")),
				new Combination.Not(new Retention.KeepFor(TimeAmount.valueOf("P1D"))))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Creation.CreateNextIf(rule))
				.withMessageContaining("says nothing about the newest partition");
		}
		Lifecycle rotating = Lifecycle.creating(new Creation.CreateNextIf(new Predicate.RowsAbove(3)));
		assertThat(new TablePartitionConfig("e", EVENTS, MONTHS, rotating).lifecycle()).isEqualTo(rotating);
	}

	@Test
	void refusesAHoldOfTheOtherAxisAndOneThatHoldsNothing() {
		Until march = new Until.OnDate(LocalDate.of(2026, 3, 1));
		Until ten = new Until.AtId(BigInteger.TEN);
		refuses(IDS, AHEAD.holding(List.of(new Hold("case", march, null))), "the hold case [2026-03-01, infinity)");
		refuses(MONTHS, AHEAD.holding(List.of(new Hold("case", null, ten))), "the hold case [-infinity, 10)");
		assertThatIllegalArgumentException().isThrownBy(() -> new Hold("case", march, march))
			.withMessageContaining("holds nothing");
		assertThatIllegalArgumentException().isThrownBy(() -> new Hold(" ", march, null));
	}

	@Test
	void refusesLimitsUnderWhichNothingIsEverRetired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, null, null));
		for (String share : List.of("0", "-0.1", "30")) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Limits(null, null, new BigDecimal(share)));
		}
	}

	private static void refuses(Scheme scheme, Lifecycle lifecycle, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig("e", EVENTS, scheme, lifecycle))
			.withMessageContaining(message);
	}

	@Test
	void refusesSetsThatMultiplyBeyondWhatOneTransactionCanMake() {
		Scheme sets = new HashScheme(List.of("a"), 1000, new HashScheme(List.of("b"), 1000, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig("t", EVENTS, sets, AHEAD))
			.withMessageContaining("multiply");
	}

	@Test
	void refusesColumnsOfWhatNoClockCloses() {
		Lifecycle columnar = AHEAD.converting(new Columnar(TimeAmount.valueOf("P30D")));
		assertThat(new TablePartitionConfig("t", EVENTS, MONTHS, columnar).lifecycleAt(0).columnar()).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> new TablePartitionConfig("t", EVENTS, IDS, columnar))
			.withMessageContaining("columnar-after P30D never converts anything on my.events");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TablePartitionConfig("t", EVENTS, MONTHS.dividedBy(IDS), columnar))
			.withMessageContaining("divided by ids");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TablePartitionConfig("t", EVENTS, MONTHS, columnar, Map.of(),
					new Leaves.Foreign("far", Map.of()), null))
			.withMessageContaining("lifecycle.columnar-after");
	}

}

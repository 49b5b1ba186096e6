package io.partsmith.table;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
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
	void namesPartitionsInTheTablesOwnSchema() {
		assertThat(new TablePartitionConfig("my-events_2", EVENTS, MONTHS, AHEAD).partition("__2026_08"))
			.hasToString("my.events__2026_08");
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

}

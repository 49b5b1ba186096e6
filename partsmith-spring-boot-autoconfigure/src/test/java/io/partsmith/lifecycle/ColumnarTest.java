package io.partsmith.lifecycle;

import java.time.Instant;
import java.time.ZoneId;

import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeAxis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ColumnarTest {

	@ParameterizedTest
	@ValueSource(strings = { "30m", "59m", "PT0S" })
	void rowsNeedTimeToSettle(TimeAmount after) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Columnar(after))
			.withMessageContaining("less than an hour");
	}

	/** The day on which summer begins in Berlin has 23 hours. */
	@Test
	void daysAreThoseOfTheTable() {
		TimeAxis axis = new TimeAxis(Granularity.DAY, ZoneId.of("Europe/Berlin"), KeyType.TIMESTAMPTZ);
		Position noon = new Position.Time(Instant.parse("2026-03-29T10:00:00Z"));
		assertThat(new Columnar(TimeAmount.valueOf("P1D")).rowsFrom(axis, noon))
			.isEqualTo(new Position.Time(Instant.parse("2026-03-28T11:00:00Z")));
		assertThat(new Columnar(TimeAmount.valueOf("24h")).rowsFrom(axis, noon))
			.isEqualTo(new Position.Time(Instant.parse("2026-03-28T10:00:00Z")));
	}

}

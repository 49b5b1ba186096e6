package io.partsmith.autoconfigure.endpoint;

import io.partsmith.scheme.Position;
import io.partsmith.topology.PartitionBounds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiteralsTest {

	@Test
	void aRangeHasItsOwnEnds() {
		PartitionBounds range = PartitionBounds.parse("FOR VALUES FROM ('10', MINVALUE) TO (MAXVALUE, MAXVALUE)");
		assertThat(Literals.from(range, Position.Id.of(7))).isEqualTo("10");
		assertThat(Literals.to(range, null)).isEqualTo("MAXVALUE");
	}

	@Test
	void aSlidingListHasTheEndsOfItsWindow() {
		PartitionBounds value = PartitionBounds.parse("FOR VALUES IN (100)");
		assertThat(Literals.from(value, Position.Id.of(100))).isEqualTo("100");
		assertThat(Literals.to(value, Position.Id.of(101))).isEqualTo("101");
		assertThat(Literals.from(PartitionBounds.parse("FOR VALUES WITH (modulus 2, remainder 1)"), null)).isNull();
	}

}

package io.partsmith.topology;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CatalogLettersTest {

	@Test
	void standForMethods() {
		assertThat(PartitionMethod.ofCatalogLetter("r")).isEqualTo(PartitionMethod.RANGE);
		assertThat(PartitionMethod.ofCatalogLetter("l")).isEqualTo(PartitionMethod.LIST);
		assertThat(PartitionMethod.ofCatalogLetter("h")).isEqualTo(PartitionMethod.HASH);
		assertThatIllegalArgumentException().isThrownBy(() -> PartitionMethod.ofCatalogLetter("x"))
			.withMessageContaining("'x'");
	}

	@Test
	void standForKinds() {
		assertThat(RelationKind.ofCatalogLetter("r")).isEqualTo(RelationKind.TABLE);
		assertThat(RelationKind.ofCatalogLetter("p")).isEqualTo(RelationKind.PARTITIONED);
		assertThat(RelationKind.ofCatalogLetter("f")).isEqualTo(RelationKind.FOREIGN);
		assertThatIllegalArgumentException().isThrownBy(() -> RelationKind.ofCatalogLetter("v"))
			.withMessageContaining("'v'");
	}

	@Test
	void aKeyIsWrittenAsPostgresWritesIt() {
		assertThat(Topologies.of("events").build().key()).hasToString("RANGE (created_at)");
		assertThat(Topologies.of("events").key(PartitionMethod.LIST, "text", "Region", null).build().key())
			.hasToString("LIST (\"Region\", <expression>)");
	}

	@Test
	void aSnapshotHoldsOnlyWhatItWasAskedFor() {
		TableTopology table = Topologies.of("events").build();
		CatalogSnapshot snapshot = new CatalogSnapshot(new Server(180006), Map.of(table.table(), table));
		assertThat(snapshot.table(RelationName.parse("events"))).isSameAs(table);
		assertThatIllegalArgumentException().isThrownBy(() -> snapshot.table(RelationName.parse("others")))
			.withMessageContaining("public.others");
	}

}

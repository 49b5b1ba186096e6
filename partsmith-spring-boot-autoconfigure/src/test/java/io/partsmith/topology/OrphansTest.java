package io.partsmith.topology;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each relation of a tree finds its own orphans without a look at all the others. */
class OrphansTest {

	private static Orphan orphan(String name, String parent) {
		return new Orphan(new Relation(RelationName.parse(name), 1, RelationKind.TABLE, true, null, null),
				new Marker(RelationName.parse(parent), Instant.EPOCH));
	}

	@Test
	void theyAreSortedByWhatTheyWereDetachedFrom() {
		Orphan first = orphan("t__old1", "t");
		Orphan second = orphan("t__old2", "t");
		Orphan deep = orphan("t__1__old", "t__1");
		Orphans orphans = Orphans.of(List.of(first, deep, second));
		assertThat(orphans).containsExactly(first, deep, second);
		assertThat(orphans.of(RelationName.parse("t"))).containsExactly(first, second);
		assertThat(orphans.of(RelationName.parse("t__1"))).containsExactly(deep);
		assertThat(orphans.of(RelationName.parse("t__2"))).isEmpty();
	}

	@Test
	void theyAreSortedOnceForAWholeTree() {
		TableTopology.Partitioned table = Topologies.of("t").months(2026, 8, 8).build();
		Partition month = table.partitions().get(0);
		Branch branch = new Branch(table.key(), List.of());
		assertThat(table.beneath(month.relation(), branch).orphans()).isSameAs(table.orphans());
	}

}

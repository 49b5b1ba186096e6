package io.partsmith.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Grant;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Branch;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.Place;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.StorageParameter;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Trait;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DriftCheckTest {

	private static final Privileges NOBODY = new Privileges("o", List.of());

	private static final PartitionKey HASH = new PartitionKey(PartitionMethod.HASH,
			List.of(new KeyColumn("id", "bigint")));

	private static final Tablespace DEFAULT = new Tablespace("pg_default", true);

	private static Partition partition(int number, RelationKind kind, Partition... children) {
		return new Partition(new Relation(RelationName.parse("public.t__" + number), number, kind, true, null, null),
				new PartitionBounds.Default(), false, null, (children.length == 0) ? null
						: new Branch(new PartitionKey(PartitionMethod.HASH, List.of()), List.of(children)));
	}

	private static List<Finding> drift(Leaves leaves, List<Trait> own, Map<Long, List<Trait>> present,
			Partition... managed) {
		TablePartitionConfig config = Policies.monthly(1, 1).with(leaves);
		PropertySheet sheet = new PropertySheet(own, List.of(DEFAULT, NOBODY), present, Set.of(),
				PropertySheet.EMPTY.shape(), Place.USABLE);
		return new DriftCheck(config, sheet).check(Stream.of(managed)
			.map((partition) -> new Unit(partition.relation(), UnitState.ACTIVE, partition.bounds(), null, "",
					partition.children()))
			.toList());
	}

	private static Leaves local(String tablespace, Map<String, String> parameters, boolean privileges) {
		return new Leaves.Local(tablespace, parameters, privileges, false, Carry.DEFAULT);
	}

	@Test
	void findsNothingWherePartitionsAreAsNewOnesWouldBe() {
		assertThat(drift(local("pg_default", Map.of("fillfactor", "90"), true), List.of(NOBODY),
				Map.of(1L, List.of(new StorageParameter("fillfactor", "90"), DEFAULT, NOBODY)),
				partition(1, RelationKind.TABLE)))
			.isEmpty();
	}

	@Test
	void tellsOncePerKindAndGivesTheSqlForEach() {
		Map<Long, List<Trait>> present = IntStream.rangeClosed(1, 5)
			.boxed()
			.collect(Collectors.toMap(Integer::longValue, (number) -> List.of(DEFAULT, NOBODY)));
		List<Finding> findings = drift(local("fast", Map.of("fillfactor", "90"), false), List.of(NOBODY), present,
				IntStream.rangeClosed(1, 5)
					.mapToObj((number) -> partition(number, RelationKind.TABLE))
					.toArray(Partition[]::new));
		assertThat(findings).hasSize(2).allMatch((finding) -> finding.code() == FindingCode.PROPERTY_DRIFT);
		assertThat(findings.get(1).message())
			.isEqualTo("5 partition(s) of public.t differ in their tablespace from what a new one gets: "
					+ "public.t__1, public.t__2, public.t__3 and 2 more");
		assertThat(findings.get(1).next().lines()).hasSize(5).contains("ALTER TABLE public.t__5 SET TABLESPACE fast;");
	}

	@Test
	void givesTheSqlForTheFirstTwentyOfMany() {
		Partition[] many = IntStream.rangeClosed(1, 25)
			.mapToObj((number) -> partition(number, RelationKind.TABLE))
			.toArray(Partition[]::new);
		Map<Long, List<Trait>> present = IntStream.rangeClosed(1, 25)
			.boxed()
			.collect(Collectors.toMap(Integer::longValue, (number) -> List.of(DEFAULT)));
		assertThat(drift(local("fast", Map.of(), false), List.of(), present, many)).singleElement()
			.satisfies((finding) -> assertThat(finding.next().lines()).hasSize(21)
				.endsWith("-- 5 more follow once these are mended"));
	}

	@Test
	void warnsOfPrivilegesThatTheTableHasNoMore() {
		Privileges old = new Privileges("o", List.of(new Grant("reader", "SELECT", null, false)));
		assertThat(drift(local(null, Map.of(), true), List.of(NOBODY), Map.of(1L, List.of(DEFAULT, old)),
				partition(1, RelationKind.TABLE)))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.code()).isEqualTo(FindingCode.PROTECTION_DRIFT);
				assertThat(finding.severity()).isEqualTo(Severity.WARNING);
				assertThat(finding.partition()).isEqualTo(RelationName.parse("public.t__1"));
				assertThat(finding.next()).isEqualTo("REVOKE SELECT ON TABLE public.t__1 FROM reader;");
			});
	}

	@Test
	void looksIntoSubtreesAndAsksOfBranchesWhatBranchesCanHave() {
		Partition branch = partition(1, RelationKind.PARTITIONED, partition(2, RelationKind.TABLE));
		assertThat(drift(local(null, Map.of("fillfactor", "90"), false), List.of(),
				Map.of(1L, List.of(DEFAULT), 2L, List.of(DEFAULT)), branch))
			.singleElement()
			.extracting(Finding::partition)
			.isEqualTo(RelationName.parse("public.t__2"));
	}

	@Test
	void saysNothingOfForeignPartitionsAndOfWhatWasNotRead() {
		assertThat(drift(local("fast", Map.of(), false), List.of(), Map.of(1L, List.of(DEFAULT)),
				partition(1, RelationKind.FOREIGN), partition(2, RelationKind.TABLE)))
			.isEmpty();
	}

}

package io.partsmith.plan;

import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.Marker;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where ids stand beneath something, in a month or in a member of a set. */
class CursorFinderTest {

	private static final RangeScheme HUNDREDS = hundreds("id");

	private static final PartitionKey IDS = key("id");

	private static final RangeScheme MONTHS = new RangeScheme(List.of("created_at"),
			new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC));

	private static final Scheme BY_MONTH = MONTHS.dividedBy(HUNDREDS);

	private static final Scheme SHARDS = new HashScheme(List.of("created_at"), 1, HUNDREDS);

	@Test
	void idsGoOnInANewMonthWhereAnEmptyOneWasMade() {
		assertThat(beside(BY_MONTH, Map.of(), ids(4_000, 4_100), ids(5_000, 5_100))).isEqualTo(5_000);
	}

	@Test
	void aMonthWithManyPartitionsWasMadeForItsLastOnes() {
		assertThat(beside(BY_MONTH, Map.of(), ids(0, 100, 200, 300, 400))).as("200 ids ahead").isEqualTo(300);
		assertThat(beside(BY_MONTH, Map.of(), ids(400))).as("not before the first").isEqualTo(400);
	}

	@Test
	void ofARowAndAnEmptyMonthTheGreaterCounts() {
		assertThat(beside(BY_MONTH, Map.of(1L, known(321)), ids(300, 400), ids(200, 300))).isEqualTo(321);
		assertThat(beside(BY_MONTH, Map.of(1L, known(321)), ids(300), ids(5_000, 5_100)))
			.as("made when the ids were there already")
			.isEqualTo(5_000);
	}

	/** Where windows begin without a row says nothing to what is there. */
	@Test
	void idsThatAreKnownMayLieBelowTheOrigin() {
		assertThat(windows(Topologies.ids("t", "bigint").ids(100, -200))).containsExactly("public.t__m100");
		assertThat(beside(BY_MONTH, Map.of(1L, known(-150)), ids(-200))).isEqualTo(-150);
		assertThat(windows(Topologies.ids("t", "bigint").newest(new NewestKey.Drained(BigInteger.valueOf(-150)))))
			.containsExactly("public.t__m200", "public.t__m100");
	}

	@Test
	void membersOfASetHaveIdsOfTheirOwn() {
		assertThat(beside(SHARDS, Map.of(1L, known(750)), ids(700, 800))).isZero();
	}

	@Test
	void columnsOfOtherLevelsAnswerForNobody() {
		Scheme items = MONTHS.dividedBy(HUNDREDS.dividedBy(hundreds("item")));
		Partition shelf = new Partition(relation("t__300", 50),
				PartitionBounds.parse("FOR VALUES FROM ('300') TO ('400')"), false, null,
				new Branch(key("item"), List.of()));
		assertThat(beside(items, Map.of(1L, known(321), 50L, known(9_050)), new Branch(IDS, List.of(shelf))))
			.isEqualTo(321);
	}

	@Test
	void anEmptyTableGoesOnWhereItsPartitionsWereMade() {
		Topologies table = Topologies.ids("t", "bigint").ids(100, 4_000, 4_100, 4_200);
		assertThat(windows(table)).isEmpty();
		assertThat(windows(Topologies.ids("t", "bigint").ids(100, 4_000))).containsExactly("public.t__4100");
		assertThat(windows(
				Topologies.ids("t", "bigint").orphan("__4000", Policies.TODAY, "FOR VALUES FROM ('4000') TO ('4100')")))
			.as("nothing is attached")
			.containsExactlyInAnyOrder("public.t__4000", "public.t__4100");
		Lifecycle never = Lifecycle.creating(new Creation.CreateAhead(2)).dropping(new Drop.DropNever());
		assertThat(plan(Topologies.ids("t", "bigint").ids(100, 4_000).pending(), never))
			.contains("create public.t__4100")
			.doesNotContain("create public.t__0");
		assertThat(windows(Topologies.ids("t", "bigint").ids(100, 4_000).pending())).as("it was about to be detached")
			.containsOnly("public.t__4000", "public.t__4100");
	}

	/** Or the next run, which finds it attached, would count from another window. */
	@Test
	void anEmptyTableThatIsMadeUpToAnIdBeginsWithWhatComesBack() {
		Lifecycle until = Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(299))))
			.dropping(new Drop.DropAfter(TimeAmount.valueOf("P1D")));
		Topologies detached = Topologies.ids("t", "bigint")
			.ids(100, 200)
			.orphan("__0", Policies.TODAY, "FOR VALUES FROM ('0') TO ('100')");
		Topologies pending = Topologies.ids("t", "bigint").ids(100, 200, 0).pending();
		for (Topologies table : List.of(detached, pending)) {
			assertThat(Policies
				.plan(new TablePartitionConfig("t", RelationName.parse("t"), HUNDREDS, until), table.build())
				.operations()).filteredOn((it) -> it.kind() == OperationKind.CREATE)
				.singleElement()
				.extracting(Operation::reason)
				.isEqualTo(Reason.CREATE_UNTIL);
		}
	}

	@Test
	void nothingExpiresWhileNoRowTellsWhereIdsAre() {
		Topologies far = Topologies.ids("t", "bigint").ids(100, 0, 100, 200, 900_000, 900_100);
		Lifecycle keepsOne = Lifecycle.creating(new Creation.CreateAhead(2)).keeping(new Retention.KeepNewest(1));
		assertThat(plan(far, keepsOne)).isEmpty();
		assertThat(plan(far.newest(900_001), keepsOne)).contains("detach public.t__0", "detach public.t__200");
	}

	@Test
	void aSequenceThatIsNewTellsWhereIdsBegin() {
		NewestKey starts = new NewestKey.None(BigInteger.valueOf(7_000));
		assertThat(windows(Topologies.ids("t", "bigint").newest(starts))).containsExactly("public.t__7000",
				"public.t__7100");
	}

	@Test
	void aSequenceThatIsNotInUseIsTold() {
		Topologies table = Topologies.ids("t", "bigint")
			.ids(100, 4_000, 4_100)
			.newest(new NewestKey.None(BigInteger.ONE));
		MaintenancePlan plan = Policies.plan(config(HUNDREDS), table.build());
		assertThat(plan.operations()).isEmpty();
		assertThat(plan.findings()).singleElement()
			.satisfies((it) -> assertThat(it.code() + it.message()).contains("cursor_drained", "starts at 1", "4000"));
	}

	@Test
	void noIdIsUsedUpWhereNoRowIs() {
		TableTopology.Partitioned shards = table(PartitionMethod.HASH, new Partition(relation("t__h0", 9),
				PartitionBounds.parse("FOR VALUES WITH (modulus 1, remainder 0)"), false, null, ids(0, 100)));
		assertThat(left(shards)).isEqualTo(200);
		assertThat(left(shards.measured(new NewestKey.None(), Map.of(9L, known(0)), null))).isEqualTo(199);
	}

	private static long left(TableTopology table) {
		return Policies.plan(config(SHARDS), table).runway().ids().longValueExact();
	}

	private static List<String> windows(Topologies table) {
		return Policies.plan(config(HUNDREDS), table.build())
			.operations()
			.stream()
			.map((it) -> it.partition().toString())
			.toList();
	}

	private static List<String> plan(Topologies table, Lifecycle lifecycle) {
		return Policies.plan(new TablePartitionConfig("t", RelationName.parse("t"), HUNDREDS, lifecycle), table.build())
			.operations()
			.stream()
			.map((it) -> it.kind().name().toLowerCase(Locale.ROOT) + " " + it.partition())
			.toList();
	}

	/** Or the next run, which finds it attached, would count from another window. */
	@Test
	void anEmptyMonthIsCountedWithWhatComesBack() {
		assertThat(besideARow(ids(3_900, 4_000))).isEqualTo(3_900);
		assertThat(besideARow(ids(3_800, 3_900, 4_000), 4_300)).as("above").isEqualTo(4_200);
		assertThat(besideARow(ids(4_000), 3_900)).as("below").isEqualTo(3_900);
		assertThat(besideARow(ids(), 3_900, 4_300)).as("alone").isEqualTo(4_200);
		assertThat(besideARow(ids(4_000), 4_050)).as("its place is taken").isEqualTo(4_000);
	}

	/** Of an empty relation beside one with a row at 3850. */
	private static long besideARow(Branch own, long... detached) {
		List<Orphan> orphans = Arrays.stream(detached)
			.mapToObj((from) -> new Orphan(relation("t__new__" + from, 2_000 + from),
					new Marker(RelationName.parse("t__new"), Policies.TODAY,
							PartitionBounds.parse("FOR VALUES FROM ('" + from + "') TO ('" + (from + 100) + "')"))))
			.toList();
		return beside(BY_MONTH, Map.of(1L, known(3_850)), own, orphans, ids(3_800));
	}

	/** Of a new relation beside others, whose OIDs are 1, 2 and so on. */
	private static long beside(Scheme scheme, Map<Long, NewestKey> newest, Branch... others) {
		return beside(scheme, newest, new Branch(IDS, List.of()), List.of(), others);
	}

	private static long beside(Scheme scheme, Map<Long, NewestKey> newest, Branch own, List<Orphan> orphans,
			Branch... others) {
		List<Partition> partitions = new ArrayList<>();
		for (Branch other : others) {
			int number = partitions.size() + 1;
			PartitionBounds bounds = PartitionBounds
				.parse((scheme == SHARDS) ? "FOR VALUES WITH (modulus 1, remainder 0)"
						: "FOR VALUES FROM ('2026-0%d-01 00:00:00+00') TO ('2026-0%d-01 00:00:00+00')".formatted(number,
								number + 1));
			partitions.add(new Partition(relation("t__" + number, number), bounds, false, null, other));
		}
		TableTopology.Partitioned table = table(scheme.method(), orphans, partitions.toArray(Partition[]::new))
			.measured(new NewestKey.None(), newest, null);
		Site root = Site.root(config(scheme), table);
		Site site = new Site(root.config(), 1, scheme.levels().get(1), table.beneath(relation("t__new", 9), own),
				List.of());
		Cursor cursor = new CursorFinder(root, Policies.TODAY).find(site, site.grid().orElseThrow()).orElseThrow();
		return ((Position.Id) cursor.position()).value().longValueExact();
	}

	private static RangeScheme hundreds(String column) {
		return new RangeScheme(List.of(column), new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO));
	}

	private static PartitionKey key(String column) {
		return new PartitionKey(PartitionMethod.RANGE, List.of(new KeyColumn(column, "bigint")));
	}

	private static NewestKey known(long id) {
		return new NewestKey.Known(BigInteger.valueOf(id));
	}

	private static TablePartitionConfig config(Scheme scheme) {
		return new TablePartitionConfig("t", RelationName.parse("t"), scheme,
				Lifecycle.creating(new Creation.CreateAhead(2)));
	}

	private static TableTopology.Partitioned table(PartitionMethod method, Partition... partitions) {
		return table(method, List.of(), partitions);
	}

	private static TableTopology.Partitioned table(PartitionMethod method, List<Orphan> orphans,
			Partition... partitions) {
		TableTopology.Partitioned bare = Topologies.of("t").column("id", "bigint").column("item", "bigint").build();
		PartitionKey key = new PartitionKey(method, List.of(new KeyColumn("created_at", "timestamp with time zone")));
		return new TableTopology.Partitioned(bare.table(), bare.oid(), bare.access(), bare.shape(),
				new Branch(key, List.of(partitions)), orphans, List.of(), bare.newestKey(), Map.of(), null,
				bare.properties());
	}

	private static Branch ids(long... starts) {
		return new Branch(IDS,
				Arrays.stream(starts)
					.mapToObj((from) -> new Partition(relation("t__h0__" + from, 1_000 + from),
							PartitionBounds.parse("FOR VALUES FROM ('" + from + "') TO ('" + (from + 100) + "')"),
							false, null, null))
					.toList());
	}

	private static Relation relation(String name, long oid) {
		return new Relation(RelationName.parse(name), oid, RelationKind.PARTITIONED, true, null, null);
	}

}

package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.ListGrid;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Datum;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.ForeignKeys;
import io.partsmith.topology.Marker;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableShape;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.jspecify.annotations.Nullable;

/**
 * What may be found where a table is to be maintained for the first time: a part of what
 * partsmith would make, and what people make by hand.
 */
final class RandomTree {

	private final Random random;

	private final TablePartitionConfig config;

	private final Instant now;

	private final Map<String, String> columns;

	private final Set<RelationName> names = new HashSet<>();

	private final Set<RelationName> strangers = new HashSet<>();

	private final List<Orphan> orphans = new ArrayList<>();

	private final List<Stray> strays = new ArrayList<>();

	private long oid = 1000;

	RandomTree(Random random, TablePartitionConfig config, Map<String, String> columns, Instant now) {
		this.random = random;
		this.config = config;
		this.columns = columns;
		this.now = now;
	}

	/** What is never to be touched. */
	Set<RelationName> strangers() {
		return this.strangers;
	}

	TableTopology.Partitioned grow() {
		PartitionKey key = key(this.config.scheme());
		NewestKey newest = this.random.nextBoolean() ? new NewestKey.None()
				: new NewestKey.Known(BigInteger.valueOf(this.random.nextInt(2000) - 500));
		TableTopology.Partitioned bare = table(key, List.of(), newest);
		boolean isNew = this.random.nextInt(4) == 0;
		List<Partition> partitions = isNew ? List.of() : partitions(Site.root(this.config, bare));
		return table(key, partitions, newest);
	}

	private TableTopology.Partitioned table(PartitionKey key, List<Partition> partitions, NewestKey newest) {
		return new TableTopology.Partitioned(this.config.table(), 999, Topologies.ACCESS,
				new TableShape(this.columns, Set.of(), List.of(), ForeignKeys.NONE), new Branch(key, partitions),
				this.orphans, this.strays, newest, Map.of(), null, PropertySheet.EMPTY);
	}

	private PartitionKey key(Scheme level) {
		return new PartitionKey(level.method(),
				level.key().stream().map((column) -> new KeyColumn(column, this.columns.get(column))).toList());
	}

	private List<Partition> partitions(Site site) {
		List<Partition> partitions = new ArrayList<>();
		if (site.scheme() instanceof Progression) {
			windows(site, partitions);
		}
		else if (site.scheme() instanceof HashScheme hash) {
			residues(site, hash, partitions);
		}
		else {
			groups(site, (GroupScheme) site.scheme(), partitions);
		}
		return partitions;
	}

	private boolean oneIn(int count) {
		return this.random.nextInt(count) == 0;
	}

	private void windows(Site site, List<Partition> partitions) {
		Grid grid = site.grid().orElseThrow();
		Axis axis = grid.axis();
		Window window = new CursorFinder(site, this.now).find(site, grid).orElseThrow().window();
		int behind = this.random.nextInt(6);
		int ahead = this.random.nextInt(3);
		for (int i = 0; i < behind; i++) {
			window = axis.previous(window);
		}
		if (oneIn(15) && grid instanceof RangeGrid range && !catches(site, CatchAll.BELOW)) {
			stranger(site, "_oldest", range.below(window.from()), partitions);
		}
		for (int i = -behind; i <= ahead; i++) {
			if (axis.holds(window) && axis.holds(axis.next(window))) {
				window = place(site, grid, window, partitions);
			}
			window = axis.next(window);
		}
		if (oneIn(25) && grid instanceof RangeGrid range && axis.holds(window) && !catches(site, CatchAll.ABOVE)) {
			stranger(site, "_rest", range.above(window.from()), partitions);
		}
		if (oneIn(12)) {
			stranger(site, "_odd", PartitionBounds
				.parse((grid instanceof ListGrid) ? "FOR VALUES IN ('x')" : "FOR VALUES FROM ('once') TO ('ever')"),
					partitions);
		}
		if (oneIn(6)) {
			stranger(site, "_default", new PartitionBounds.Default(), partitions);
		}
		if (oneIn(8)) {
			this.strays.add(new Stray(relation(name(site, axis.suffix(window)), null, true), null));
		}
	}

	private static boolean catches(Site site, CatchAll end) {
		return site.scheme() instanceof RangeScheme range && range.catchAlls().contains(end);
	}

	/** Puts something into a window, and says which window was used up last. */
	private Window place(Site site, Grid grid, Window window, List<Partition> partitions) {
		Axis axis = grid.axis();
		PartitionBounds bounds = grid.bounds(window);
		RelationName usual = name(site, axis.suffix(window));
		switch (this.random.nextInt(20)) {
			case 0, 1 -> {
				// A gap.
			}
			case 2 -> {
				Window next = axis.next(window);
				stranger(site, "_wide" + this.oid,
						(grid instanceof ListGrid)
								? new PartitionBounds.Values(
										List.of(axis.datum(window.from()), axis.datum(next.from())))
								: grid.bounds(new Window(window.from(), next.to())),
						partitions);
				return next;
			}
			case 3 -> {
				RelationName name = name(site, "_foreign" + this.oid);
				this.strangers.add(name);
				partitions.add(new Partition(new Relation(name, this.oid++, RelationKind.FOREIGN, true, null, null),
						bounds, false, null, null));
			}
			case 4 -> partitions.add(made(site, usual, bounds, true, null));
			case 5 ->
				partitions.add(made(site, usual, bounds, false, new Marker(site.table().table(), earlier(), null)));
			case 6 -> partitions.add(made(site, name(site, "_by_hand" + this.oid), bounds, false, null));
			case 7 ->
				partitions.add(made(site, name(site, axis.suffix(axis.next(axis.next(window)))), bounds, false, null));
			case 8, 9 -> {
				Relation relation = relation(usual, null, !oneIn(6));
				Branch branch = branch(site, relation);
				this.orphans.add(new Orphan(like(relation, branch),
						new Marker(site.table().table(), oneIn(4) ? null : earlier(), oneIn(3) ? bounds : null),
						branch));
			}
			case 10 -> {
				Relation relation = relation(usual, null, !oneIn(4));
				Branch branch = branch(site, relation);
				this.strays.add(new Stray(like(relation, branch), branch));
			}
			default -> partitions.add(made(site, usual, bounds, false, null));
		}
		return window;
	}

	private Instant earlier() {
		return this.now.minus(Duration.ofHours(this.random.nextInt(2000)));
	}

	private void residues(Site site, HashScheme hash, List<Partition> partitions) {
		int modulus = oneIn(3) ? 1 + this.random.nextInt(4) : hash.modulus();
		for (int remainder = 0; remainder < modulus; remainder++) {
			if (oneIn(12)) {
				partitions.add(made(site, name(site, "_double" + this.oid),
						new PartitionBounds.Residue(2 * modulus, remainder), false, null));
				if (this.random.nextBoolean()) {
					partitions.add(made(site, name(site, "_double" + this.oid),
							new PartitionBounds.Residue(2 * modulus, remainder + modulus), false, null));
				}
			}
			else if (!oneIn(6)) {
				partitions.add(made(site, name(site, HashScheme.suffix(remainder)),
						new PartitionBounds.Residue(modulus, remainder), oneIn(30), null));
			}
		}
	}

	private void groups(Site site, GroupScheme list, List<Partition> partitions) {
		for (GroupScheme.Group group : list.groups()) {
			if (oneIn(8)) {
				partitions.add(made(site, name(site, "_part" + this.oid),
						new PartitionBounds.Values(group.values().subList(0, 1)), false, null));
			}
			else if (!oneIn(5)) {
				partitions.add(made(site, name(site, GroupScheme.suffix(group.name())),
						new PartitionBounds.Values(group.values()), oneIn(30), null));
			}
		}
		if (oneIn(6)) {
			partitions.add(made(site, name(site, "_more"),
					new PartitionBounds.Values(List.of(new Datum.Literal("elsewhere"))), false, null));
		}
		if (list.defaultGroup() != null && this.random.nextBoolean()) {
			partitions.add(made(site, name(site, GroupScheme.suffix(list.defaultGroup())),
					new PartitionBounds.Default(), false, null));
		}
	}

	/** A name that nothing else has, of the wanted form where that can be had. */
	private RelationName name(Site site, String suffix) {
		RelationName name = site.partition(suffix);
		if (name.nameBytes() > RelationName.MAX_BYTES || this.names.contains(name)) {
			name = site.table().table().sibling("p" + this.oid + "_" + this.names.size());
		}
		this.names.add(name);
		return name;
	}

	private void stranger(Site site, String suffix, PartitionBounds bounds, List<Partition> partitions) {
		Partition stranger = made(site, name(site, suffix), bounds, false, null);
		this.strangers.add(stranger.name());
		partitions.add(stranger);
	}

	private Partition made(Site site, RelationName name, PartitionBounds bounds, boolean pending,
			@Nullable Marker marker) {
		Relation relation = relation(name, null, !oneIn(25));
		Branch branch = branch(site, relation);
		return new Partition(like(relation, branch), bounds, pending, marker, branch);
	}

	private Relation relation(RelationName name, @Nullable Branch branch, boolean owned) {
		return like(new Relation(name, this.oid++, RelationKind.TABLE, owned, null, null), branch);
	}

	private static Relation like(Relation relation, @Nullable Branch branch) {
		return new Relation(relation.name(), relation.oid(),
				(branch != null) ? RelationKind.PARTITIONED : RelationKind.TABLE, relation.owned(), null, null);
	}

	/** Mostly the configured division; now and then none, or another one. */
	private @Nullable Branch branch(Site site, Relation relation) {
		Scheme child = site.scheme().child();
		if (child == null || oneIn(12)) {
			return null;
		}
		if (oneIn(20)) {
			return new Branch(new PartitionKey(PartitionMethod.HASH, List.of(new KeyColumn("other", "bigint"))),
					List.of());
		}
		Branch bare = new Branch(key(child), List.of());
		return new Branch(key(child), partitions(site.beneath(relation, bare).orElseThrow()));
	}

}

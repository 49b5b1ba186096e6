package io.partsmith.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.table.LeafPattern;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * A partitioned relation in a table's tree, and the level of the scheme by which it is
 * divided.
 *
 * @param config the table's configuration
 * @param depth the level's depth; the table's own is 0
 * @param scheme the level
 * @param table the relation with its partitions
 * @param held the legal holds over what it is a part of, which hold all of it
 */
public record Site(TablePartitionConfig config, int depth, Scheme scheme, TableTopology.Partitioned table,
		List<Hold> held) {

	/**
	 * Copies the holds.
	 * @param config the table's configuration
	 * @param depth the level's depth
	 * @param scheme the level
	 * @param table the relation with its partitions
	 * @param held the legal holds over what it is a part of
	 */
	public Site {
		held = List.copyOf(held);
	}

	/**
	 * The table itself.
	 * @param config its configuration
	 * @param table what the database has
	 * @return the site at the root
	 */
	public static Site root(TablePartitionConfig config, TableTopology.Partitioned table) {
		return new Site(config, 0, config.scheme(), table, List.of());
	}

	/**
	 * This site and all beneath it, the outer ones first.
	 * @return one site or more
	 */
	public Stream<Site> all() {
		Stream<Site> beneath = (this.scheme.child() != null) ? this.table.partitions()
			.stream()
			.flatMap((partition) -> beneath(partition).stream())
			.flatMap(Site::all) : Stream.empty();
		return Stream.concat(Stream.of(this), beneath);
	}

	/**
	 * This site, all beneath it, and all beneath what was detached from there and may
	 * come back.
	 * @return one site or more
	 */
	public Stream<Site> reachable() {
		if (this.table.orphans().stream().allMatch((orphan) -> orphan.branch() == null)) {
			return all();
		}
		return all().flatMap((site) -> Stream.concat(Stream.of(site), site.returning().flatMap(Site::reachable)));
	}

	private Stream<Site> returning() {
		return (lifecycle().drop() instanceof Drop.DropAfter) ? this.table.ownOrphans()
			.stream()
			.flatMap((orphan) -> beneath(orphan.relation(), orphan.branch()).stream()) : Stream.empty();
	}

	/**
	 * What has to be measured to know where it stands.
	 * @return the source; {@code null} where the clock tells it, or the newest member, or
	 * nothing needs to
	 */
	public @Nullable CursorSource cursorSource() {
		CursorSource source = (this.scheme instanceof Progression progression) ? progression.boundaries().cursor()
				: null;
		return (source != CursorSource.NEWEST_MEMBER) ? source : null;
	}

	/** Whether its cursor is its newest member. */
	boolean isMovedByMembers() {
		return this.scheme instanceof SlidingListScheme list
				&& list.boundaries().cursor() == CursorSource.NEWEST_MEMBER;
	}

	/**
	 * The site that a partition of this one is.
	 * @param partition a partition
	 * @return the site beneath; empty where the partition is a leaf, is divided otherwise
	 * than configured, or nothing is configured beneath
	 */
	public Optional<Site> beneath(Partition partition) {
		return beneath(partition.relation(), partition.branch())
			.map((site) -> site.under(holdsOver(partition.bounds())));
	}

	private List<Hold> holdsOver(PartitionBounds bounds) {
		List<Hold> holds = (this.scheme instanceof Progression) ? lifecycle().holds() : List.of();
		if (holds.isEmpty()) {
			return holds;
		}
		Grid grid = grid().orElse(null);
		return holds.stream().filter((hold) -> Points.covers(hold, grid, bounds)).toList();
	}

	/** The same site as a part of what is held. */
	Site under(List<Hold> holds) {
		return holds.isEmpty() ? this : new Site(this.config, this.depth, this.scheme, this.table,
				Stream.concat(this.held.stream(), holds.stream()).distinct().toList());
	}

	Optional<Site> beneath(Relation relation, @Nullable Branch branch) {
		Scheme child = this.scheme.child();
		if (child == null || branch == null || !fits(branch, child)) {
			return Optional.empty();
		}
		return Optional
			.of(new Site(this.config, this.depth + 1, child, this.table.beneath(relation, branch), this.held));
	}

	/**
	 * A site beneath that is not there yet. What is measured for such sites stands under
	 * the negative of their depth, which is no OID.
	 */
	Site unborn(RelationName name, Scheme level) {
		int beneath = this.config.scheme().levels().indexOf(level);
		PartitionKey key = new PartitionKey(level.method(), level.key()
			.stream()
			.map((column) -> new KeyColumn(column, this.table.shape().columns().getOrDefault(column, "unknown")))
			.toList());
		Relation relation = new Relation(name, -beneath, RelationKind.PARTITIONED, true, null, null);
		return new Site(this.config, beneath, level, this.table.beneath(relation, new Branch(key, List.of())),
				List.of());
	}

	/**
	 * The sites that new partitions will have beneath them and whose first windows lie
	 * where a sequence of the table stands by then.
	 * @return a site for each such level
	 */
	public List<Site> unborn() {
		return this.scheme.levels()
			.stream()
			.skip(1)
			.map((level) -> unborn(this.table.table(), level))
			.filter((site) -> site.cursorSource() != null)
			.toList();
	}

	/** Whether a relation is divided by the method and the key of a level. */
	static boolean fits(Branch branch, Scheme level) {
		return branch.key().method() == level.method() && branch.key().columnNames().equals(level.key());
	}

	/** The windows of this site; empty where it is a set, or its key has another type. */
	Optional<Grid> grid() {
		return (this.scheme instanceof Progression progression) ? KeyType.named(this.table.key().leading().type())
			.flatMap((type) -> progression.over(type, this.table.key().columns().size())) : Optional.empty();
	}

	Lifecycle lifecycle() {
		return this.config.lifecycleAt(this.depth);
	}

	boolean isRoot() {
		return this.depth == 0;
	}

	/** The name of a partition of this relation. */
	RelationName partition(String suffix) {
		return this.table.table().sibling(this.table.table().name() + suffix);
	}

	/** What is made beneath. */
	LeafPattern leaves() {
		return this.config.leaves().pattern(this.config.table(), this.table.properties());
	}

	/** Whether a relation is a foreign table among local ones, which is left alone. */
	boolean isForeign(Relation relation) {
		return relation.kind() == RelationKind.FOREIGN && !this.config.leaves().keepsForeign();
	}

	Parent parent() {
		return Parent.of(this.table);
	}

}

package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.Marker;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory that carries plans out as PostgreSQL would, and refuses what it would
 * refuse: a name that is taken, an attach of what is attached.
 */
final class Simulator {

	private final Planner planner = new Planner();

	private final TableTopology.Partitioned table;

	private final List<Partition> partitions;

	private final List<Orphan> orphans;

	private final List<Stray> strays;

	private final Map<Long, NewestKey> newestBeneath;

	private TablePartitionConfig config;

	private final Set<RelationName> names = new HashSet<>();

	private NewestKey newest;

	private long oid = 100_000;

	Simulator(TablePartitionConfig config, TableTopology.Partitioned table) {
		this.config = config;
		this.table = table;
		this.partitions = new ArrayList<>(table.partitions());
		this.orphans = new ArrayList<>(table.orphans());
		this.strays = new ArrayList<>(table.strays());
		this.newestBeneath = new HashMap<>(table.newestBeneath());
		this.newest = table.newestKey();
	}

	Simulator with(TablePartitionConfig other) {
		this.config = other;
		return this;
	}

	Simulator newest(long id) {
		this.newest = new NewestKey.Known(BigInteger.valueOf(id));
		return this;
	}

	/** The newest key in any relation of the tree. */
	Simulator newest(long relation, long id) {
		if (relation == this.table.oid()) {
			return newest(id);
		}
		this.newestBeneath.put(relation, new NewestKey.Known(BigInteger.valueOf(id)));
		return this;
	}

	TableTopology.Partitioned topology() {
		return new TableTopology.Partitioned(this.table.table(), this.table.oid(), Topologies.ACCESS,
				this.table.shape(), new Branch(this.table.key(), this.partitions), this.orphans, this.strays,
				this.newest, this.newestBeneath, null, this.table.properties());
	}

	/** The suffixes of what is attached, in order. */
	List<String> attached() {
		return this.partitions.stream().map((it) -> it.name().name().replaceFirst("^t__", "")).sorted().toList();
	}

	MaintenancePlan plan(Instant now) {
		return this.planner.plan(this.config, topology(), now);
	}

	/** Plans and applies. */
	MaintenancePlan run(String now) {
		MaintenancePlan plan = plan(Instant.parse(now));
		plan.operations().forEach(this::apply);
		return plan;
	}

	/** Somebody drops a partition by hand. */
	void lose(String suffix) {
		this.partitions.removeIf((partition) -> partition.name().name().equals("t__" + suffix));
	}

	void apply(Operation operation) {
		readNames();
		if (operation instanceof Operation.Create create) {
			Displacement displaced = create.displaced();
			if (displaced != null) {
				change(operation.parent(), (it) -> it.relation().equals(displaced.table())
						? new Partition(it.relation(), displaced.bounds(), false, null, it.branch()) : it);
			}
			attach(operation.parent(), made(create.made()));
		}
		else if (operation instanceof Operation.Attach attach) {
			attach(attach);
		}
		else if (operation instanceof Operation.FinalizeDetach pending) {
			detach(operation.parent(), pending.table(), pending.marker(), true);
		}
		else if (operation instanceof Operation.Detach detach) {
			detach(operation.parent(), detach.table(), detach.marker(), false);
		}
		else if (operation instanceof Operation.Drop drop) {
			if (!this.orphans
				.removeIf((it) -> it.relation().equals(drop.table()) && it.marker().equals(drop.marker()))) {
				throw new AssertionError("not an orphan with that marker: " + drop.partition());
			}
		}
	}

	private void attach(Operation.Attach attach) {
		if (attach.reason() == Reason.MARKER_STALE) {
			change(attach.parent(), (it) -> it.relation().equals(attach.table())
					? new Partition(it.relation(), it.bounds(), false, null, it.branch()) : it);
			return;
		}
		Partition back = new Partition(attach.table(), attach.bounds(), false, null, takeDetached(attach));
		for (Completion missing : attach.completions()) {
			back = within(back, missing.parent(), made(missing.partition()));
		}
		attach(attach.parent(), back);
	}

	private @Nullable Branch takeDetached(Operation.Attach attach) {
		for (Orphan orphan : this.orphans) {
			if (orphan.relation().equals(attach.table())) {
				this.orphans.remove(orphan);
				return orphan.branch();
			}
		}
		for (Stray stray : this.strays) {
			if (stray.relation().equals(attach.table())) {
				this.strays.remove(stray);
				return stray.branch();
			}
		}
		throw new AssertionError("42809: not detached: " + attach.partition());
	}

	private Partition made(NewPartition made) {
		if (!this.names.add(made.name())) {
			throw new AssertionError("42P07: " + made.name());
		}
		Subtree subtree = made.subtree();
		Branch branch = (subtree != null)
				? new Branch(key(subtree), subtree.partitions().stream().map(this::made).toList()) : null;
		return new Partition(new Relation(made.name(), this.oid++,
				(branch != null) ? RelationKind.PARTITIONED : RelationKind.TABLE, true, null, null), made.bounds(),
				false, null, branch);
	}

	private PartitionKey key(Subtree subtree) {
		return new PartitionKey(subtree.method(),
				subtree.key()
					.stream()
					.map((column) -> new KeyColumn(column, this.table.shape().columns().get(column)))
					.toList());
	}

	/** Every name in the table's tree and beside it. */
	private void readNames() {
		this.names.clear();
		this.partitions.forEach(this::readNames);
		for (Orphan orphan : this.orphans) {
			this.names.add(orphan.name());
			readNames(orphan.branch());
		}
		for (Stray stray : this.strays) {
			this.names.add(stray.relation().name());
			readNames(stray.branch());
		}
	}

	private void readNames(Partition partition) {
		this.names.add(partition.name());
		readNames(partition.branch());
	}

	private void readNames(@Nullable Branch branch) {
		if (branch != null) {
			branch.partitions().forEach(this::readNames);
		}
	}

	private void attach(Parent parent, Partition partition) {
		List<Long> beside = new ArrayList<>();
		everywhere((it) -> {
			collect(it, beside);
			return it;
		});
		if (parent.oid() != this.table.oid() && !beside.contains(parent.oid())) {
			throw new AssertionError("42P01: " + parent);
		}
		if (parent.oid() == this.table.oid()) {
			this.partitions.add(partition);
			return;
		}
		everywhere((it) -> within(it, parent.name(), partition));
	}

	/** Changes all that is attached, and what was detached from it, but nothing else. */
	private void everywhere(UnaryOperator<Partition> change) {
		this.partitions.replaceAll(change);
		this.orphans.replaceAll((it) -> new Orphan(it.relation(), it.marker(),
				change.apply(new Partition(it.relation(), new PartitionBounds.Default(), false, null, it.branch()))
					.branch()));
	}

	private static void collect(Partition partition, List<Long> oids) {
		oids.add(partition.relation().oid());
		partition.children().forEach((it) -> collect(it, oids));
	}

	private static Partition within(Partition partition, RelationName parent, Partition added) {
		Branch branch = partition.branch();
		if (branch == null) {
			return partition;
		}
		List<Partition> beneath = new ArrayList<>(
				branch.partitions().stream().map((it) -> within(it, parent, added)).toList());
		if (partition.name().equals(parent)) {
			beneath.add(added);
		}
		return with(partition, beneath);
	}

	private static Partition with(Partition partition, List<Partition> beneath) {
		return new Partition(partition.relation(), partition.bounds(), partition.detachPending(), partition.marker(),
				new Branch(partition.branch().key(), beneath));
	}

	/** Changes or, with {@code null}, removes partitions of one relation. */
	private void change(Parent parent, Function<Partition, @Nullable Partition> change) {
		if (parent.oid() == this.table.oid()) {
			List<Partition> changed = this.partitions.stream().map(change).filter(Objects::nonNull).toList();
			this.partitions.clear();
			this.partitions.addAll(changed);
			return;
		}
		everywhere((it) -> changed(it, parent.name(), change));
	}

	private static Partition changed(Partition partition, RelationName parent,
			Function<Partition, @Nullable Partition> change) {
		Branch branch = partition.branch();
		if (branch == null) {
			return partition;
		}
		boolean here = partition.name().equals(parent);
		return with(partition,
				branch.partitions()
					.stream()
					.map((it) -> here ? change.apply(it) : changed(it, parent, change))
					.filter(Objects::nonNull)
					.toList());
	}

	private void detach(Parent parent, Relation relation, @Nullable Marker marker, boolean pending) {
		List<Partition> gone = new ArrayList<>();
		change(parent, (it) -> {
			if (it.relation().equals(relation) && it.detachPending() == pending) {
				gone.add(it);
				return null;
			}
			return it;
		});
		if (gone.isEmpty() || marker == null) {
			throw new AssertionError("not attached, or not marked: " + relation.name());
		}
		this.orphans.add(new Orphan(relation, marker, gone.get(0).branch()));
	}

	List<Orphan> orphans() {
		return List.copyOf(this.orphans);
	}

	/** A concurrent detach of a partition begins and breaks off. */
	void breakOff(Partition partition, Instant at) {
		int index = this.partitions.indexOf(partition);
		this.partitions.set(index, new Partition(partition.relation(), partition.bounds(), true,
				new Marker(this.table.table(), at), partition.branch()));
	}

}

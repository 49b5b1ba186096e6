package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Marker;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
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

	private TablePartitionConfig config;

	private NewestKey newest;

	private long oid = 100_000;

	Simulator(TablePartitionConfig config, TableTopology.Partitioned table) {
		this.config = config;
		this.table = table;
		this.partitions = new ArrayList<>(table.partitions());
		this.orphans = new ArrayList<>(table.orphans());
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

	TableTopology.Partitioned topology() {
		return new TableTopology.Partitioned(this.table.table(), this.table.oid(), true, true, this.table.key(),
				this.partitions, this.orphans, this.table.strays(), this.newest, null);
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
		if (operation instanceof Operation.Create create) {
			if (isTaken(create.partition())) {
				throw new AssertionError("42P07: " + create.partition());
			}
			attach(new Relation(create.partition(), this.oid++, RelationKind.TABLE, true, null, null), create.bounds());
		}
		else if (operation instanceof Operation.Attach attach) {
			if (attach.reason() == Reason.MARKER_STALE) {
				this.partitions.replaceAll((it) -> it.relation().equals(attach.table())
						? new Partition(it.relation(), it.bounds(), false, null, List.of()) : it);
				return;
			}
			if (!this.orphans.removeIf((orphan) -> orphan.relation().equals(attach.table()))) {
				throw new AssertionError("42809: not detached: " + attach.partition());
			}
			attach(attach.table(), attach.bounds());
		}
		else if (operation instanceof Operation.FinalizeDetach pending) {
			detach(pending.table(), pending.marker(), true);
		}
		else if (operation instanceof Operation.Detach detach) {
			detach(detach.table(), detach.marker(), false);
		}
		else if (operation instanceof Operation.Drop drop) {
			if (!this.orphans.remove(new Orphan(drop.table(), drop.marker()))) {
				throw new AssertionError("not an orphan with that marker: " + drop.partition());
			}
		}
	}

	private boolean isTaken(RelationName name) {
		return this.table.strays().contains(name) || this.partitions.stream().anyMatch((it) -> it.name().equals(name))
				|| this.orphans.stream().anyMatch((it) -> it.name().equals(name));
	}

	private void attach(Relation relation, PartitionBounds bounds) {
		this.partitions.add(new Partition(relation, bounds, false, null, List.of()));
	}

	private void detach(Relation relation, @Nullable Marker marker, boolean pending) {
		boolean was = this.partitions.removeIf((it) -> it.relation().equals(relation) && it.detachPending() == pending);
		if (!was || marker == null) {
			throw new AssertionError("not attached, or not marked: " + relation.name());
		}
		this.orphans.add(new Orphan(relation, marker));
	}

	List<Orphan> orphans() {
		return List.copyOf(this.orphans);
	}

	/** A concurrent detach of a partition begins and breaks off. */
	void breakOff(Partition partition, Instant at) {
		int index = this.partitions.indexOf(partition);
		this.partitions.set(index, new Partition(partition.relation(), partition.bounds(), true,
				new Marker(this.table.table(), at), List.of()));
	}

}

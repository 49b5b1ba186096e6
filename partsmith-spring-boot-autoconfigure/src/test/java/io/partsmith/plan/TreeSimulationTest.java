package io.partsmith.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.PlanJson;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks tables of random levels, begun by hand or half made, through random years, and
 * holds against every plan what is promised of all of them. What it expects is worked out
 * here from the words of the rules, not by asking the planner's own parts.
 */
class TreeSimulationTest {

	/** A walk ends where its table has so many partitions; it would take too long. */
	private static final int MANY = 400;

	@Test
	void theRulesHoldOnEveryLevel() {
		Seeded.check(100, (random) -> new Walk(random).go());
	}

	private static final class Walk {

		private static final PlanJson JSON = new PlanJson();

		private final Random random;

		private final RandomPolicy policy;

		private final Set<RelationName> strangers;

		private final Map<Long, Instant> detachedAt = new HashMap<>();

		private final Map<Long, Long> newest = new HashMap<>();

		private final Map<Long, Place> located = new HashMap<>();

		/** The relations that are expired or detached with all beneath them. */
		private final Set<Long> going = new HashSet<>();

		/** The relations that are held as a part of something. */
		private final Set<Long> held = new HashSet<>();

		private final Simulator table;

		private TablePartitionConfig config;

		private Instant now;

		Walk(Random random) {
			this.random = random;
			this.now = Instant.ofEpochSecond(1_260_000_000L + random.nextInt(600_000_000))
				.plusSeconds((random.nextInt(4) > 0) ? 0 : 300_000_000L * random.nextInt(6));
			this.policy = new RandomPolicy(random, this.now);
			this.config = this.policy.config();
			RandomTree tree = new RandomTree(random, this.config, this.policy.columns(), this.now);
			this.table = new Simulator(this.config, tree.grow());
			this.strangers = tree.strangers();
		}

		void go() {
			for (int step = 0; step < 8; step++) {
				MaintenancePlan plan = plan();
				check(plan);
				if (size(plan) > MANY) {
					return;
				}
				if (this.random.nextInt(4) == 0) {
					breakOff(plan);
				}
				else {
					carryOut(plan);
				}
				if (this.random.nextInt(6) == 0) {
					this.config = this.policy.config();
					this.table.with(this.config);
				}
				advance();
			}
		}

		private long size(MaintenancePlan plan) {
			return plan.operations().stream().flatMap(Walk::names).count()
					+ places().mapToInt((place) -> place.partitions().size()).sum();
		}

		private MaintenancePlan plan() {
			askSequences();
			MaintenancePlan plan = this.table.plan(this.now);
			assertThat(this.table.plan(this.now)).isEqualTo(plan);
			assertThat(JSON.read(JSON.write(plan))).isEqualTo(plan);
			return plan;
		}

		/** A run that dies after some of its operations. */
		private void breakOff(MaintenancePlan plan) {
			List<Operation> operations = plan.operations();
			operations.subList(0, this.random.nextInt(operations.size() + 1)).forEach(this::apply);
		}

		/**
		 * Carries a plan out. Nothing may be left to do then, but for what one of the
		 * {@link Leftover leftovers} stands for.
		 */
		private void carryOut(MaintenancePlan plan) {
			MaintenancePlan done = plan;
			Leftover left = carriedOut(done);
			MaintenancePlan again = plan();
			for (int runs = 1; !again.operations().isEmpty(); runs++) {
				assertThat(runs).as("it settles: %s", again.describe()).isLessThan(9);
				check(again);
				for (Operation operation : again.operations()) {
					assertThat(left.explains(operation, again))
						.as("%s\nis left by\n%s\nof %s", operation, done.describe(), this.config)
						.isTrue();
				}
				done = again;
				left = carriedOut(done);
				again = plan();
			}
			settled(done, again);
		}

		private Leftover carriedOut(MaintenancePlan plan) {
			TableTopology.Partitioned before = this.table.topology();
			plan.operations().forEach(this::apply);
			return new Leftover(plan, this.config, before, this.table.topology());
		}

		private void apply(Operation operation) {
			if (operation instanceof Operation.OnTable on
					&& (operation.kind() == OperationKind.DETACH || operation.kind() == OperationKind.FINALIZE)) {
				this.detachedAt.putIfAbsent(on.table().oid(), this.now.truncatedTo(ChronoUnit.MICROS));
			}
			if (operation instanceof Operation.Attach attach) {
				this.detachedAt.remove(attach.table().oid());
			}
			this.table.apply(operation);
		}

		private void advance() {
			Duration length = this.config.progression()
				.filter((level) -> level.boundaries() instanceof Boundaries.Time)
				.flatMap((level) -> places().filter((place) -> place.scheme() == level).findFirst())
				.map((place) -> length(place.grid().axis()))
				.orElse(Duration.ofDays(7));
			this.now = this.now
				.plus(length.multipliedBy(Seeded.pick(this.random, 0, 1, 2, 4, 4, 5, 9, isFlat() ? 60 : 12))
					.dividedBy(4))
				.plusNanos(this.random.nextInt(2000));
			places().filter((place) -> place.isMeasured() && this.random.nextInt(3) > 0).forEach((place) -> {
				long source = place.isMovedBySequence() ? sequence(place) : place.oid();
				long id = this.newest.getOrDefault(source, (long) this.random.nextInt(20))
						+ this.random.nextInt(Seeded.pick(this.random, 1, 4, 12, isFlat() ? 3000 : 30) + 1);
				this.newest.put(source, id);
				if (!place.isMovedBySequence()) {
					this.table.newest(place.oid(), id);
				}
			});
		}

		/**
		 * A sequence tells all relations of a level the same, also those that are not
		 * there yet, which stand under the negative of their depth.
		 */
		private void askSequences() {
			root().reachable().filter(Place::isMovedBySequence).forEach((place) -> {
				Long last = this.newest.get(sequence(place));
				if (last != null) {
					this.table.newest(place.oid(), last);
					this.table.newest(-place.depth(), last);
				}
			});
		}

		/** No OID is below zero. */
		private static long sequence(Place place) {
			return -1 - place.depth();
		}

		private boolean isFlat() {
			return this.config.scheme().child() == null;
		}

		private Duration length(Axis axis) {
			Window window = axis.windowAt(axis.at(this.now).orElseThrow());
			return Duration.between(((Position.Time) window.from()).instant(), ((Position.Time) window.to()).instant());
		}

		private Place root() {
			return Place.root(this.config, this.table.topology());
		}

		private Stream<Place> places() {
			return root().all();
		}

		/** All relations of the tree and beneath what was detached from it. */
		private void locate(Place place, boolean going, boolean held, MaintenancePlan plan) {
			this.located.put(place.oid(), place);
			if (going) {
				this.going.add(place.oid());
			}
			if (held) {
				this.held.add(place.oid());
			}
			boolean series = place.isSeries();
			for (Partition partition : place.partitions()) {
				Extent extent = series ? place.grid().extent(partition.bounds()).orElse(null) : null;
				boolean goes = going || extent != null && isExpired(place, extent);
				boolean kept = held || extent != null && place.isHeld(extent);
				place.beneath(partition).ifPresent((beneath) -> locate(beneath, goes, kept, plan));
			}
			place.orphans().forEach((orphan) -> {
				boolean back = plan.operations()
					.stream()
					.anyMatch((it) -> it instanceof Operation.Attach && it.partition().equals(orphan.name()));
				boolean kept = held || series && place.isHeld(place.held(orphan).orElse(null));
				place.beneath(orphan.relation(), orphan.branch())
					.ifPresent((beneath) -> locate(beneath, going || !back, kept, plan));
			});
		}

		private void check(MaintenancePlan plan) {
			this.located.clear();
			this.going.clear();
			this.held.clear();
			locate(root(), false, false, plan);
			Map<Long, Partition> partitions = new HashMap<>();
			this.located.values()
				.forEach((place) -> place.partitions().forEach((it) -> partitions.put(it.relation().oid(), it)));
			assertThat(plan.operations()).isSortedAccordingTo((a, b) -> a.kind().compareTo(b.kind()));
			for (Operation operation : plan.operations()) {
				String what = operation + " at " + this.now;
				if (!this.going.contains(operation.parent().oid())) {
					assertThat(this.strangers).as(what)
						.doesNotContain(operation.partition(), operation.parent().name());
				}
				Place place = this.located.get(operation.parent().oid());
				assertThat(place).as(what).isNotNull();
				names(operation).forEach(
						(name) -> assertThat(name.nameBytes()).as(what).isLessThanOrEqualTo(RelationName.MAX_BYTES));
				if (operation instanceof Operation.OnTable on) {
					assertThat(on.table().owned()).as(what).isTrue();
				}
				if (operation instanceof Operation.Detach detach) {
					mayEnd(place, partitions.get(detach.table().oid()), what);
				}
				else if (operation instanceof Operation.FinalizeDetach pending && !pending.wanted()) {
					mayEnd(place, partitions.get(pending.table().oid()), what);
				}
				else if (operation instanceof Operation.Drop drop) {
					mayGo(place, drop, plan);
				}
			}
		}

		private static Stream<RelationName> names(Operation operation) {
			if (operation instanceof Operation.Create create) {
				return create.made().all().map(NewPartition::name);
			}
			return (operation instanceof Operation.Attach attach) ? attach.completions()
				.stream()
				.flatMap((completion) -> completion.partition().all())
				.map(NewPartition::name) : Stream.of();
		}

		private void mayEnd(Place place, Partition partition, String what) {
			Extent extent = place.grid().extent(partition.bounds()).orElseThrow();
			assertThat(isExpired(place, extent)).as(what).isTrue();
			assertThat(isHeldAround(place, extent, partition.branch())).as("%s is held", what).isFalse();
		}

		/**
		 * Whether a hold of any level, above or beneath, covers what a relation holds.
		 */
		private boolean isHeldAround(Place place, @Nullable Extent extent, @Nullable Branch branch) {
			return this.held.contains(place.oid()) || place.isHeld(extent) || place.isHeldWithin(branch);
		}

		private void mayGo(Place place, Operation.Drop drop, MaintenancePlan plan) {
			assertThat(place.lifecycle().drop()).isInstanceOf(Drop.DropAfter.class);
			Drop.DropAfter rule = (Drop.DropAfter) place.lifecycle().drop();
			boolean follows = plan.operations()
				.stream()
				.anyMatch((it) -> it instanceof Operation.OnTable on && on.table().equals(drop.table())
						&& (it.kind() == OperationKind.DETACH || it.kind() == OperationKind.FINALIZE));
			Orphan orphan = this.table.orphans()
				.stream()
				.filter((it) -> it.relation().equals(drop.table()))
				.findFirst()
				.orElse(null);
			assertThat(orphan == null).as("%s is detached", drop).isEqualTo(follows);
			Instant since = (orphan != null) ? orphan.marker().detachedAt() : drop.marker().detachedAt();
			Instant seen = this.detachedAt.get(drop.table().oid());
			if (seen != null) {
				assertThat(since).as("%s", drop).isEqualTo(seen);
			}
			if (since != null) {
				assertThat(rule.grace().after(since, ZoneOffset.UTC)).as("grace of %s", drop)
					.isBeforeOrEqualTo(this.now);
			}
			if (orphan != null) {
				Extent extent = place.held(orphan).orElse(null);
				assertThat(isHeldAround(place, extent, orphan.branch())).as("%s is held", drop).isFalse();
				assertThat(this.going.contains(place.oid()) || extent == null || isExpired(place, extent))
					.as("%s at %s", drop, this.now)
					.isTrue();
			}
		}

		/** Expired by the words of the rules, and under no hold of its level. */
		private boolean isExpired(Place place, Extent extent) {
			return !extent.isUnbounded() && !place.isHeld(extent)
					&& isPastRetention(place, place.grid().axis(), place.cursor(this.now), extent.window());
		}

		private static boolean isPastRetention(Place place, Axis axis, Position cursor, Window window) {
			return !place.isWithoutRows() && !axis.windowAt(cursor).from().isBefore(window.to())
					&& expires(place.lifecycle().retention(), axis, cursor, window);
		}

		private static boolean expires(Condition rule, Axis axis, Position cursor, Window window) {
			if (rule instanceof Retention.KeepNewest newest) {
				Window oldest = axis.windowAt(cursor);
				for (int kept = 1; kept < newest.count(); kept++) {
					oldest = axis.previous(oldest);
				}
				return window.to().compareTo(oldest.from()) <= 0;
			}
			if (rule instanceof Retention.KeepFor age) {
				return window.to().compareTo(((TimeAxis) axis).before(cursor, age.age())) <= 0;
			}
			if (rule instanceof Retention.KeepBehind behind) {
				return ((Position.Id) cursor).value()
					.subtract(((Position.Id) window.to()).value())
					.compareTo(behind.distance()) >= 0;
			}
			if (rule instanceof Combination.AllOf all) {
				return all.rules().stream().allMatch((it) -> expires(it, axis, cursor, window));
			}
			if (rule instanceof Combination.AnyOf any) {
				return any.rules().stream().anyMatch((it) -> expires(it, axis, cursor, window));
			}
			return rule instanceof Combination.Not not && !expires(not.rule(), axis, cursor, window);
		}

		/** After a plan was carried out: nothing is left to do, and all is there. */
		private void settled(MaintenancePlan done, MaintenancePlan again) {
			namedOnce();
			places().forEach((place) -> apart(place, done));
			covered(root(), true, again);
			orphansAreAccountedFor(again);
		}

		private void namedOnce() {
			TableTopology.Partitioned topology = this.table.topology();
			List<RelationName> names = new ArrayList<>();
			topology.partitions().forEach((it) -> collect(it, names));
			topology.orphans().forEach((it) -> names.add(it.name()));
			topology.strays().forEach((it) -> names.add(it.relation().name()));
			assertThat(names).doesNotHaveDuplicates();
		}

		private static void collect(Partition partition, List<RelationName> names) {
			names.add(partition.name());
			partition.children().forEach((it) -> collect(it, names));
		}

		private void apart(Place place, MaintenancePlan done) {
			Set<PartitionBounds> bounds = new HashSet<>();
			List<Extent> extents = new ArrayList<>();
			for (Partition partition : place.partitions()) {
				assertThat(bounds.add(partition.bounds())).as("%s", partition).isTrue();
				List<Extent> reach = place.isSeries() ? place.grid().reach(partition.bounds()) : List.of();
				reach.forEach((extent) -> {
					assertThat(extents).as("%s at %s after %s", partition, this.now, done.describe())
						.noneMatch(extent::overlaps);
					extents.add(extent);
				});
			}
		}

		private void covered(Place place, boolean advancing, MaintenancePlan plan) {
			if (place.isSeries()) {
				series(place, advancing, plan);
				return;
			}
			complete(place, plan);
			place.partitions()
				.stream()
				.filter((it) -> !it.detachPending())
				.flatMap((it) -> place.beneath(it).stream())
				.forEach((beneath) -> covered(beneath, advancing, plan));
		}

		private void complete(Place place, MaintenancePlan plan) {
			List<PartitionBounds> bounds = place.partitions().stream().map(Partition::bounds).toList();
			boolean complete;
			if (place.scheme() instanceof HashScheme) {
				complete = bounds.stream()
					.mapToDouble((it) -> 1.0 / ((PartitionBounds.Residue) it).modulus())
					.sum() > 0.999;
			}
			else {
				Set<Datum> owned = new HashSet<>();
				bounds.stream()
					.filter(PartitionBounds.Values.class::isInstance)
					.forEach((it) -> owned.addAll(((PartitionBounds.Values) it).values()));
				GroupScheme list = (GroupScheme) place.scheme();
				complete = list.groups().stream().allMatch((group) -> owned.containsAll(group.values()))
						&& (list.defaultGroup() == null
								|| bounds.stream().anyMatch(PartitionBounds.Default.class::isInstance));
			}
			Told told = new Told(place, plan);
			assertThat(complete || told.isLackingMembers())
				.as("%s %s is complete at %s: %s", place.name(), bounds, this.now, told)
				.isTrue();
		}

		private void series(Place place, boolean advancing, MaintenancePlan plan) {
			Grid grid = place.grid();
			Position cursor = place.cursor(this.now);
			List<Extent> extents = new ArrayList<>();
			List<Extent> kept = new ArrayList<>();
			for (Partition partition : place.partitions()) {
				List<Extent> reach = partition.isDefault() || partition.detachPending() ? List.of()
						: grid.reach(partition.bounds());
				extents.addAll(reach);
				boolean ours = partition.relation().kind() != RelationKind.FOREIGN
						&& grid.extent(partition.bounds()).filter(grid::owns).isPresent();
				if (ours && !partition.detachPending() && !isExpired(place, reach.get(0))) {
					kept.add(reach.get(0));
					boolean open = reach.get(0).to() == null || cursor.isBefore(reach.get(0).to());
					place.beneath(partition).ifPresent((beneath) -> covered(beneath, advancing && open, plan));
				}
			}
			place.catchAlls(CatchAll.ABOVE).forEach((it) -> covered(it, advancing, plan));
			place.catchAlls(CatchAll.BELOW).forEach((it) -> covered(it, advancing, plan));
			if (advancing) {
				Told told = new Told(place, plan);
				present(place, cursor, extents, told);
				Position horizon = promised(place, cursor, extents, told);
				unbroken(place, cursor, extents, kept, horizon, told);
			}
		}

		private void present(Place place, Position cursor, List<Extent> extents, Told told) {
			Axis axis = place.grid().axis();
			Window current = axis.windowAt(cursor);
			boolean there = axis.holds(current)
					? Place.isCovered(extents, cursor, current.to()) || told.isMissingNow(current) : told.isAxisEnded();
			assertThat(there).as("%s has its present %s at %s: %s", place.name(), current, this.now, told).isTrue();
		}

		private Position promised(Place place, Position cursor, List<Extent> extents, Told told) {
			Axis axis = place.grid().axis();
			Creation creation = place.lifecycle().creation();
			Window window = axis.windowAt(cursor);
			int number = 1;
			while (axis.holds(window) && number <= Creation.MAX_WINDOWS
					&& (number == 1 || isPromised(creation, axis, number, window))) {
				Position from = window.from().isBefore(cursor) ? cursor : window.from();
				assertThat(Place.isCovered(extents, from, window.to()) || told.isMissing(window))
					.as("%s reaches %s at %s: %s", place.name(), window, this.now, told)
					.isTrue();
				window = axis.next(window);
				number++;
			}
			return window.from();
		}

		private static boolean isPromised(Creation creation, Axis axis, int number, Window window) {
			if (creation instanceof Creation.CreateAhead ahead) {
				return number <= ahead.count();
			}
			return creation instanceof Creation.CreateUntil to
					&& window.from().compareTo(Place.point(axis, to.until())) <= 0;
		}

		/**
		 * Between what is kept and the horizon, there is no hole that rows could fall in.
		 */
		private void unbroken(Place place, Position cursor, List<Extent> extents, List<Extent> kept, Position horizon,
				Told told) {
			Axis axis = place.grid().axis();
			if (!axis.holds(axis.windowAt(cursor))) {
				// Behind its end, which axis_ends tells, no gap is filled any more.
				return;
			}
			Position first = kept.stream()
				.map(Extent::from)
				.min((a, b) -> a.compareTo(b))
				.filter((it) -> it.isBefore(cursor))
				.orElse(cursor);
			Window window = axis.windowAt(first);
			while (window.from().isBefore(horizon) && axis.holds(window)) {
				Position from = window.from().isBefore(first) ? first : window.from();
				assertThat(isPastRetention(place, axis, cursor, window) || Place.isCovered(extents, from, window.to())
						|| told.isMissing(window))
					.as("%s has no hole at %s, %s: %s", place.name(), window, this.now, told)
					.isTrue();
				window = axis.next(window);
			}
		}

		/**
		 * What is detached and stays is told of, or stands among the units with the
		 * reason; wherever it was detached from.
		 */
		private void orphansAreAccountedFor(MaintenancePlan plan) {
			check(plan);
			for (Orphan orphan : this.table.orphans()) {
				String told = Stream
					.concat(plan.units()
						.stream()
						.filter((it) -> it.relation().equals(orphan.relation()) && it.state() == UnitState.DETACHED)
						.map(Unit::why), Told.of(orphan.name(), plan).map((it) -> it.message() + " " + it.next()))
					.collect(Collectors.joining("; "));
				assertThat(told).as("%s %s at %s: %s", orphan.name(), orphan.marker(), this.now, plan.findings())
					.isNotBlank();
				this.located.values()
					.stream()
					.filter((it) -> it.isSeries() && it.name().equals(orphan.marker().parent()))
					.filter((it) -> isHeldAround(it, it.held(orphan).orElse(null), orphan.branch()))
					.forEach((it) -> assertThat(told).as("%s is held at %s", orphan.name(), this.now)
						.contains("legal hold"));
			}
		}

	}

}

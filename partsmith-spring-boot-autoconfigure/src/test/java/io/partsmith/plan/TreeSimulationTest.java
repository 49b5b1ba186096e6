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
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.PlanJson;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import io.partsmith.topology.TableTopology;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks tables of random levels, begun by hand or half made, through random years, and
 * holds against every plan what is promised of all of them. What it expects is worked out
 * here from the words of the rules, not by asking the planner's own parts.
 */
class TreeSimulationTest {

	/** What tells that a window could not be made, and why. */
	private static final Set<FindingCode> EXCUSES = Set.of(FindingCode.RANGE_OVERLAP, FindingCode.NAME_UNUSABLE,
			FindingCode.UNCONVERGEABLE, FindingCode.HORIZON_CAPPED, FindingCode.NOT_OWNER, FindingCode.DETACH_PENDING);

	/** A walk ends where its table has so many partitions; it would take too long. */
	private static final int MANY = 400;

	/** The last codec ends in 2074, some windows of five years behind this. */
	private static final Instant LATEST = Instant.parse("2045-01-01T00:00:00Z");

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

		private final Map<Long, Site> located = new HashMap<>();

		/** The relations that are expired or detached with all beneath them. */
		private final Set<Long> going = new HashSet<>();

		/** The relations that are not expired, unmanaged or stuck, as are all above. */
		private final Map<RelationName, Site> walked = new HashMap<>();

		private final Simulator table;

		private TablePartitionConfig config;

		private Instant now;

		Walk(Random random) {
			this.random = random;
			this.now = Instant.ofEpochSecond(1_260_000_000L + random.nextInt(600_000_000));
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
				if (size(plan) > MANY || this.now.isAfter(LATEST)) {
					return;
				}
				if (this.random.nextInt(4) == 0) {
					breakOff(plan);
				}
				else {
					settled(apply(plan));
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
					+ sites().mapToInt((site) -> site.table().partitions().size()).sum();
		}

		private MaintenancePlan plan() {
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
		 * Carries a plan out. A flat table has nothing left to do then, unless a drop set
		 * a name free. A tree settles in a few runs: what comes back or is finalized may
		 * hold expired units and orphans of its own, and a unit goes after what is
		 * beneath it.
		 */
		private MaintenancePlan apply(MaintenancePlan plan) {
			MaintenancePlan last = plan;
			last.operations().forEach(this::apply);
			for (int run = 1; run < runsToSettle(last); run++) {
				last = plan();
				check(last);
				last.operations().forEach(this::apply);
			}
			return last;
		}

		private int runsToSettle(MaintenancePlan plan) {
			boolean subtree = plan.operations()
				.stream()
				.anyMatch((it) -> it instanceof Operation.Attach attach && attach.reason() == Reason.SUBTREE);
			boolean nameless = codes(plan).contains(FindingCode.NAME_UNUSABLE);
			// A list that its newest member moves on is moved by one that comes back.
			boolean moved = this.config.progression()
				.filter((level) -> level.boundaries().cursor() == CursorSource.NEWEST_MEMBER)
				.isPresent();
			return isFlat() && !subtree && !nameless && !moved ? 1 : 2 + this.config.scheme().levels().size();
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
				.flatMap((level) -> sites().filter((site) -> site.scheme() == level).findFirst())
				.map((site) -> length(site.grid().orElseThrow().axis()))
				.orElse(Duration.ofDays(7));
			this.now = this.now
				.plus(length.multipliedBy(Seeded.pick(this.random, 0, 1, 2, 4, 4, 5, 9, isFlat() ? 60 : 12))
					.dividedBy(4))
				.plusNanos(this.random.nextInt(2000));
			sites().filter((site) -> site.cursorSource() != null && this.random.nextInt(3) > 0).forEach((site) -> {
				long oid = site.table().oid();
				long id = this.newest.getOrDefault(oid, (long) this.random.nextInt(20))
						+ this.random.nextInt(Seeded.pick(this.random, 1, 4, 12, isFlat() ? 3000 : 30) + 1);
				this.newest.put(oid, id);
				this.table.newest(oid, id);
			});
		}

		private boolean isFlat() {
			return this.config.scheme().child() == null;
		}

		private Duration length(Axis axis) {
			Window window = axis.windowAt(axis.at(this.now).orElseThrow());
			return Duration.between(((Position.Time) window.from()).instant(), ((Position.Time) window.to()).instant());
		}

		private Stream<Site> sites() {
			return Site.root(this.config, this.table.topology()).all();
		}

		/** All relations of the tree and beneath what was detached from it. */
		private void locate(Site site, boolean going, MaintenancePlan plan) {
			this.located.put(site.table().oid(), site);
			if (going) {
				this.going.add(site.table().oid());
			}
			boolean series = site.scheme() instanceof Progression;
			for (Partition partition : site.table().partitions()) {
				boolean goes = going || series && site.grid()
					.orElseThrow()
					.extent(partition.bounds())
					.filter((extent) -> isExpired(site, extent))
					.isPresent();
				site.beneath(partition).ifPresent((beneath) -> locate(beneath, goes, plan));
			}
			for (Orphan orphan : site.table().ownOrphans()) {
				boolean back = plan.operations()
					.stream()
					.anyMatch((it) -> it instanceof Operation.Attach && it.partition().equals(orphan.name()));
				site.beneath(orphan.relation(), orphan.branch())
					.ifPresent((beneath) -> locate(beneath, going || !back, plan));
			}
		}

		private void check(MaintenancePlan plan) {
			this.located.clear();
			this.going.clear();
			locate(Site.root(this.config, this.table.topology()), false, plan);
			Map<Long, Site> sites = this.located;
			Map<Long, Partition> partitions = new HashMap<>();
			sites.values()
				.forEach((site) -> site.table().partitions().forEach((it) -> partitions.put(it.relation().oid(), it)));
			assertThat(plan.operations()).isSortedAccordingTo((a, b) -> a.kind().compareTo(b.kind()));
			for (Operation operation : plan.operations()) {
				String what = operation + " at " + this.now;
				if (!this.going.contains(operation.parent().oid())) {
					assertThat(this.strangers).as(what)
						.doesNotContain(operation.partition(), operation.parent().name());
				}
				Site site = sites.get(operation.parent().oid());
				assertThat(site).as(what).isNotNull();
				names(operation).forEach(
						(name) -> assertThat(name.nameBytes()).as(what).isLessThanOrEqualTo(RelationName.MAX_BYTES));
				if (operation instanceof Operation.OnTable on) {
					assertThat(on.table().owned()).as(what).isTrue();
				}
				if (operation instanceof Operation.Detach detach) {
					assertThat(isExpired(site, extent(site, partitions.get(detach.table().oid())))).as(what).isTrue();
				}
				else if (operation instanceof Operation.FinalizeDetach pending && !pending.wanted()) {
					assertThat(isExpired(site, extent(site, partitions.get(pending.table().oid())))).as(what).isTrue();
				}
				else if (operation instanceof Operation.Drop drop) {
					mayGo(site, drop, plan);
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

		private static Extent extent(Site site, Partition partition) {
			return site.grid().orElseThrow().extent(partition.bounds()).orElseThrow();
		}

		private void mayGo(Site site, Operation.Drop drop, MaintenancePlan plan) {
			assertThat(site.lifecycle().drop()).isInstanceOf(Drop.DropAfter.class);
			Drop.DropAfter rule = (Drop.DropAfter) site.lifecycle().drop();
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
			if (this.going.contains(site.table().oid())) {
				return;
			}
			if (drop.window() != null) {
				assertThat(isExpired(site, drop.window().extent())).as("%s at %s", drop, this.now).isTrue();
			}
			else {
				assertThat(site.lifecycle().holds()).as("%s at %s", drop, this.now).isEmpty();
			}
		}

		/** Expired by the words of the rules, and under no hold. */
		private boolean isExpired(Site site, Extent extent) {
			if (extent.isUnbounded()) {
				return false;
			}
			Grid grid = site.grid().orElseThrow();
			Position cursor = CursorFinder.find(site, grid, this.now).orElseThrow().position();
			Window window = extent.window();
			for (Hold hold : site.lifecycle().holds()) {
				Position from = (hold.from() != null) ? Points.on(grid.axis(), hold.from()) : null;
				if (from == null || from.isBefore(window.to())) {
					return false;
				}
			}
			return isPastRetention(site, grid.axis(), cursor, window);
		}

		private static boolean isPastRetention(Site site, Axis axis, Position cursor, Window window) {
			return !axis.windowAt(cursor).from().isBefore(window.to())
					&& expires(site.lifecycle().retention(), axis, cursor, window);
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
		private void settled(MaintenancePlan done) {
			MaintenancePlan again = plan();
			assertThat(again.operations())
				.as("%s\nthough done is\n%s\nof %s", again.describe(), done.describe(), this.config)
				.isEmpty();
			namedOnce();
			Site root = Site.root(this.config, this.table.topology());
			root.all().forEach((site) -> apart(site, done));
			this.walked.clear();
			covered(root, true, again);
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

		private void apart(Site site, MaintenancePlan done) {
			Set<PartitionBounds> bounds = new HashSet<>();
			List<Extent> extents = new ArrayList<>();
			for (Partition partition : site.table().partitions()) {
				assertThat(bounds.add(partition.bounds())).as("%s", partition).isTrue();
				site.grid().map((grid) -> grid.reach(partition.bounds())).orElse(List.of()).forEach((extent) -> {
					assertThat(extents).as("%s at %s after %s", partition, this.now, done.describe())
						.noneMatch(extent::overlaps);
					extents.add(extent);
				});
			}
		}

		private void covered(Site site, boolean advancing, MaintenancePlan plan) {
			this.walked.put(site.table().table(), site);
			if (site.scheme() instanceof Progression) {
				series(site, advancing, plan);
			}
			else {
				complete(site, plan);
				site.table()
					.partitions()
					.stream()
					.filter((it) -> !it.detachPending())
					.flatMap((it) -> site.beneath(it).stream())
					.forEach((beneath) -> covered(beneath, advancing, plan));
			}
		}

		private void complete(Site site, MaintenancePlan plan) {
			RelationName name = site.table().table();
			List<PartitionBounds> bounds = site.table().partitions().stream().map(Partition::bounds).toList();
			boolean complete;
			if (site.scheme() instanceof HashScheme) {
				complete = bounds.stream()
					.mapToDouble((it) -> 1.0 / ((PartitionBounds.Residue) it).modulus())
					.sum() > 0.999;
			}
			else {
				Set<Datum> owned = new HashSet<>();
				bounds.stream()
					.filter(PartitionBounds.Values.class::isInstance)
					.forEach((it) -> owned.addAll(((PartitionBounds.Values) it).values()));
				GroupScheme list = (GroupScheme) site.scheme();
				complete = list.groups().stream().allMatch((group) -> owned.containsAll(group.values()))
						&& (list.defaultGroup() == null || site.table().defaultPartition().isPresent());
			}
			assertThat(complete || plan.findings()
				.stream()
				.anyMatch((it) -> it.urgent() || it.code() == FindingCode.LIST_VALUES_CONFLICT
						|| it.code() == FindingCode.DETACH_PENDING))
				.as("%s %s is complete at %s: %s", name, bounds, this.now, codes(plan))
				.isTrue();
		}

		private void series(Site site, boolean advancing, MaintenancePlan plan) {
			Grid grid = site.grid().orElseThrow();
			Axis axis = grid.axis();
			Position cursor = CursorFinder.find(site, grid, this.now).orElseThrow().position();
			List<Extent> extents = new ArrayList<>();
			List<Extent> kept = new ArrayList<>();
			for (Partition partition : site.table().partitions()) {
				List<Extent> reach = partition.isDefault() || partition.detachPending() ? List.of()
						: grid.reach(partition.bounds());
				extents.addAll(reach);
				boolean ours = partition.relation().kind() != RelationKind.FOREIGN
						&& grid.extent(partition.bounds()).filter(grid::owns).isPresent();
				if (ours && !partition.detachPending() && !isExpired(site, reach.get(0))) {
					kept.add(reach.get(0));
					boolean open = reach.get(0).to() == null || cursor.isBefore(reach.get(0).to());
					site.beneath(partition).ifPresent((beneath) -> covered(beneath, advancing && open, plan));
				}
			}
			if (advancing) {
				Coverage coverage = new Coverage(extents);
				present(site, axis, cursor, coverage, plan);
				Position horizon = promised(site, axis, cursor, coverage, plan);
				unbroken(site, axis, cursor, coverage, kept, horizon, plan);
			}
		}

		private void present(Site site, Axis axis, Position cursor, Coverage coverage, MaintenancePlan plan) {
			Window current = axis.windowAt(cursor);
			assertThat(!axis.holds(current) || coverage.covers(cursor, current.to())
					|| plan.findings().stream().anyMatch(Finding::urgent))
				.as("%s has its present %s at %s: %s", site.table().table(), current, this.now, codes(plan))
				.isTrue();
		}

		private Position promised(Site site, Axis axis, Position cursor, Coverage coverage, MaintenancePlan plan) {
			Creation creation = site.lifecycle().creation();
			Window window = axis.windowAt(cursor);
			int number = 1;
			while (axis.holds(window) && number <= Creation.MAX_WINDOWS
					&& (number == 1 || isPromised(creation, axis, number, window))) {
				assertThat(coverage.covers(window.from().isBefore(cursor) ? cursor : window.from(), window.to())
						|| isExcused(plan))
					.as("%s reaches %s at %s: %s", site.table().table(), window, this.now, codes(plan))
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
					&& window.from().compareTo(Points.on(axis, to.until())) <= 0;
		}

		/**
		 * Between what is kept and the horizon, there is no hole that rows could fall in.
		 */
		private void unbroken(Site site, Axis axis, Position cursor, Coverage coverage, List<Extent> kept,
				Position horizon, MaintenancePlan plan) {
			Position first = kept.stream()
				.map(Extent::from)
				.min((a, b) -> a.compareTo(b))
				.filter((it) -> it.isBefore(cursor))
				.orElse(cursor);
			Window window = axis.windowAt(first);
			while (window.from().isBefore(horizon) && axis.holds(window)) {
				Position from = window.from().isBefore(first) ? first : window.from();
				assertThat(isPastRetention(site, axis, cursor, window) || coverage.covers(from, window.to())
						|| isExcused(plan))
					.as("%s has no hole at %s, %s: %s", site.table().table(), window, this.now, codes(plan))
					.isTrue();
				window = axis.next(window);
			}
		}

		private static Set<FindingCode> codes(MaintenancePlan plan) {
			return plan.findings().stream().map(Finding::code).collect(Collectors.toSet());
		}

		private static boolean isExcused(MaintenancePlan plan) {
			return plan.findings().stream().anyMatch((it) -> EXCUSES.contains(it.code()));
		}

		private boolean isAnythingHeld() {
			return this.config.levels().values().stream().anyMatch((lifecycle) -> !lifecycle.holds().isEmpty());
		}

		/**
		 * What is detached comes back, waits, is held or is told; it is never forgotten.
		 */
		private void orphansAreAccountedFor(MaintenancePlan plan) {
			for (Orphan orphan : this.table.orphans()) {
				Site site = this.walked.get(orphan.marker().parent());
				boolean told = plan.findings()
					.stream()
					.anyMatch(
							(it) -> orphan.name().equals(it.partition()) || it.message().contains(orphan.name() + ""));
				boolean never = site != null && site.lifecycle().drop() instanceof Drop.DropNever || isAnythingHeld();
				assertThat(site == null || told || never)
					.as("%s %s at %s: %s", orphan.name(), orphan.marker(), this.now, codes(plan))
					.isTrue();
			}
		}

	}

}

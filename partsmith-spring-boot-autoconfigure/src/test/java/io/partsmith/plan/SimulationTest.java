package io.partsmith.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.FourFourFive;
import io.partsmith.scheme.FromApril;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.NamedCalendar;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.TimeDivision;
import io.partsmith.scheme.TimeStep;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks random tables through random years and holds the rules that are never broken
 * against every plan.
 */
class SimulationTest {

	@Test
	void theRulesHoldWhateverTheClockDoes() {
		Seeded.check(400, (random) -> new Walk(random).go());
	}

	private static final class Walk {

		private final Random random;

		private final TimeAxis axis;

		private final RangeGrid grid;

		private final Set<RelationName> strangers = new HashSet<>();

		private final Map<RelationName, Instant> detachedAt = new HashMap<>();

		private TablePartitionConfig config;

		private final Simulator table;

		private Instant now;

		Walk(Random random) {
			this.random = random;
			TimeDivision division = division();
			KeyType type = Seeded.pick(random, KeyType.TIMESTAMPTZ, KeyType.TIMESTAMPTZ, KeyType.TIMESTAMP,
					KeyType.DATE, KeyType.UUID, KeyType.TEXT, KeyType.BIGINT);
			if (type == KeyType.DATE && !division.wholeDays()) {
				division = Granularity.DAY;
			}
			KeyCodec codec = switch (type) {
				case UUID -> Seeded.pick(random, KeyCodec.UUIDV7, KeyCodec.ULID);
				case TEXT -> KeyCodec.ULID;
				case BIGINT -> Seeded.pick(random, KeyCodec.EPOCH_SECONDS, KeyCodec.EPOCH_MICROSECONDS);
				default -> KeyCodec.TIMESTAMP;
			};
			ZoneId zone = ZoneId.of(Seeded.pick(random, "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns",
					"Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Antarctica/Troll",
					"Antarctica/Casey"));
			this.axis = new TimeAxis(division, zone, type, codec);
			this.grid = new RangeGrid(this.axis, 1);
			this.now = Instant.ofEpochSecond(1_260_000_000L + random.nextInt(800_000_000));
			this.config = new TablePartitionConfig("t", RelationName.parse("t"),
					new RangeScheme(List.of("created_at"), new Boundaries.Time(division, zone, codec)), lifecycle());
			this.table = new Simulator(this.config, start());
		}

		private TimeDivision division() {
			return switch (this.random.nextInt(3)) {
				case 0 -> new TimeStep(
						TimeAmount.valueOf(Seeded.pick(this.random, "PT15M", "PT40M", "PT90M", "PT6H", "P1D", "P10D",
								"P2W", "P2M", "P1Y")),
						Seeded.pick(this.random, null, LocalDateTime.parse("2026-02-11T02:30")));
				case 1 -> new NamedCalendar("fiscal", Seeded.pick(this.random, new FourFourFive(), new FromApril()));
				default -> Seeded.pick(this.random, Granularity.values());
			};
		}

		private Lifecycle lifecycle() {
			Retention retention = switch (this.random.nextInt(3)) {
				case 0 -> new Retention.KeepAll();
				case 1 -> new Retention.KeepNewest(1 + this.random.nextInt(8));
				default -> new Retention.KeepFor(
						TimeAmount.valueOf(Seeded.pick(this.random, "PT5H", "P1D", "P10D", "P1M", "P2M3D", "P1Y")));
			};
			TimeAmount grace = TimeAmount.valueOf(Seeded.pick(this.random, "P0D", "PT1H", "P7D", "P2M"));
			return Lifecycle.creating(new Creation.CreateAhead(1 + this.random.nextInt(6)))
				.keeping(retention)
				.dropping(new Drop.DropAfter(grace));
		}

		/** Strangers across the grid, with an open end, unreadable or foreign. */
		private TableTopology.Partitioned start() {
			Topologies start = Topologies.of("t").key(PartitionMethod.RANGE, this.axis.type().toString(), "created_at");
			Window window = this.axis.windowAt(cursor());
			for (int i = this.random.nextInt(20); i > 0; i--) {
				window = this.axis.previous(window);
			}
			if (this.random.nextBoolean()) {
				Window end = this.axis.next(this.axis.next(window));
				start.bound("_wide", "FOR VALUES FROM (" + this.axis.datum(window.from()).toSql() + ") TO ("
						+ this.axis.datum(end.to()).toSql() + ")");
				window = this.axis.previous(window);
			}
			if (this.random.nextBoolean()) {
				Window before = this.axis.previous(window);
				start.bound("_foreign", this.grid.bounds(before).toSql()).foreign();
				window = before;
			}
			if (this.random.nextBoolean()) {
				start.bound("_oldest",
						"FOR VALUES FROM (MINVALUE) TO (" + this.axis.datum(window.from()).toSql() + ")");
			}
			if (this.random.nextBoolean()) {
				start.bound("_odd", "FOR VALUES FROM ('once') TO ('ever')");
			}
			if (this.random.nextBoolean()) {
				start.withDefault();
			}
			start.build().partitions().forEach((partition) -> this.strangers.add(partition.name()));
			return start.build();
		}

		private Position cursor() {
			return this.axis.at(this.now).orElseThrow();
		}

		void go() {
			for (int step = 0; step < 25; step++) {
				disturb();
				check(this.table.plan(this.now));
				advance();
			}
		}

		/** The policy is edited, somebody drops a partition, a detach breaks off. */
		private void disturb() {
			if (this.random.nextInt(8) == 0) {
				this.config = this.config.with(lifecycle());
				this.table.with(this.config);
			}
			List<Partition> ours = this.table.topology()
				.partitions()
				.stream()
				.filter((it) -> !this.strangers.contains(it.name()))
				.toList();
			if (!ours.isEmpty() && this.random.nextInt(6) == 0) {
				Partition victim = ours.get(this.random.nextInt(ours.size()));
				if (this.random.nextBoolean()) {
					this.table.lose(victim.name().name().substring("t__".length()));
				}
				else {
					this.table.breakOff(victim, this.now);
					this.detachedAt.put(victim.name(), this.now);
				}
			}
		}

		private void advance() {
			Window window = this.axis.windowAt(cursor());
			Duration length = Duration.between(((Position.Time) window.from()).instant(),
					((Position.Time) window.to()).instant());
			int quarters = Seeded.pick(this.random, 0, 1, 1, 2, 4, 4, 5, 9, 60);
			this.now = this.now.plus(length.multipliedBy(quarters).dividedBy(4)).plusNanos(this.random.nextInt(2000));
		}

		private void check(MaintenancePlan plan) {
			Position keptFrom = this.config.lifecycle().retention().keptFrom(this.axis, cursor()).orElse(null);
			for (Operation operation : plan.operations()) {
				assertThat(this.strangers).as("what is touched at %s", this.now).doesNotContain(operation.partition());
				assertThat(operation.partition().nameBytes()).isLessThanOrEqualTo(63);
				if (operation instanceof Operation.Detach detach) {
					Position end = this.grid.extent(detach.bounds()).orElseThrow().to();
					assertThat(end.compareTo(keptFrom)).as("%s is expired at %s", detach, this.now)
						.isLessThanOrEqualTo(0);
					this.detachedAt.put(operation.partition(), this.now);
				}
				if (operation instanceof Operation.FinalizeDetach) {
					this.detachedAt.putIfAbsent(operation.partition(), this.now);
				}
				if (operation instanceof Operation.Drop drop) {
					TimeAmount grace = ((Drop.DropAfter) this.config.lifecycle().drop()).grace();
					Instant detached = this.detachedAt.get(drop.partition());
					assertThat(grace.after(detached.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC))
						.as("grace of %s at %s", drop, this.now)
						.isBeforeOrEqualTo(this.now);
				}
				this.table.apply(operation);
			}
			MaintenancePlan again = this.table.plan(this.now);
			assertThat(again.operations()).as("%s\nat %s, after %s", this.config, this.now, plan.describe()).isEmpty();
			apart();
			covered(again);
		}

		private void apart() {
			List<Extent> extents = new ArrayList<>();
			Set<RelationName> names = new HashSet<>();
			for (Partition partition : this.table.topology().partitions()) {
				assertThat(names.add(partition.name())).as("%s is a name of its own", partition.name()).isTrue();
				this.grid.extent(partition.bounds()).ifPresent((extent) -> {
					assertThat(extents).as("%s at %s", partition, this.now).noneMatch(extent::overlaps);
					extents.add(extent);
				});
			}
			for (Orphan orphan : this.table.orphans()) {
				assertThat(names.add(orphan.name())).as("%s is a name of its own", orphan.name()).isTrue();
			}
		}

		private void covered(MaintenancePlan plan) {
			assertThat(plan.runway().covered()).as("the present of %s at %s", this.config, this.now).isTrue();
			int ahead = ((Creation.CreateAhead) this.config.lifecycle().creation()).count();
			Window window = this.axis.windowAt(cursor());
			for (int i = 1; i < ahead; i++) {
				window = this.axis.next(window);
			}
			Position until = plan.runway().until();
			assertThat(until == null || !until.isBefore(window.to())).as("%s reaches %s at %s", until, window, this.now)
				.isTrue();
		}

	}

}

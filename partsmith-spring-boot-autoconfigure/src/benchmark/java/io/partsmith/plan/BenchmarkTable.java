package io.partsmith.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.ForeignKeys;
import io.partsmith.topology.Access;
import io.partsmith.topology.Branch;
import io.partsmith.topology.KeyColumn;
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
import io.partsmith.topology.TableShape;
import io.partsmith.topology.TableTopology;

/** The tables that are planned. A unit is an hour. */
public enum BenchmarkTable {

	/** RANGE, nothing to do. */
	FLAT(1, false),

	/** RANGE over HASH of four, nothing to do. */
	NESTED(5, false),

	/** RANGE; half of it has expired, and a tenth as many orphans wait. */
	RETIRING(1, true),

	/** RANGE; nothing has expired, and half of its units are orphans past their grace. */
	DROPPING(1, false);

	static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");

	private static final int MODULUS = 4;

	private static final int AHEAD = 6;

	private static final RelationName TABLE = RelationName.parse("public.events");

	private static final PartitionKey HOURS = new PartitionKey(PartitionMethod.RANGE,
			List.of(new KeyColumn("created_at", "timestamp with time zone")));

	private static final PartitionKey TENANTS = new PartitionKey(PartitionMethod.HASH,
			List.of(new KeyColumn("tenant_id", "bigint")));

	private final int relations;

	private final boolean retires;

	BenchmarkTable(int relations, boolean retires) {
		this.relations = relations;
		this.retires = retires;
	}

	private int units(int partitions) {
		return partitions / this.relations;
	}

	private int kept(int partitions) {
		int past = units(partitions) - AHEAD + 1;
		return this.retires ? past - units(partitions) / 2 : past;
	}

	private int elapsed(int partitions) {
		return (this == DROPPING) ? units(partitions) / 2 : 0;
	}

	/** The operations that a right plan has. */
	int operations(int partitions) {
		return this.retires ? units(partitions) / 2 : elapsed(partitions);
	}

	TablePartitionConfig config(int partitions) {
		Scheme hours = new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.HOUR, ZoneOffset.UTC));
		Scheme scheme = (this.relations == 1) ? hours
				: ((RangeScheme) hours).dividedBy(new HashScheme(List.of("tenant_id"), MODULUS, null));
		return new TablePartitionConfig("events", TABLE, scheme,
				Lifecycle.creating(new Creation.CreateAhead(AHEAD))
					.keeping(new Retention.KeepNewest(kept(partitions))));
	}

	TableTopology.Partitioned topology(int partitions) {
		int units = units(partitions);
		Instant last = Instant.parse("2026-11-21T10:00:00Z").plus(Duration.ofHours(AHEAD - 1));
		List<Partition> hours = new ArrayList<>();
		for (int i = units - 1; i >= 0; i--) {
			hours.add(hour(last.minus(Duration.ofHours(i))));
		}
		List<Orphan> orphans = new ArrayList<>();
		for (int i = 0; this.retires && i < units / 10; i++) {
			orphans.add(new Orphan(relation(suffix(last.minus(Duration.ofHours(units + i))), RelationKind.TABLE),
					new Marker(TABLE, NOW.minus(Duration.ofDays(1)))));
		}
		for (int i = 0; i < elapsed(partitions); i++) {
			orphans.add(new Orphan(relation("__old" + i, RelationKind.TABLE),
					new Marker(TABLE, NOW.minus(Duration.ofDays(30)))));
		}
		return new TableTopology.Partitioned(TABLE, 1, new Access("app", true, true, List.of(), false),
				new TableShape(Map.of("created_at", "timestamp with time zone", "tenant_id", "bigint"), Set.of(), List.of(), ForeignKeys.NONE),
				new Branch(HOURS, hours), orphans, List.of(), new NewestKey.None(), Map.of(), null,
				PropertySheet.EMPTY);
	}

	private Partition hour(Instant from) {
		String bounds = "FOR VALUES FROM ('" + literal(from) + "') TO ('" + literal(from.plus(Duration.ofHours(1)))
				+ "')";
		Branch tenants = (this.relations > 1) ? tenants(suffix(from)) : null;
		return new Partition(
				relation(suffix(from), (tenants != null) ? RelationKind.PARTITIONED : RelationKind.TABLE),
				PartitionBounds.parse(bounds), false, null, tenants);
	}

	private static Branch tenants(String hour) {
		List<Partition> members = new ArrayList<>();
		for (int remainder = 0; remainder < MODULUS; remainder++) {
			members.add(new Partition(relation(hour + "__h" + remainder, RelationKind.TABLE),
					PartitionBounds
						.parse("FOR VALUES WITH (modulus " + MODULUS + ", remainder " + remainder + ")"),
					false, null, null));
		}
		return new Branch(TENANTS, members);
	}

	private static Relation relation(String suffix, RelationKind kind) {
		return new Relation(TABLE.sibling(TABLE.name() + suffix), 10 + Integer.toUnsignedLong(suffix.hashCode()), kind,
				true, null, null);
	}

	private static String suffix(Instant from) {
		return DateTimeFormatter.ofPattern("'__'uuuu'_'MM'_'dd'_'HH").format(from.atOffset(ZoneOffset.UTC));
	}

	private static String literal(Instant instant) {
		return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'+00'").format(instant.atOffset(ZoneOffset.UTC));
	}

}

package io.partsmith.topology;

import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Builds the topology of a table in few words. What {@link #pending()}, {@link #marked},
 * {@link #foreign()}, {@link #columnar()}, {@link #notOwned()} and {@link #measured} say
 * belongs to the partition added last.
 */
public final class Topologies {

	/** A role that may do anything. */
	public static final Access ACCESS = new Access("app", true, true, List.of(), false);

	private final RelationName table;

	private PartitionKey key;

	private Access access = ACCESS;

	private final List<Partition> partitions = new ArrayList<>();

	private final List<Orphan> orphans = new ArrayList<>();

	private final List<Stray> strays = new ArrayList<>();

	private final Map<String, String> columns = new LinkedHashMap<>();

	private final List<TableTopology.UniqueKey> uniqueKeys = new ArrayList<>();

	private NewestKey newest = new NewestKey.None();

	private TableTopology.@Nullable RowCount defaultRows;

	private long oid = 1000;

	private Topologies(RelationName table, String type, String column) {
		this.table = table;
		this.key = new PartitionKey(PartitionMethod.RANGE, List.of(new KeyColumn(column, type)));
	}

	/** A table by RANGE over {@code created_at timestamptz}. */
	public static Topologies of(String table) {
		return new Topologies(RelationName.parse(table), "timestamp with time zone", "created_at");
	}

	/** A table by RANGE over {@code id} of an integer type. */
	public static Topologies ids(String table, String type) {
		return new Topologies(RelationName.parse(table), type, "id");
	}

	public Topologies key(PartitionMethod method, String type, @Nullable String... columns) {
		this.key = new PartitionKey(method, Stream.of(columns).map((name) -> new KeyColumn(name, type)).toList());
		return this;
	}

	/** A column besides those of the table's own key. */
	public Topologies column(String name, String type) {
		this.columns.put(name, type);
		return this;
	}

	/** Months of a year in UTC, named and bounded as partsmith does it. */
	public Topologies months(int year, int first, int last) {
		for (int month = first; month <= last; month++) {
			YearMonth from = YearMonth.of(year, month);
			range("__%04d_%02d".formatted(year, month), from + "-01 00:00:00+00",
					from.plusMonths(1) + "-01 00:00:00+00");
		}
		return this;
	}

	/** Stretches of ids, named by their first id. */
	public Topologies ids(long step, long... starts) {
		for (long start : starts) {
			range("__" + ((start < 0) ? "m" + -start : start), "" + start, "" + (start + step));
		}
		return this;
	}

	/** A partition whose bounds are literals, or one of the bare keywords. */
	public Topologies range(String suffix, String from, String to) {
		return bound(suffix, "FOR VALUES FROM (" + datum(from) + ") TO (" + datum(to) + ")");
	}

	private static String datum(String text) {
		return text.endsWith("VALUE") ? text : "'" + text + "'";
	}

	public Topologies bound(String suffix, String bounds) {
		Relation relation = relation(suffix, RelationKind.TABLE);
		this.partitions.add(new Partition(relation, PartitionBounds.parse(bounds), false, null, null));
		return this;
	}

	public Topologies withDefault() {
		return bound("__default", "DEFAULT");
	}

	public Topologies defaultRows(long rows, boolean exact) {
		this.defaultRows = new TableTopology.RowCount(rows, exact);
		return this;
	}

	private Relation relation(String suffix, RelationKind kind) {
		return new Relation(this.table.sibling(this.table.name() + suffix), this.oid++, kind, true, null, null);
	}

	public Topologies pending() {
		return last((it) -> new Partition(it.relation(), it.bounds(), true, it.marker(), it.branch()));
	}

	/** A branch without a partition, divided by the id, which no configuration knows. */
	public Topologies divided() {
		return last((it) -> new Partition(
				new Relation(it.name(), it.relation().oid(), RelationKind.PARTITIONED, true, null, null), it.bounds(),
				it.detachPending(), it.marker(),
				new Branch(new PartitionKey(PartitionMethod.HASH, List.of(new KeyColumn("id", "bigint"))), List.of())));
	}

	public Topologies marked(@Nullable Instant detachedAt) {
		return last((it) -> new Partition(it.relation(), it.bounds(), it.detachPending(),
				new Marker(this.table, detachedAt), it.branch()));
	}

	public Topologies foreign() {
		return lastRelation(
				(it) -> new Relation(it.name(), it.oid(), RelationKind.FOREIGN, it.owned(), it.rows(), it.bytes()));
	}

	public Topologies columnar() {
		return lastRelation(
				(it) -> new Relation(it.name(), it.oid(), RelationKind.COLUMNAR, it.owned(), it.rows(), it.bytes()));
	}

	public Topologies notOwned() {
		return lastRelation((it) -> new Relation(it.name(), it.oid(), it.kind(), false, it.rows(), it.bytes()));
	}

	public Topologies measured(long rows, long bytes) {
		return lastRelation((it) -> new Relation(it.name(), it.oid(), it.kind(), it.owned(), rows, bytes));
	}

	public Topologies oid(long oid) {
		return lastRelation((it) -> new Relation(it.name(), oid, it.kind(), it.owned(), it.rows(), it.bytes()));
	}

	private Topologies lastRelation(UnaryOperator<Relation> change) {
		return last((it) -> new Partition(change.apply(it.relation()), it.bounds(), it.detachPending(), it.marker(),
				it.branch()));
	}

	private Topologies last(UnaryOperator<Partition> change) {
		int index = this.partitions.size() - 1;
		this.partitions.set(index, change.apply(this.partitions.get(index)));
		return this;
	}

	/** A detached table with our marker, by its suffix. */
	public Topologies orphan(String suffix, @Nullable Instant detachedAt) {
		this.orphans.add(new Orphan(relation(suffix, RelationKind.TABLE), new Marker(this.table, detachedAt)));
		return this;
	}

	/** A detached table whose marker tells what it held. */
	public Topologies orphan(String suffix, Instant detachedAt, String held) {
		this.orphans.add(new Orphan(relation(suffix, RelationKind.TABLE),
				new Marker(this.table, detachedAt, PartitionBounds.parse(held))));
		return this;
	}

	public Topologies orphanNotOwned(String suffix, @Nullable Instant detachedAt) {
		Relation it = relation(suffix, RelationKind.TABLE);
		this.orphans.add(new Orphan(new Relation(it.name(), it.oid(), it.kind(), false, null, null),
				new Marker(this.table, detachedAt)));
		return this;
	}

	public Topologies stray(String suffix) {
		this.strays.add(new Stray(relation(suffix, RelationKind.TABLE), null));
		return this;
	}

	public Topologies stray(Stray stray) {
		this.strays.add(stray);
		return this;
	}

	public Topologies newest(long id) {
		return newest(new NewestKey.Known(BigInteger.valueOf(id)));
	}

	public Topologies newest(NewestKey key) {
		this.newest = key;
		return this;
	}

	public Topologies tableNotOwned() {
		return with(new Access("app", false, this.access.mayCreate(), List.of(), false));
	}

	public Topologies mayNotCreate() {
		return with(new Access("app", this.access.owned(), false, List.of(), false));
	}

	public Topologies lacking(MissingRight right) {
		return with(new Access("app", true, true, List.of(right), false));
	}

	public Topologies pooled() {
		return with(new Access("app", true, true, List.of(), true));
	}

	private Topologies with(Access other) {
		this.access = other;
		return this;
	}

	public TableTopology.Partitioned build() {
		Map<String, String> all = new LinkedHashMap<>(this.columns);
		this.key.columns()
			.stream()
			.filter((column) -> column.name() != null)
			.forEach((column) -> all.put(column.name(), column.type()));
		return new TableTopology.Partitioned(this.table, 999, this.access,
				new TableShape(all, Set.of(), this.uniqueKeys, ForeignKeys.NONE), new Branch(this.key, this.partitions),
				this.orphans, this.strays, this.newest, Map.of(), this.defaultRows, PropertySheet.EMPTY);
	}

}

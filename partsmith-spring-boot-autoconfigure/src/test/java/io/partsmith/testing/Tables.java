package io.partsmith.testing;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;

/** The tables of the scenarios, and their policies. */
public final class Tables {

	/** M of the scenarios: by a timestamptz. */
	public static final String M = """
			CREATE TABLE public.t (id bigserial, created_at timestamptz NOT NULL, payload text,
			  PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)""";

	/** Q of the scenarios: by an id. */
	public static final String Q = "CREATE TABLE public.q (msg_id bigserial PRIMARY KEY) PARTITION BY RANGE (msg_id)";

	/** N of the scenarios: by week, then by a hash of the tenant. */
	public static final String N = """
			CREATE TABLE public.n (tenant_id bigint NOT NULL, created_at timestamptz NOT NULL, payload text,
			  PRIMARY KEY (tenant_id, created_at)) PARTITION BY RANGE (created_at)""";

	/** L of the scenarios: by a list of whole numbers. */
	public static final String L = """
			CREATE TABLE public.l (id bigserial, partition_id integer NOT NULL, PRIMARY KEY (id, partition_id))
			PARTITION BY LIST (partition_id)""";

	private Tables() {
	}

	/**
	 * The policy of N.
	 * @param modulus the buckets of a new week
	 * @param lifecycle the lifecycle
	 * @return the policy
	 */
	public static TablePartitionConfig n(int modulus, Lifecycle lifecycle) {
		return new TablePartitionConfig("n", RelationName.parse("public.n"),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.WEEK, ZoneId.of("UTC")))
					.dividedBy(new HashScheme(List.of("tenant_id"), modulus, null)),
				lifecycle);
	}

	/**
	 * A sliding list over L.
	 * @param start its first value
	 * @param lifecycle the lifecycle
	 * @return the policy
	 */
	public static TablePartitionConfig l(long start, Lifecycle lifecycle) {
		return new TablePartitionConfig("l", RelationName.parse("public.l"),
				new SlidingListScheme("partition_id",
						new Boundaries.Sequence(BigInteger.valueOf(start), CursorSource.NEWEST_MEMBER), null),
				lifecycle);
	}

	/**
	 * A week of N with its buckets, made by hand.
	 * @param week its name
	 * @param from its Monday
	 * @param to the Monday after it
	 * @param modulus the modulus of the buckets
	 * @param remainders the buckets there are
	 * @return the statements
	 */
	public static String[] week(String week, String from, String to, int modulus, int... remainders) {
		List<String> sql = new ArrayList<>();
		sql.add("CREATE TABLE public.n__" + week + " PARTITION OF public.n FOR VALUES FROM ('" + from
				+ " 00:00:00+00') TO ('" + to + " 00:00:00+00') PARTITION BY HASH (tenant_id)");
		for (int remainder : remainders) {
			sql.add("CREATE TABLE public.n__" + week + "__h" + remainder + " PARTITION OF public.n__" + week
					+ " FOR VALUES WITH (modulus " + modulus + ", remainder " + remainder + ")");
		}
		return sql.toArray(String[]::new);
	}

	/**
	 * The policy of a table by a column {@code created_at}, in UTC.
	 * @param id the table's id
	 * @param table the relation as YAML names it
	 * @param granularity the windows
	 * @param lifecycle the lifecycle
	 * @return the policy
	 */
	public static TablePartitionConfig times(String id, String table, Granularity granularity, Lifecycle lifecycle) {
		return times(id, table, granularity, "UTC", lifecycle);
	}

	public static TablePartitionConfig times(String id, String table, Granularity granularity, String zone,
			Lifecycle lifecycle) {
		return new TablePartitionConfig(id, RelationName.parse(table),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(granularity, ZoneId.of(zone))), lifecycle);
	}

	/**
	 * The policy of a table by an integer column.
	 * @param table the relation as YAML names it; its bare name is the id
	 * @param column the column
	 * @param step the width of a window
	 * @param origin where windows are counted from
	 * @param lifecycle the lifecycle
	 * @return the policy
	 */
	public static TablePartitionConfig ids(String table, String column, long step, long origin, Lifecycle lifecycle) {
		RelationName name = RelationName.parse(table);
		return new TablePartitionConfig(name.name(), name, new RangeScheme(List.of(column),
				new Boundaries.Integers(BigInteger.valueOf(step), BigInteger.valueOf(origin))), lifecycle);
	}

	public static TablePartitionConfig m(Granularity granularity, Lifecycle lifecycle) {
		return times("t", "public.t", granularity, lifecycle);
	}

	public static TablePartitionConfig monthly(Lifecycle lifecycle) {
		return m(Granularity.MONTH, lifecycle);
	}

	public static TablePartitionConfig q(Lifecycle lifecycle) {
		return ids("public.q", "msg_id", 1000, 0, lifecycle);
	}

	public static Lifecycle ahead(int count) {
		return Lifecycle.creating(new Creation.CreateAhead(count));
	}

	/**
	 * "ahead a / keep k" of the scenarios: without grace.
	 * @param ahead the windows made ahead
	 * @param keep the windows kept
	 * @return the lifecycle
	 */
	public static Lifecycle aheadKeep(int ahead, int keep) {
		return ahead(ahead).keeping(new Retention.KeepNewest(keep)).dropping(grace("P0D"));
	}

	public static Drop grace(String amount) {
		return new Drop.DropAfter(TimeAmount.valueOf(amount));
	}

	/**
	 * A month of M, made by hand as {@code t__YYYY_MM}.
	 * @param month such as {@code 2024_01}
	 * @return the statement
	 */
	public static String month(String month) {
		LocalDate from = LocalDate.parse(month.replace('_', '-') + "-01");
		return "CREATE TABLE public.t__" + month + " PARTITION OF public.t FOR VALUES FROM ('" + from
				+ " 00:00:00+00') TO ('" + from.plusMonths(1) + " 00:00:00+00')";
	}

	/**
	 * A detached month of M with its marker.
	 * @param month such as {@code 2024_01}
	 * @param detachedAt the instant in the marker
	 * @return the statements
	 */
	public static String[] orphan(String month, String detachedAt) {
		return new String[] { "CREATE TABLE public.t__" + month + " (LIKE public.t INCLUDING ALL)",
				"COMMENT ON TABLE public.t__" + month + " IS E'pg-partsmith:orphan-parent=public.t\\n"
						+ "pg-partsmith:detached-at=" + detachedAt + "'" };
	}

}

package io.partsmith.testing;

import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme.Group;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;

/** Schemes of several levels, and the table of ids over months that many tests need. */
public final class Trees {

	/** A table by its ids, each step of which is divided by time. */
	public static final String P = """
			CREATE TABLE public.p (id bigint NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (id, created_at))
			PARTITION BY RANGE (id)""";

	private Trees() {
	}

	/**
	 * The policy of {@link #P}: a hundred ids, and their months.
	 * @param ids the lifecycle of the ids
	 * @param months the lifecycle of the months
	 * @return the policy
	 */
	public static TablePartitionConfig p(Lifecycle ids, Lifecycle months) {
		return p(ids, Granularity.MONTH, months);
	}

	public static TablePartitionConfig p(Lifecycle ids, Granularity granularity, Lifecycle times) {
		Scheme scheme = ids("id", 100).dividedBy(times("created_at", granularity));
		return new TablePartitionConfig("p", RelationName.parse("public.p"), scheme, ids, Map.of(1, times),
				Leaves.DEFAULT, null);
	}

	/**
	 * The policy of a table in {@code public}.
	 * @param name its bare name, and the id
	 * @param scheme how it is divided
	 * @param lifecycle the lifecycle of every level
	 * @return the policy
	 */
	public static TablePartitionConfig table(String name, Scheme scheme, Lifecycle lifecycle) {
		return new TablePartitionConfig(name, RelationName.parse("public." + name), scheme, lifecycle);
	}

	public static RangeScheme months(String column) {
		return times(column, Granularity.MONTH);
	}

	private static RangeScheme times(String column, Granularity granularity) {
		return new RangeScheme(List.of(column), new Boundaries.Time(granularity, ZoneOffset.UTC));
	}

	public static RangeScheme ids(String column, long step) {
		return ids(column, step, CursorSource.MAX_KEY);
	}

	public static RangeScheme ids(String column, long step, CursorSource cursor) {
		return new RangeScheme(List.of(column),
				new Boundaries.Integers(BigInteger.valueOf(step), BigInteger.ZERO, cursor));
	}

	/**
	 * A group of a list.
	 * @param name its name
	 * @param values its values, none of them NULL
	 * @return the group
	 */
	public static Group group(String name, String... values) {
		return new Group(name, Stream.of(values).<Datum>map(Datum.Literal::new).toList());
	}

}

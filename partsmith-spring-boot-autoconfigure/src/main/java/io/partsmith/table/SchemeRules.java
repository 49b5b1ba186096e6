package io.partsmith.table;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.topology.RelationName;

/** Holds the rules of a table against its levels. */
final class SchemeRules {

	private SchemeRules() {
	}

	static void check(RelationName table, Scheme scheme, Lifecycle lifecycle, Map<Integer, Lifecycle> own) {
		List<Scheme> levels = scheme.levels();
		if (levels.size() > Scheme.MAX_LEVELS) {
			throw new IllegalArgumentException(
					table + " is divided " + levels.size() + " times; there may be " + Scheme.MAX_LEVELS + " levels");
		}
		int members = levels.stream().mapToInt(SchemeRules::members).reduce(1, SchemeRules::product);
		if (members > HashScheme.MAX_MODULUS) {
			throw new IllegalArgumentException("The fixed sets of " + table + " multiply to more than "
					+ HashScheme.MAX_MODULUS + " partitions, which are made in one transaction: their locks would not "
					+ "fit into the server's memory (53200)");
		}
		Set<String> columns = new HashSet<>();
		for (int depth = 0; depth < levels.size(); depth++) {
			Scheme level = levels.get(depth);
			for (String column : level.key()) {
				if (!columns.add(column)) {
					throw new IllegalArgumentException("The column " + RelationName.quoteIdentifier(column) + " of "
							+ table + " divides two levels; each level needs a column of its own");
				}
			}
			if (level instanceof Progression progression) {
				check(table, progression, own.getOrDefault(depth, lifecycle));
			}
			else if (own.containsKey(depth)) {
				throw new IllegalArgumentException("The " + level.method() + " level of " + table
						+ " has a fixed set of partitions, which has no lifecycle");
			}
		}
	}

	private static int members(Scheme level) {
		if (level instanceof HashScheme hash) {
			return hash.modulus();
		}
		return (level instanceof GroupScheme list) ? list.groups().size() + 1 : 1;
	}

	/** Past the limit nothing is counted any more, so that nothing overflows. */
	private static int product(int one, int other) {
		return Math.min(one, HashScheme.MAX_MODULUS + 1) * Math.min(other, HashScheme.MAX_MODULUS + 1);
	}

	private static void check(RelationName table, Progression level, Lifecycle lifecycle) {
		LifecycleCheck.check(lifecycle, level.boundaries() instanceof Boundaries.Time, table);
		if (level instanceof SlidingListScheme list && list.boundaries().cursor() == CursorSource.NEWEST_MEMBER) {
			checkMovedByMembers(table, lifecycle);
		}
	}

	/**
	 * Where the newest member is the cursor, what is made ahead is the present itself,
	 * and what is used today lies behind it.
	 */
	private static void checkMovedByMembers(RelationName table, Lifecycle lifecycle) {
		String other = "boundaries: { kind: sequence, cursor: max-key } (or cursor: sequence)";
		if (lifecycle.creation() instanceof Creation.CreateAhead) {
			throw new IllegalArgumentException("lifecycle.creation: create-ahead on the list " + table
					+ " never comes to an end while its cursor is its newest member, which each new value would be; "
					+ "write create-next-if, or " + other);
		}
		if (lifecycle.creation() instanceof Creation.CreateUntil
				&& !(lifecycle.retention() instanceof Retention.KeepAll)) {
			throw new IllegalArgumentException("lifecycle.retention: " + lifecycle.retention().describe()
					+ " beside create-until on the list " + table + " takes away what was just made ahead, for its "
					+ "cursor is its newest member; write " + other
					+ ", or create-next-if, or leave the retention out");
		}
	}

}

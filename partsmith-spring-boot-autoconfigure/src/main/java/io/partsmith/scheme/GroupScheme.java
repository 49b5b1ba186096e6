package io.partsmith.scheme;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionMethod;
import org.jspecify.annotations.Nullable;

/**
 * A level divided by LIST into fixed groups of values. A partition is recognised by the
 * values it owns, never by its name.
 *
 * @param column the key's only column; LIST takes no more
 * @param groups the groups, at least one
 * @param defaultGroup the name of the DEFAULT partition, or {@code null} for none
 * @param child how each partition is divided again, or {@code null}
 */
public record GroupScheme(String column, List<Group> groups, @Nullable String defaultGroup,
		@Nullable Scheme child) implements Membership {

	/**
	 * Refuses groups that PostgreSQL could not keep apart.
	 * @param column the key's only column
	 * @param groups the groups
	 * @param defaultGroup the name of the DEFAULT partition, or {@code null}
	 * @param child how each partition is divided again, or {@code null}
	 * @throws IllegalArgumentException if there is no group, two have a name or a value
	 * in common, or one is named like the default group
	 */
	public GroupScheme {
		groups = List.copyOf(groups);
		if (groups.isEmpty() && defaultGroup == null) {
			throw new IllegalArgumentException("A list of groups has at least one group");
		}
		Set<String> names = new HashSet<>();
		Map<Datum, String> values = new HashMap<>();
		if (defaultGroup != null) {
			names.add(defaultGroup);
		}
		for (Group group : groups) {
			if (!names.add(group.name())) {
				throw new IllegalArgumentException("Two groups have the name '" + group.name() + "'");
			}
			for (Datum value : group.values()) {
				String other = values.putIfAbsent(value, group.name());
				if (other != null) {
					throw new IllegalArgumentException("The value " + value.toSql()
							+ (other.equals(group.name()) ? " stands twice in the group '" + other + "'"
									: " stands in two groups, '" + other + "' and '" + group.name() + "'"));
				}
			}
		}
	}

	@Override
	public PartitionMethod method() {
		return PartitionMethod.LIST;
	}

	@Override
	public List<String> key() {
		return List.of(this.column);
	}

	/**
	 * What stands behind the table's name in the name of a group's partition.
	 * @param group the group's name
	 * @return for example {@code __eu}
	 */
	public static String suffix(String group) {
		return "__" + group;
	}

	@Override
	public int longestSuffix() {
		return Stream.concat(this.groups.stream().map(Group::name), Stream.ofNullable(this.defaultGroup))
			.mapToInt((name) -> suffix(name).getBytes(StandardCharsets.UTF_8).length)
			.max()
			.orElseThrow();
	}

	/**
	 * A group of values that share a partition.
	 *
	 * @param name its name, of which the partition's is made
	 * @param values its values; {@link Datum#NULL} is SQL's NULL, and the literal
	 * {@code 'NULL'} a text like any other
	 */
	public record Group(String name, List<Datum> values) {

		/**
		 * Copies the values.
		 * @param name its name
		 * @param values its values
		 * @throws IllegalArgumentException if the name is blank or holds a line break, or
		 * there is no value
		 */
		public Group {
			values = List.copyOf(values);
			if (name.isBlank() || name.lines().count() != 1) {
				throw new IllegalArgumentException("A group has a name of one line");
			}
			if (values.isEmpty()) {
				throw new IllegalArgumentException("The group '" + name + "' has no value");
			}
		}

	}

}

package io.partsmith.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.scheme.CatchAll;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * How a table is divided. Each level has a type of its own, because Spring Boot binds no
 * record within itself.
 *
 * @param method How PostgreSQL divides it
 * @param key Comma-separated list of the columns of the partition key
 * @param boundaries Where partitions begin and end, for range, and for a list whose
 * partitions come and go
 * @param groups Values of each partition by its name, for a list of fixed groups; an
 * empty value is NULL
 * @param defaultGroup Name of the DEFAULT partition, for a list of fixed groups. There is
 * none when absent
 * @param modulus Number of partitions in a new set, for hash
 * @param catchAll Ends of the axis to keep covered by a partition of their own, for range
 * @param lifecycle When the partitions of this level come and go. The table's lifecycle
 * when absent
 * @param child How each partition is divided again
 */
public record SchemeProperties(@Nullable Method method, @Nullable List<String> key,
		@NestedConfigurationProperty @Nullable BoundariesProperties boundaries,
		@Nullable Map<String, List<String>> groups, @Nullable String defaultGroup, @Nullable Integer modulus,
		@Nullable Set<CatchAll> catchAll, @NestedConfigurationProperty @Nullable LifecycleProperties lifecycle,
		@Nullable Second child) implements SchemeKeys {

	/** How PostgreSQL divides a table. */
	public enum Method {

		/** By ranges. */
		RANGE,

		/** By lists of values. */
		LIST,

		/** By a hash of the key. */
		HASH

	}

	/**
	 * How each partition of the first level is divided again.
	 *
	 * @param method How PostgreSQL divides it
	 * @param key Comma-separated list of the columns of the partition key
	 * @param boundaries Where partitions begin and end, for range, and for a list whose
	 * partitions come and go
	 * @param groups Values of each partition by its name, for a list of fixed groups; an
	 * empty value is NULL
	 * @param defaultGroup Name of the DEFAULT partition, for a list of fixed groups.
	 * There is none when absent
	 * @param modulus Number of partitions in a new set, for hash
	 * @param catchAll Ends of the axis to keep covered by a partition of their own, for
	 * range
	 * @param lifecycle When the partitions of this level come and go. The table's
	 * lifecycle when absent
	 * @param child How each partition is divided again
	 */
	public record Second(@Nullable Method method, @Nullable List<String> key,
			@NestedConfigurationProperty @Nullable BoundariesProperties boundaries,
			@Nullable Map<String, List<String>> groups, @Nullable String defaultGroup, @Nullable Integer modulus,
			@Nullable Set<CatchAll> catchAll, @NestedConfigurationProperty @Nullable LifecycleProperties lifecycle,
			@Nullable Third child) implements SchemeKeys {
	}

	/**
	 * How each partition of the second level is divided again.
	 *
	 * @param method How PostgreSQL divides it
	 * @param key Comma-separated list of the columns of the partition key
	 * @param boundaries Where partitions begin and end, for range, and for a list whose
	 * partitions come and go
	 * @param groups Values of each partition by its name, for a list of fixed groups; an
	 * empty value is NULL
	 * @param defaultGroup Name of the DEFAULT partition, for a list of fixed groups.
	 * There is none when absent
	 * @param modulus Number of partitions in a new set, for hash
	 * @param catchAll Ends of the axis to keep covered by a partition of their own, for
	 * range
	 * @param lifecycle When the partitions of this level come and go. The table's
	 * lifecycle when absent
	 * @param child How each partition is divided again
	 */
	public record Third(@Nullable Method method, @Nullable List<String> key,
			@NestedConfigurationProperty @Nullable BoundariesProperties boundaries,
			@Nullable Map<String, List<String>> groups, @Nullable String defaultGroup, @Nullable Integer modulus,
			@Nullable Set<CatchAll> catchAll, @NestedConfigurationProperty @Nullable LifecycleProperties lifecycle,
			@Nullable Fourth child) implements SchemeKeys {
	}

	/**
	 * How each partition of the third level is divided again.
	 *
	 * @param method How PostgreSQL divides it
	 * @param key Comma-separated list of the columns of the partition key
	 * @param boundaries Where partitions begin and end, for range, and for a list whose
	 * partitions come and go
	 * @param groups Values of each partition by its name, for a list of fixed groups; an
	 * empty value is NULL
	 * @param defaultGroup Name of the DEFAULT partition, for a list of fixed groups.
	 * There is none when absent
	 * @param modulus Number of partitions in a new set, for hash
	 * @param catchAll Ends of the axis to keep covered by a partition of their own, for
	 * range
	 * @param lifecycle When the partitions of this level come and go. The table's
	 * lifecycle when absent
	 * @param child How each partition is divided again
	 */
	public record Fourth(@Nullable Method method, @Nullable List<String> key,
			@NestedConfigurationProperty @Nullable BoundariesProperties boundaries,
			@Nullable Map<String, List<String>> groups, @Nullable String defaultGroup, @Nullable Integer modulus,
			@Nullable Set<CatchAll> catchAll, @NestedConfigurationProperty @Nullable LifecycleProperties lifecycle,
			@Nullable Fifth child) implements SchemeKeys {
	}

	/**
	 * How each partition of the fourth level is divided again.
	 *
	 * @param method How PostgreSQL divides it
	 * @param key Comma-separated list of the columns of the partition key
	 * @param boundaries Where partitions begin and end, for range, and for a list whose
	 * partitions come and go
	 * @param groups Values of each partition by its name, for a list of fixed groups; an
	 * empty value is NULL
	 * @param defaultGroup Name of the DEFAULT partition, for a list of fixed groups.
	 * There is none when absent
	 * @param modulus Number of partitions in a new set, for hash
	 * @param catchAll Ends of the axis to keep covered by a partition of their own, for
	 * range
	 * @param lifecycle When the partitions of this level come and go. The table's
	 * lifecycle when absent
	 */
	public record Fifth(@Nullable Method method, @Nullable List<String> key,
			@NestedConfigurationProperty @Nullable BoundariesProperties boundaries,
			@Nullable Map<String, List<String>> groups, @Nullable String defaultGroup, @Nullable Integer modulus,
			@Nullable Set<CatchAll> catchAll,
			@NestedConfigurationProperty @Nullable LifecycleProperties lifecycle) implements SchemeKeys {

		@Override
		public @Nullable SchemeKeys child() {
			return null;
		}
	}

}

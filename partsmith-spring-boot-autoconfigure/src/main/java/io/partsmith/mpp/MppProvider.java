package io.partsmith.mpp;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link Mpp} of one kind of cluster. Found by {@link java.util.ServiceLoader},
 * or as a bean.
 */
public interface MppProvider {

	/**
	 * The key of its section.
	 * @return for example {@code citus}
	 */
	String name();

	/**
	 * Checks a section. Never throws, whatever it is.
	 * @param config what stands under the key
	 * @return why it cannot be used, for people; empty if it can
	 */
	Optional<String> validateConfig(@Nullable Object config);

	/**
	 * Makes the {@code Mpp} of a section.
	 * @param config a section that {@link #validateConfig} accepts
	 * @return the {@code Mpp}
	 * @throws IllegalArgumentException if it does not
	 */
	Mpp create(@Nullable Object config);

}

package io.partsmith.mpp;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a node is in a cluster of several PostgreSQL clusters, its groups. It is made of
 * the configuration alone, before there is a database; {@link #handler} is made of it
 * later.
 */
public interface Mpp {

	/**
	 * The kind of the cluster. A handler answers as the {@code Mpp} that it was made of.
	 * @return for example {@code Citus}
	 */
	String type();

	/**
	 * The group of this node.
	 * @return the group, or empty where there are none
	 */
	OptionalInt group();

	/**
	 * The group that coordinates the others.
	 * @return the group, or empty where there are none
	 */
	OptionalInt coordinatorGroupId();

	/**
	 * Whether there is anything but plain PostgreSQL.
	 * @return {@code false} for {@link NullMpp} only
	 */
	boolean isEnabled();

	/**
	 * Whether this node is configured as one of the coordinator's group. What the
	 * database itself says about that may differ.
	 * @return {@code false} where nothing is enabled
	 */
	default boolean isCoordinator() {
		return isEnabled() && group().equals(coordinatorGroupId());
	}

	/**
	 * Whether this node is configured as one of another group.
	 * @return {@code false} where nothing is enabled
	 */
	default boolean isWorker() {
		return isEnabled() && !isCoordinator();
	}

	/**
	 * What the name of a group looks like, in the store of a cluster manager or as a
	 * label.
	 * @return the pattern that a whole name must match, or empty where there are no
	 * groups
	 */
	Optional<Pattern> groupPattern();

	/**
	 * The label that Kubernetes objects carry their group by.
	 * @return for example {@code citus-group}
	 */
	default String k8sGroupLabel() {
		return type().toLowerCase(Locale.ROOT) + "-group";
	}

	/**
	 * What acts on the database in this node's name.
	 * @param database the database
	 * @return the handler, which is an {@code Mpp} of the same type itself
	 * @throws IllegalStateException if there is none for this type
	 */
	default MppHandler handler(MppDatabase database) {
		throw new IllegalStateException("Failed to initialize a handler: " + getClass().getName()
				+ " has none. Override handler(MppDatabase) in it");
	}

}

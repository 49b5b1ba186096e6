package io.partsmith.mpp;

import java.util.Map;

/**
 * What a cluster manager, or whoever watches one, calls on a node. A handler is an
 * {@link Mpp}, so that everything that is known about the node can be asked of it.
 */
public interface MppHandler extends Mpp, AutoCloseable {

	/**
	 * Changes settings of the server to what this kind of cluster needs.
	 * @param settings settings by their names as in {@code postgresql.conf}; changed in
	 * place
	 * @throws IllegalArgumentException if a setting that others are computed of is not
	 * there, or no number
	 */
	void adjustPostgresSettings(Map<String, Object> settings);

	/**
	 * Prepares a new cluster: called once, after it was made.
	 * @throws org.springframework.dao.DataAccessException if the server refuses something
	 * other than a database that it has already
	 */
	void bootstrap();

	/**
	 * Takes an event that a group's leader has sent, or that was learnt otherwise. Where
	 * the group is about to lose its primary, it returns once traffic is paused.
	 * @param cluster the cluster as it is known now
	 * @param event the event
	 */
	void handleEvent(MppCluster cluster, MppEvent event);

	/**
	 * Whether a replication slot belongs to the cluster itself and must be left alone.
	 * @param slot a slot that the database has
	 * @return {@code true} to keep it
	 */
	boolean ignoreReplicationSlot(ReplicationSlot slot);

	/** Forgets what is planned and known: this node's primary was demoted. */
	void onDemote();

	/** What is known of the database may be wrong by now, and is read anew before use. */
	void scheduleCacheRebuild();

	/**
	 * Brings the database's list of nodes in line with the cluster. Only a coordinator
	 * does something, and only then are events taken.
	 * @param cluster the cluster as it is known now
	 */
	void syncMetaData(MppCluster cluster);

	/** Ends what runs in the background. Never throws. */
	@Override
	void close();

}

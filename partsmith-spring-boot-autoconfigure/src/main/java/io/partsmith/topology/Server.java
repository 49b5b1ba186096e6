package io.partsmith.topology;

import org.jspecify.annotations.Nullable;

/**
 * The server behind a snapshot.
 *
 * @param version its {@code server_version_num}: 180006 for 18.6
 * @param recovering whether it is a standby
 * @param readOnly why it gives read-only transactions although it is none, or
 * {@code null} where it lets us write
 * @param clocks the two clocks, or {@code null} where they were not compared
 * @param cluster what it says of the cluster that it is the head of, or {@code null} for
 * a server by itself
 */
public record Server(int version, boolean recovering, @Nullable ReadOnly readOnly, @Nullable ClockReading clocks,
		@Nullable Cluster cluster) {

	/**
	 * A server by itself.
	 * @param version its version number
	 * @param recovering whether it is a standby
	 * @param readOnly why it lets us read only, or {@code null}
	 * @param clocks the two clocks, or {@code null}
	 */
	public Server(int version, boolean recovering, @Nullable ReadOnly readOnly, @Nullable ClockReading clocks) {
		this(version, recovering, readOnly, clocks, null);
	}

	/**
	 * A server that lets us write, and whose clock was not asked.
	 * @param version its version number
	 */
	public Server(int version) {
		this(version, false, null, null);
	}

	/**
	 * The same server as the head of a cluster.
	 * @param known what it says of the cluster
	 * @return a copy
	 */
	public Server in(Cluster known) {
		return new Server(this.version, this.recovering, this.readOnly, this.clocks, known);
	}

	/**
	 * Whether anything can be maintained there.
	 * @return {@code false} for a standby, and where transactions are read-only
	 */
	public boolean isWritable() {
		return !this.recovering && this.readOnly == null;
	}

}

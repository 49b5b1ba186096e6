package io.partsmith.mpp.citus;

import org.jspecify.annotations.Nullable;

/**
 * A server that is, or is to be, a row of {@code pg_dist_node}.
 *
 * @param host its host, without what marks a pause
 * @param port its port
 * @param role what it is
 * @param id the row's {@code nodeid}, or {@code null} where there is no row
 */
record CitusNode(String host, int port, NodeRole role, @Nullable Integer id) {

	/** A primary under a name that does not resolve gets no new sessions. */
	static final String PAUSED = "-demoted";

	/** Two rows never have the same address. */
	boolean isAt(CitusNode other) {
		return this.host.equals(other.host) && this.port == other.port;
	}

	/** The host as it stands in the row. */
	String rowHost() {
		return (this.role == NodeRole.DEMOTED) ? this.host + PAUSED : this.host;
	}

	CitusNode in(@Nullable Integer row) {
		return new CitusNode(this.host, this.port, this.role, row);
	}

	CitusNode as(NodeRole other) {
		return new CitusNode(this.host, this.port, other, this.id);
	}

}

package io.partsmith.mpp.citus;

/** One change of {@code pg_dist_node}. */
sealed interface NodeStep {

	/** The server that the row is about. */
	CitusNode node();

	/**
	 * A new row.
	 *
	 * @param node the server, which has no row
	 */
	record Add(CitusNode node) implements NodeStep {
	}

	/**
	 * Another address in a row.
	 *
	 * @param node the server with the row's id
	 */
	record Update(CitusNode node) implements NodeStep {
	}

	/**
	 * A row less.
	 *
	 * @param node the server with its row's id
	 */
	record Remove(CitusNode node) implements NodeStep {
	}

}

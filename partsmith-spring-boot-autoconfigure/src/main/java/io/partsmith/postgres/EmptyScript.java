package io.partsmith.postgres;

import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.plan.Destination;
import io.partsmith.topology.RelationName;

/**
 * The statements that move rows into a table that is no part of the tree: deleted here
 * and inserted there in one. Each answers what arrived and what left; how many rows were
 * chosen, of which some may have changed meanwhile, and where the last of them lies; and
 * then what was asked about the rows.
 *
 * @param source where the rows are
 * @param into where they go
 * @param questions what is asked about them, as aggregates
 */
record EmptyScript(RelationName source, Destination into, List<String> questions) {

	/** Before any row of a table. */
	static final String BEGIN = "(0,0)";

	/**
	 * Moves a batch, in the order of the table's pages.
	 * @param size the rows of the batch at most
	 * @param after where the batch before it ended
	 */
	String batch(int size, String after) {
		String only = "ONLY " + this.source;
		return "WITH chosen AS MATERIALIZED (SELECT ctid AS place FROM " + only + " WHERE ctid > '" + after + "' LIMIT "
				+ size + "), " + move(only + " WHERE ctid = ANY (ARRAY(SELECT place FROM chosen))",
						"(SELECT count(*) FROM chosen), (SELECT max(place)::text FROM chosen)");
	}

	/** Moves all there are, from beneath it too. */
	String all() {
		return "WITH " + move(this.source.toString(), "0, NULL::text");
	}

	private String move(String from, String chosen) {
		String list = this.into.columns().stream().map(RelationName::quoteIdentifier).collect(Collectors.joining(", "));
		return "gone AS (DELETE FROM " + from + " RETURNING " + list + "), put AS (INSERT INTO " + this.into.name()
				+ " (" + list + ") OVERRIDING SYSTEM VALUE SELECT " + list
				+ " FROM gone RETURNING 1) SELECT (SELECT count(*) FROM put), count(*), " + chosen
				+ this.questions.stream().map((question) -> ", " + question).collect(Collectors.joining())
				+ " FROM gone";
	}

}

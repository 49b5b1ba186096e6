package io.partsmith.postgres;

import io.partsmith.topology.RelationName;

/**
 * A relation with all that it is a part of, and all its parts: what is said of one of
 * them, by a foreign key or a publication, concerns its rows.
 */
final class Lineage {

	/** Begins a query over {@code line}, whose column is {@code oid}. */
	static final String WITH = """
			WITH RECURSIVE above AS (
			  SELECT to_regclass(?)::oid AS oid
			  UNION ALL
			  SELECT i.inhparent FROM pg_catalog.pg_inherits AS i JOIN above AS a ON i.inhrelid = a.oid),
			beneath AS (
			  SELECT to_regclass(?)::oid AS oid
			  UNION ALL
			  SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN beneath AS b ON i.inhparent = b.oid),
			line AS (SELECT oid FROM above UNION SELECT oid FROM beneath)
			""";

	private Lineage() {
	}

	/** The first arguments of such a query. */
	static Object[] of(RelationName relation) {
		return new Object[] { relation.toString(), relation.toString() };
	}

}

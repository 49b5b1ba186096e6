package io.partsmith.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What new partitions are physically, as it is written.
 *
 * @param kind What new partitions are
 * @param tablespace Tablespace of new partitions, for local leaves
 * @param storageParameters Storage parameters of new partitions by name, such as
 * fillfactor or toast.autovacuum_enabled, for local leaves
 * @param inheritPrivileges Whether new partitions get the owner and the grants of the
 * table, for local leaves
 * @param unlogged Whether new partitions are unlogged, faster and empty after a crash,
 * for local leaves
 * @param carry What else new partitions take over from the table, for local leaves
 * @param server Foreign server, for foreign leaves
 * @param options Options of the foreign table by name, for foreign leaves. A value may
 * hold {relname}, {schema}, {parent} and {root}
 */
public record LeavesProperties(@Nullable Kind kind, @Nullable String tablespace,
		@Nullable Map<String, String> storageParameters, @Nullable Boolean inheritPrivileges,
		@Nullable Boolean unlogged, @Nullable Carry carry, @Nullable String server,
		@Nullable Map<String, String> options) {

	/** What new partitions are. */
	public enum Kind {

		/** Ordinary tables. */
		LOCAL,

		/** Foreign tables. */
		FOREIGN

	}

	/**
	 * What new partitions take over from the table, where PostgreSQL hands nothing down.
	 *
	 * @param replicaIdentity Whether new partitions get the replica identity of the table
	 * @param statistics Whether new partitions get the statistics targets of the columns
	 * @param rowSecurity Whether new partitions get row security with its policies. As
	 * inherit-privileges says when absent
	 * @param comment Whether new partitions get the comment of the table
	 * @param publications Whether new partitions get into the publications that name
	 * other partitions one by one, and not the table
	 */
	public record Carry(@Nullable Boolean replicaIdentity, @Nullable Boolean statistics, @Nullable Boolean rowSecurity,
			@Nullable Boolean comment, @Nullable Boolean publications) {
	}

}

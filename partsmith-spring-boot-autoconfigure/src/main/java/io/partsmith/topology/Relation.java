package io.partsmith.topology;

import org.jspecify.annotations.Nullable;

/**
 * One relation of a partition tree, or an orphan beside it.
 *
 * @param name its qualified name
 * @param oid its OID, unsigned in PostgreSQL and so a {@code long} here
 * @param kind what it is physically
 * @param owned whether our role has the rights of its owner, which ATTACH, COMMENT and
 * DROP ask for
 * @param rows an estimate of its rows with its subtree, from the statistics, or
 * {@code null} where PostgreSQL has none yet
 * @param bytes its size on disk with indexes, TOAST and subtree, or {@code null} where it
 * was not measured
 */
public record Relation(RelationName name, long oid, RelationKind kind, boolean owned, @Nullable Long rows,
		@Nullable Long bytes) {

	/**
	 * The same relation where the statistics tell nothing of its rows.
	 * @return a copy
	 */
	public Relation uncounted() {
		return new Relation(this.name, this.oid, this.kind, this.owned, null, this.bytes);
	}

	/**
	 * The same relation with its size.
	 * @param measured bytes on disk, or {@code null}
	 * @return a copy
	 */
	public Relation withBytes(@Nullable Long measured) {
		return new Relation(this.name, this.oid, this.kind, this.owned, this.rows, measured);
	}

}

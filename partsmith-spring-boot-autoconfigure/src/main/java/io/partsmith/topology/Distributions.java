package io.partsmith.topology;

import java.util.Map;
import java.util.Optional;

/**
 * How a cluster keeps the relations of a table's tree and those beside it.
 *
 * @param relations how each is kept, by its OID
 */
public record Distributions(Map<Long, Distribution> relations) {

	/** There is no cluster, or it has nothing to do with the table. */
	public static final Distributions NONE = new Distributions(Map.of());

	/**
	 * Copies the map.
	 * @param relations how each is kept
	 */
	public Distributions {
		relations = Map.copyOf(relations);
	}

	/**
	 * How one relation is kept.
	 * @param oid its OID
	 * @return empty where it is on one server alone
	 */
	public Optional<Distribution> of(long oid) {
		return Optional.ofNullable(this.relations.get(oid));
	}

}

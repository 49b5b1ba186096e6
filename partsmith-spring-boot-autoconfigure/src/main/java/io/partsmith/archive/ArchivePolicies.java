package io.partsmith.archive;

import java.util.Map;
import java.util.Optional;

/**
 * Which tables are archived, and how.
 *
 * @param byId the policies by the ids of their tables; a table without one is dropped
 * unarchived
 */
public record ArchivePolicies(Map<String, ArchivePolicy> byId) {

	/**
	 * Copies the policies.
	 * @param byId the policies by the ids of their tables
	 */
	public ArchivePolicies {
		byId = Map.copyOf(byId);
	}

	/**
	 * The policy of a table.
	 * @param id the table's id
	 * @return the policy; empty where it is not archived
	 */
	public Optional<ArchivePolicy> of(String id) {
		return Optional.ofNullable(this.byId.get(id));
	}

}

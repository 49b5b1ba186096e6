package io.partsmith.plan;

import io.partsmith.topology.Relation;

/** Findings that more than one planner makes. */
final class Findings {

	private Findings() {
	}

	static Finding notOwner(Relation table, Step step, boolean urgent) {
		return new Finding(FindingCode.NOT_OWNER, step, table.name(),
				"Our role is not the owner of " + table.name() + ", which PostgreSQL asks for (42501)",
				"ALTER TABLE " + table.name() + " OWNER TO <the role of this application>", urgent);
	}

}

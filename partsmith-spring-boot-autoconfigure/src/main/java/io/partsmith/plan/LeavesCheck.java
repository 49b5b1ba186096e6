package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Place;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/** Holds the configured leaves against the table, before any of them is made. */
final class LeavesCheck {

	private LeavesCheck() {
	}

	static List<Finding> check(TablePartitionConfig config, TableTopology.Partitioned table) {
		PropertySheet sheet = table.properties();
		List<Finding> findings = new ArrayList<>();
		String key = "partsmith.tables." + config.id() + ".leaves";
		if (config.leaves() instanceof Leaves.Foreign && !sheet.shape().obstacles().isEmpty()) {
			findings.add(finding(
					config.table() + " has " + String.join(", ", sheet.shape().obstacles())
							+ ", and no foreign table can be a partition of a table with a unique key or a foreign key"
							+ " (42809)",
					"Drop them from " + config.table() + ", or write " + key + ": { kind: local }"));
		}
		if (sheet.place() != Place.USABLE) {
			findings.add(place(config, key, sheet.place() == Place.MISSING, table.access().role()));
		}
		return findings;
	}

	private static Finding place(TablePartitionConfig config, String key, boolean missing, String role) {
		if (config.leaves() instanceof Leaves.Foreign foreign) {
			String server = RelationName.quoteIdentifier(foreign.server());
			return missing
					? finding("The foreign server " + server + " of " + key + ".server does not exist (42704)",
							"CREATE SERVER " + server + " FOREIGN DATA WRAPPER ..., with a user mapping for the"
									+ " application's role")
					: finding("Our role may not use the foreign server " + server + " of " + key + ".server (42501)",
							"GRANT USAGE ON FOREIGN SERVER " + server + " TO " + role);
		}
		String tablespace = (config.leaves() instanceof Leaves.Local local && local.tablespace() != null)
				? RelationName.quoteIdentifier(local.tablespace()) : "?";
		return missing
				? finding("The tablespace " + tablespace + " of " + key + ".tablespace does not exist (42704)",
						"CREATE TABLESPACE " + tablespace + " LOCATION '<a directory of the server>', or take the key"
								+ " out")
				: finding("Our role may not create tables in the tablespace " + tablespace + " (42501)",
						"GRANT CREATE ON TABLESPACE " + tablespace + " TO " + role);
	}

	private static Finding finding(String message, String next) {
		return new Finding(FindingCode.LEAVES_IMPOSSIBLE, Step.PLAN, null, message, next);
	}

}

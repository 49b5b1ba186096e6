package io.partsmith.command;

import java.util.Map;

import io.partsmith.event.EventDocument;
import org.jspecify.annotations.Nullable;

/** The variables that a command finds in its environment. */
final class CommandEnvironment {

	private CommandEnvironment() {
	}

	static void fill(Map<String, String> environment, EventDocument event) {
		EventDocument.PartitionDocument partition = event.partition();
		put(environment, "EVENT_ID", event.id().toString());
		put(environment, "PHASE", event.phase());
		put(environment, "RUN_ID", event.runId());
		put(environment, "TABLE_ID", event.tableId());
		put(environment, "TABLE", event.table());
		put(environment, "PARTITION", partition.qualifiedName());
		put(environment, "OID", (partition.oid() != null) ? partition.oid().toString() : null);
		put(environment, "FROM", partition.from());
		put(environment, "TO", partition.to());
		put(environment, "BOUNDS", partition.bounds());
	}

	/** What is not known is not what this process has inherited under that name. */
	private static void put(Map<String, String> environment, String name, @Nullable String value) {
		if (value != null) {
			environment.put("PARTSMITH_" + name, value);
		}
		else {
			environment.remove("PARTSMITH_" + name);
		}
	}

}

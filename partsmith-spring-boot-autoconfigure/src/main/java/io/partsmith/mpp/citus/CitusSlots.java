package io.partsmith.mpp.citus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.partsmith.mpp.ReplicationSlot;

/** The replication slots that Citus makes while it moves or splits shards. */
final class CitusSlots {

	/** Two or three numbers, by its version. */
	private static final Pattern NAME = Pattern.compile("citus_shard_(move|split)_slot(_[1-9][0-9]*){2,3}");

	private CitusSlots() {
	}

	/** Whether a slot of a primary is one of these. */
	static boolean isOwn(ReplicationSlot slot, String database) {
		Matcher name = NAME.matcher(slot.name());
		return slot.type().equals("logical") && database.equals(slot.database()) && name.matches()
				&& ("move".equals(name.group(1)) ? "pgoutput" : "citus").equals(slot.plugin());
	}

}

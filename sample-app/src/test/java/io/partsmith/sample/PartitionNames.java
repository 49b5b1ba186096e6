package io.partsmith.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** What the partitions of the sample are called. */
final class PartitionNames {

	private PartitionNames() {
	}

	static String events(LocalDate day) {
		return "events__" + day.format(DateTimeFormatter.ofPattern("yyyy_MM_dd"));
	}

	static String auditLog(LocalDate month) {
		return "audit_log__" + month.format(DateTimeFormatter.ofPattern("yyyy_MM"));
	}

	/** Where the endpoint says in which state a partition is. */
	static String stateOf(String partition) {
		return "$.tree[?(@.name == 'public.%s')].state".formatted(partition);
	}

}

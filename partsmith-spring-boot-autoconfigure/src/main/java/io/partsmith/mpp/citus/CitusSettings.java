package io.partsmith.mpp.citus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The settings that Citus needs of a server. */
final class CitusSettings {

	private static final String CITUS = "citus";

	private static final String LIBRARIES = "shared_preload_libraries";

	private static final String PREPARED = "max_prepared_transactions";

	private static final String CONNECTIONS = "max_connections";

	private CitusSettings() {
	}

	/**
	 * Changes settings in place: Citus is the first library, distributed transactions can
	 * be prepared, shards can be moved, and the node reaches itself.
	 * @param settings settings by their names; numbers may be text
	 * @param host name by which the node reaches itself, or {@code null} for
	 * {@code localhost}
	 * @throws IllegalArgumentException if a number that is needed is missing or none
	 */
	static void adjust(Map<String, Object> settings, @Nullable String host) {
		// Computed first, so that nothing is changed where a number is missing.
		@Nullable Integer prepared = (number(settings, PREPARED) == 0) ? 2 * number(settings, CONNECTIONS) : null;
		settings.put(LIBRARIES, withCitusFirst(settings.get(LIBRARIES)));
		if (prepared != null) {
			settings.put(PREPARED, prepared);
		}
		settings.put("wal_level", "logical");
		settings.put("citus.local_hostname", (host != null) ? host : "localhost");
	}

	/** Citus hooks into PostgreSQL before all others; its name is case sensitive. */
	private static String withCitusFirst(@Nullable Object libraries) {
		List<String> all = new ArrayList<>(List.of(CITUS));
		for (String library : (libraries != null) ? libraries.toString().split(",") : new String[0]) {
			if (!library.isBlank() && !library.strip().equals(CITUS)) {
				all.add(library.strip());
			}
		}
		return String.join(",", all);
	}

	/** Text is a number too: Patroni doubles "100" into "100100". */
	private static int number(Map<String, Object> settings, String name) {
		@Nullable Object value = settings.get(name);
		try {
			return Integer.parseInt(String.valueOf(value).strip());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + name + "' is " + value + ", and must be a whole number", ex);
		}
	}

}

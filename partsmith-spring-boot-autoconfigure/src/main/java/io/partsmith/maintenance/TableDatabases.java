package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.partsmith.table.TablePartitionConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The databases in which managed tables are: one for all tables, and others for those
 * whose entries name a data source. One that fails leaves the others as they are.
 */
public final class TableDatabases {

	private static final Logger log = LoggerFactory.getLogger(TableDatabases.class);

	private final TableDatabase main;

	private final Map<String, TableDatabase> named;

	private final Set<TableDatabase> failing = ConcurrentHashMap.newKeySet();

	/**
	 * One database for every table.
	 * @param main the database
	 */
	public TableDatabases(TableDatabase main) {
		this(main, Map.of());
	}

	/**
	 * Several databases.
	 * @param main the database of every table that has none of its own
	 * @param named the databases of others, by the ids of the tables
	 */
	public TableDatabases(TableDatabase main, Map<String, TableDatabase> named) {
		this.main = main;
		this.named = Map.copyOf(named);
	}

	/** Ends running and coming runs before their next operation. */
	public void stop() {
		all().forEach((database) -> database.runner().stop());
	}

	/** Lets runs go on after {@link #stop()}. */
	public void start() {
		all().forEach((database) -> database.runner().start());
	}

	private Set<TableDatabase> all() {
		Set<TableDatabase> all = new LinkedHashSet<>();
		all.add(this.main);
		all.addAll(this.named.values());
		return all;
	}

	TableDatabase main() {
		return this.main;
	}

	TableDatabase of(TablePartitionConfig config) {
		return this.named.getOrDefault(config.id(), this.main);
	}

	/**
	 * Does something with all tables, those of a database together.
	 * @param <T> what comes of it for a table
	 * @param configs the tables
	 * @param work what is done
	 * @param id the id of a table of which something came
	 * @param lenient whether it is a failure only that all databases fail
	 * @return what came of it, in the order of the tables
	 */
	<T> List<T> each(Collection<TablePartitionConfig> configs,
			BiFunction<TableDatabase, List<TablePartitionConfig>, List<T>> work, Function<T, String> id,
			boolean lenient) {
		Map<TableDatabase, List<TablePartitionConfig>> groups = byDatabase(configs);
		Map<String, T> done = new LinkedHashMap<>();
		List<RuntimeException> failures = new ArrayList<>();
		groups.forEach((database, tables) -> {
			try {
				work.apply(database, tables).forEach((one) -> done.put(id.apply(one), one));
			}
			catch (RuntimeException ex) {
				failures.add(ex);
				if (groups.size() > 1) {
					tell(database, tables, ex);
				}
			}
		});
		if (!failures.isEmpty() && !(lenient && failures.size() < groups.size())) {
			throw failures.get(0);
		}
		return configs.stream().map(TablePartitionConfig::id).filter(done::containsKey).map(done::get).toList();
	}

	/**
	 * Measures the units of all tables. That one database fails here says nothing of how
	 * it answers elsewhere, and is thrown once the others are measured.
	 * @param configs the tables
	 * @param anew whether all units are measured
	 */
	void measure(Collection<TablePartitionConfig> configs, boolean anew) {
		List<RuntimeException> failures = new ArrayList<>();
		byDatabase(configs).forEach((database, tables) -> {
			try {
				database.inspector().measure(tables, anew);
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		});
		if (!failures.isEmpty()) {
			failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
			throw failures.get(0);
		}
	}

	private Map<TableDatabase, List<TablePartitionConfig>> byDatabase(Collection<TablePartitionConfig> configs) {
		Map<TableDatabase, List<TablePartitionConfig>> groups = new LinkedHashMap<>();
		configs.forEach((config) -> groups.computeIfAbsent(of(config), (key) -> new ArrayList<>()).add(config));
		return groups;
	}

	/** A look succeeded; a run that does not throw may still have failed. */
	void answered(TableDatabase database, List<TablePartitionConfig> tables) {
		if (this.failing.remove(database)) {
			log.info("The database of {} answers again", ids(tables));
		}
	}

	/**
	 * A failure is said once, until it is over; the tables are looked at every minute.
	 */
	private void tell(TableDatabase database, List<TablePartitionConfig> tables, RuntimeException ex) {
		if (this.failing.add(database)) {
			log.warn("The database of {} fails: {}", ids(tables), ex.getMessage());
		}
		else {
			log.debug("The database of {} still fails: {}", ids(tables), ex.getMessage());
		}
	}

	private static List<String> ids(List<TablePartitionConfig> tables) {
		return tables.stream().map(TablePartitionConfig::id).toList();
	}

}

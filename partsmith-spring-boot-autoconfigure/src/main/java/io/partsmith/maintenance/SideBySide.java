package io.partsmith.maintenance;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * Works on several tables at a time. Tables that lock a common one, because foreign keys
 * tie both to it, are worked on one after the other: two transactions with DDL must not
 * meet there.
 *
 * @param width how many tables at a time
 */
record SideBySide(int width) {

	SideBySide {
		if (width < 1) {
			throw new IllegalArgumentException("parallelism must be 1 or more, not " + width);
		}
	}

	/** Answers the results in the order of the tables. */
	List<MaintenanceResult> work(List<TableInspection> tables, Function<TableInspection, MaintenanceResult> work) {
		long busy = tables.stream().filter((table) -> !table.plan().isConverged()).count();
		Collection<List<TableInspection>> groups = tied(tables);
		int threads = (int) Math.min(this.width, Math.min(busy, groups.size()));
		if (threads < 2) {
			return tables.stream().map(work).toList();
		}
		AtomicInteger number = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(threads,
				(task) -> new Thread(task, "partsmith-" + number.incrementAndGet()));
		try {
			List<CompletableFuture<List<MaintenanceResult>>> running = groups.stream()
				.map((group) -> CompletableFuture.supplyAsync(() -> group.stream().map(work).toList(), executor))
				.toList();
			Map<String, MaintenanceResult> results = running.stream()
				.flatMap((group) -> group.join().stream())
				.collect(Collectors.toMap(MaintenanceResult::id, Function.identity()));
			return tables.stream().map((table) -> results.get(table.config().id())).toList();
		}
		finally {
			executor.shutdown();
		}
	}

	/** Groups that lock no common table. Most tables are a group of their own. */
	static Collection<List<TableInspection>> tied(List<TableInspection> tables) {
		Map<RelationName, RelationName> ties = new HashMap<>();
		for (TableInspection table : tables) {
			locked(table).forEach((name) -> ties.put(leader(name, ties), leader(table.config().table(), ties)));
		}
		return tables.stream()
			.collect(Collectors.groupingBy((table) -> leader(table.config().table(), ties), LinkedHashMap::new,
					Collectors.toList()))
			.values();
	}

	/** The name that stands for all names tied to one. */
	private static RelationName leader(RelationName name, Map<RelationName, RelationName> ties) {
		RelationName next = ties.getOrDefault(name, name);
		return next.equals(name) ? name : leader(next, ties);
	}

	private static Set<RelationName> locked(TableInspection table) {
		return (table.topology() instanceof TableTopology.Partitioned partitioned)
				? Set.copyOf(partitioned.shape().foreignKeys().all()) : Set.of();
	}

}

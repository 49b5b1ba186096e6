package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs maintenance for callers that must not fail, such as a scheduled job. */
public class PartitionMaintainer {

	private static final Logger log = LoggerFactory.getLogger(PartitionMaintainer.class);

	private final PartitionLifecycleService service;

	/**
	 * A maintainer.
	 * @param service does the work
	 */
	public PartitionMaintainer(PartitionLifecycleService service) {
		this.service = service;
	}

	/**
	 * Maintains every table. Never throws: a failure stands in the result of its table,
	 * and the other tables are maintained all the same.
	 * @param scope what is to be done
	 * @return a result for each table, in the order of the configuration
	 */
	public List<MaintenanceResult> runMaintenanceSafe(Scope scope) {
		try {
			return this.service.maintain(scope);
		}
		catch (RuntimeException | Error ex) {
			log.error("The {} run failed as a whole; the next run tries again", scope, ex);
			List<MaintenanceResult> results = new ArrayList<>();
			this.service.tables()
				.all()
				.forEach((config) -> results.add(new TableRun(config, scope, this.service.now()).failed(ex)));
			return results;
		}
	}

	/**
	 * Maintains one table. Never throws.
	 * @param id the table's id
	 * @param scope what is to be done
	 * @return its result
	 * @throws UnknownTableException if no table has that id, which is a mistake of the
	 * caller
	 */
	public MaintenanceResult runMaintenanceSafe(String id, Scope scope) {
		TableRun run = new TableRun(this.service.tables().get(id), scope, this.service.now());
		return run.guard(() -> this.service.maintain(id, scope));
	}

}

package io.partsmith.autoconfigure.endpoint;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.partsmith.autoconfigure.scheduling.MaintenanceSchedule;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.PlanRefusedException;
import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the managed tables, their partitions and their plans, and runs their maintenance.
 * Reading looks at the catalog afresh and changes nothing; running is closed unless
 * {@code management.endpoint.partitions.access} is {@code unrestricted}.
 */
@Endpoint(id = "partitions", defaultAccess = Access.READ_ONLY)
public class PartitionsEndpoint {

	private final PartitionLifecycleService service;

	private final MaintenanceJournal journal;

	private final MaintenanceSchedule schedule;

	private final Mode mode;

	private final @Nullable RestoreAction restoring;

	PartitionsEndpoint(PartitionLifecycleService service, MaintenanceJournal journal, MaintenanceSchedule schedule,
			Mode mode, @Nullable RestoreAction restoring) {
		this.service = service;
		this.journal = journal;
		this.schedule = schedule;
		this.mode = mode;
		this.restoring = restoring;
	}

	/**
	 * Every table at a glance, in a fixed number of queries for each database. One that
	 * does not answer keeps nobody from seeing the tables of the others.
	 * @return the tables by their ids
	 * @throws org.springframework.dao.DataAccessException if no database answers
	 */
	@ReadOperation
	public TablesDescriptor tables() {
		Map<String, TableAnswer> tables = new LinkedHashMap<>();
		Map<String, TableInspection> seen = new HashMap<>();
		this.service.inspectReachable().forEach((table) -> seen.put(table.config().id(), table));
		this.service.tables().all().forEach((config) -> {
			TableInspection table = seen.get(config.id());
			tables.put(config.id(), (table != null) ? glance(table) : unread(config));
		});
		return new TablesDescriptor(this.mode.toString(), tables);
	}

	/**
	 * One table with every unit.
	 * @param id its id
	 * @return the table
	 */
	@ReadOperation
	public TableTreeDescriptor table(@Selector String id) {
		TableInspection seen = this.service.inspect(id);
		return TableTreeDescriptor.of(this.mode.toString(), glance(seen), seen);
	}

	/**
	 * The plan of one table.
	 * @param id its id
	 * @param view {@code plan}
	 * @param at the time to plan for, or {@code null} for now
	 * @return the plan of both lanes
	 */
	@ReadOperation
	public PlanDescriptor view(@Selector String id, @Selector String view, @Nullable String at) {
		TablePartitionConfig config = this.service.tables().get(id);
		if (!view.equals("plan")) {
			throw new UnknownViewException(view);
		}
		Instant pretended = EndpointParameters.at(at, config);
		return PlanDescriptor.of((pretended != null) ? this.service.plan(id, pretended) : this.service.plan(id),
				sql(id));
	}

	/**
	 * Runs every table.
	 * @param action {@code maintain}, {@code create}, {@code retire} or
	 * {@code reconcile}; {@code null} for {@code maintain}
	 * @param dryRun {@code true} to plan and change nothing
	 * @return what was done
	 */
	@WriteOperation
	public ResultsDescriptor runAll(@Nullable String action, @Nullable String dryRun) {
		Scope scope = EndpointParameters.action(action);
		List<MaintenanceResult> results = EndpointParameters.dryRun(dryRun) ? this.service.rehearse(scope)
				: this.service.maintain(scope);
		Map<String, ResultDescriptor> byId = new LinkedHashMap<>();
		results.forEach((result) -> byId.put(result.id(), ResultDescriptor.of(result, sql(result.id()))));
		return new ResultsDescriptor(byId);
	}

	/**
	 * Runs one table, or restores one of its partitions.
	 * @param id its id
	 * @param action {@code maintain}, {@code create}, {@code retire}, {@code reconcile}
	 * or {@code restore}; {@code null} for {@code maintain}
	 * @param dryRun {@code true} to plan and change nothing, or to read an archive only
	 * @param planHash the hash of the plan that was read, to run exactly that plan;
	 * {@code null} to run whatever is needed by now
	 * @param partition the partition to restore
	 * @param from the manifest to restore from
	 * @param ignoreDroppedColumns {@code true} to leave out what columns held that are
	 * gone
	 * @return what was done
	 */
	@WriteOperation
	public Object run(@Selector String id, @Nullable String action, @Nullable String dryRun, @Nullable String planHash,
			@Nullable String partition, @Nullable String from, @Nullable String ignoreDroppedColumns) {
		RestoreAction.Request request = new RestoreAction.Request(partition, from, ignoreDroppedColumns, dryRun);
		if (RestoreAction.isMeant(action)) {
			if (this.restoring == null || planHash != null) {
				throw EndpointParameters.refused((planHash != null) ? "planHash is not for restore"
						: "Nothing can be restored here: archives need Jackson 3 and pgjdbc");
			}
			return this.restoring.run(id, request);
		}
		if (partition != null || from != null || ignoreDroppedColumns != null) {
			throw EndpointParameters
				.refused("partition, from and ignoreDroppedColumns are for the action restore only");
		}
		return run(id, EndpointParameters.action(action), EndpointParameters.dryRun(dryRun), planHash);
	}

	private ResultDescriptor run(String id, Scope scope, boolean dryRun, @Nullable String planHash) {
		if (dryRun) {
			return ResultDescriptor.of(this.service.rehearse(id, scope), sql(id));
		}
		MaintenanceResult result = (planHash != null) ? apply(this.service.plan(id), planHash, scope)
				: this.service.maintain(id, scope);
		return ResultDescriptor.of(result, sql(id));
	}

	private MaintenanceResult apply(MaintenancePlan plan, String planHash, Scope scope) {
		if (!plan.hash().equals(planHash)) {
			throw new PlanRefusedException("The plan of '" + plan.id() + "' has the hash " + plan.hash()
					+ " by now, not " + planHash + "; nothing was done. Read it again (GET /actuator/partitions/"
					+ plan.id() + "/plan), and post its 'hash' as planHash");
		}
		return this.service.apply(plan.within(scope));
	}

	private TableDescriptor glance(TableInspection seen) {
		String id = seen.config().id();
		return TableDescriptor.of(seen, this.journal.findings(seen), lastRun(id), this.schedule.nextRun(id));
	}

	private TableAnswer unread(TablePartitionConfig config) {
		String id = config.id();
		String source = this.service.tables().dataSource(id).map((name) -> " in " + name).orElse("");
		return new UnreadTableDescriptor(config.table().toString(),
				config.table() + source + " could not be read: "
						+ this.journal.lookFailure(id).orElse("its database does not answer"),
				lastRun(id), this.schedule.nextRun(id));
	}

	private @Nullable RunDescriptor lastRun(String id) {
		return this.journal.lastRun(id).map(RunDescriptor::of).orElse(null);
	}

	private Function<Operation, List<String>> sql(String id) {
		return (operation) -> this.service.sql(id, operation);
	}

}

package io.partsmith.maintenance;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Planner;
import io.partsmith.plan.Scope;
import io.partsmith.plan.WindowRequest;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.table.TablePartitionConfig;

/**
 * Looks at tables, plans, and runs plans. The job calls it on schedule; an application
 * may inject it to do the same by hand.
 */
public class PartitionLifecycleService {

	private final ManagedTables tables;

	private final TableDatabases databases;

	private final Clock clock;

	/**
	 * A service over tables of one database.
	 * @param tables the configured tables
	 * @param inspector looks at tables and plans them
	 * @param runner runs the plan of a table under its lock
	 * @param repository knows the SQL of operations
	 * @param statistics renews statistics behind runs
	 * @param clock all time comes from it
	 */
	public PartitionLifecycleService(ManagedTables tables, TableInspector inspector, TableRunner runner,
			PartitionRepository repository, StatisticsRunner statistics, Clock clock) {
		this(tables, new TableDatabases(new TableDatabase(inspector, runner, repository, statistics)), clock);
	}

	/**
	 * A service.
	 * @param tables the configured tables
	 * @param databases what works on each of them
	 * @param clock all time comes from it
	 */
	public PartitionLifecycleService(ManagedTables tables, TableDatabases databases, Clock clock) {
		this.tables = tables;
		this.databases = databases;
		this.clock = clock;
	}

	/**
	 * The configured tables.
	 * @return the tables
	 */
	public ManagedTables tables() {
		return this.tables;
	}

	Instant now() {
		return this.clock.instant();
	}

	private TableDatabase database(String id) {
		return this.databases.of(this.tables.get(id));
	}

	/**
	 * Looks at every table, in a fixed number of queries for each database. Takes no lock
	 * and changes nothing. Rules that have to measure something go by what the last run,
	 * or the last look at the table alone, found out.
	 * @return an inspection for each table, in the order of the configuration
	 * @throws org.springframework.dao.DataAccessException if the catalog could not be
	 * read
	 */
	public List<TableInspection> inspect() {
		return inspect(false);
	}

	/**
	 * Looks at the tables of every database that answers.
	 * @return as {@link #inspect()}, without tables that could not be looked at
	 * @throws org.springframework.dao.DataAccessException if no database answers
	 */
	public List<TableInspection> inspectReachable() {
		return inspect(true);
	}

	private List<TableInspection> inspect(boolean lenient) {
		return this.databases.each(this.tables.all(), (database, configs) -> {
			List<TableInspection> inspections = database.inspector().glance(configs);
			this.databases.answered(database, configs);
			return inspections;
		}, (seen) -> seen.config().id(), lenient);
	}

	/**
	 * Measures how large the units are that were seen last, in one statement for each
	 * database; the journal keeps the sums by state. What somebody locks exclusively
	 * keeps the size it had.
	 * @param anew whether all of them are measured; else those that never were, which
	 * often costs no statement
	 * @throws org.springframework.dao.DataAccessException if a database fails, once the
	 * others were measured
	 * @see MaintenanceJournal#bytes
	 */
	public void measure(boolean anew) {
		this.databases.measure(this.tables.all(), anew);
	}

	/**
	 * Looks at one table, sizes included.
	 * @param id the table's id
	 * @return the inspection
	 * @throws UnknownTableException if no table has that id
	 * @throws org.springframework.dao.DataAccessException if the catalog could not be
	 * read
	 */
	public TableInspection inspect(String id) {
		return database(id).inspector().inspectClosely(this.tables.get(id));
	}

	/**
	 * Plans one table. Takes no lock and changes nothing.
	 * @param id the table's id
	 * @param at the instant to plan for, which may be another than now
	 * @return the plan of both lanes
	 * @throws UnknownTableException if no table has that id
	 * @throws org.springframework.dao.DataAccessException if the catalog could not be
	 * read
	 */
	public MaintenancePlan plan(String id, Instant at) {
		return database(id).inspector().plan(this.tables.get(id), at);
	}

	/**
	 * Plans one table for now.
	 * @param id the table's id
	 * @return the plan of both lanes
	 * @throws UnknownTableException if no table has that id
	 * @throws org.springframework.dao.DataAccessException if the catalog could not be
	 * read
	 */
	public MaintenancePlan plan(String id) {
		return plan(id, this.clock.instant().truncatedTo(ChronoUnit.SECONDS));
	}

	/**
	 * The statements of an operation, as they would be sent to the database of tables
	 * that have none of their own.
	 * @param operation an operation of a plan
	 * @return the statements, transactions included
	 */
	public List<String> sql(Operation operation) {
		return this.databases.main().repository().sql(operation);
	}

	/**
	 * The statements of an operation, as they would be sent.
	 * @param id the id of the operation's table
	 * @param operation an operation of a plan
	 * @return the statements, transactions included
	 * @throws UnknownTableException if no table has that id
	 */
	public List<String> sql(String id, Operation operation) {
		return database(id).repository().sql(operation);
	}

	/**
	 * A plan for people, with the statements of each operation.
	 * @param plan a plan
	 * @return several lines
	 */
	public String describe(MaintenancePlan plan) {
		return plan.describe((operation) -> sql(plan.id(), operation));
	}

	/**
	 * Runs a plan that was made before. Each operation is checked against the catalog
	 * under its locks; one whose relations are others by now changes nothing and becomes
	 * an issue, {@code plan_stale}, and what builds on it is left out. Limits are lifted;
	 * but where the clocks of application and database are too far apart, now or when the
	 * plan was made, nothing is detached or dropped, and the issue is {@code clock_skew}.
	 * @param plan the plan
	 * @return what became of it
	 * @throws UnknownTableException if no table has the plan's id
	 * @throws PlanRefusedException if the plan was made for another table or under
	 * another configuration
	 */
	public MaintenanceResult apply(MaintenancePlan plan) {
		TablePartitionConfig config = this.tables.get(plan.id());
		if (!config.table().equals(plan.table())) {
			throw new PlanRefusedException("The plan of '" + plan.id() + "' was made for " + plan.table() + ", but '"
					+ plan.id() + "' is " + config.table() + " now; plan anew");
		}
		String present = Planner.fingerprint(config);
		if (!present.equals(plan.fingerprint())) {
			throw new PlanRefusedException("The plan for " + plan.table() + " was made under another configuration ("
					+ plan.fingerprint() + ", now " + present + "); plan anew");
		}
		return this.databases.of(config).runner().apply(config, plan);
	}

	/**
	 * Maintains one table. A run that retires renews the statistics of the table itself
	 * where they are outdated, when everything else is done.
	 * @param id the table's id
	 * @param scope what is to be done
	 * @return what was done; a failure stands in the result
	 * @throws UnknownTableException if no table has that id
	 */
	public MaintenanceResult maintain(String id, Scope scope) {
		return maintained(List.of(this.tables.get(id)), scope).get(0);
	}

	/**
	 * Plans and reports what a run would do, and changes nothing.
	 * @param id the table's id
	 * @param scope what would be done
	 * @return the result with its plan
	 * @throws UnknownTableException if no table has that id
	 */
	public MaintenanceResult rehearse(String id, Scope scope) {
		return database(id).runner().rehearse(List.of(this.tables.get(id)), scope).get(0);
	}

	/**
	 * Plans and reports what a run over every table would do, and changes nothing.
	 * @param scope what would be done
	 * @return a result with its plan for each table, in the order of the configuration
	 */
	public List<MaintenanceResult> rehearse(Scope scope) {
		return this.databases.each(this.tables.all(), (database, configs) -> database.runner().rehearse(configs, scope),
				MaintenanceResult::id, false);
	}

	/**
	 * Maintains every table. Tables that need nothing cost no lock and no further query;
	 * a failure of one leaves the others as they are.
	 * @param scope what is to be done
	 * @return a result for each table, in the order of the configuration
	 */
	public List<MaintenanceResult> maintain(Scope scope) {
		return maintained(this.tables.all(), scope);
	}

	private List<MaintenanceResult> maintained(Collection<TablePartitionConfig> configs, Scope scope) {
		return this.databases.each(configs, (database, those) -> {
			List<MaintenanceResult> results = database.runner().maintain(those, scope);
			database.statistics().renew(database.runner(), this.tables, scope, results);
			return results;
		}, MaintenanceResult::id, false);
	}

	/**
	 * The partitions of one table, to be made, adopted or dropped by name.
	 * @param id the table's id
	 * @return what can be done with them
	 * @throws UnknownTableException if no table has that id
	 */
	public TablePartitions partitions(String id) {
		TableDatabase database = database(id);
		return new TablePartitions(this.tables.get(id), this.tables, database.inspector(), database.runner(),
				database.repository());
	}

	/**
	 * Sees that windows which a caller names have their partitions, and does nothing else
	 * of what the table needs; the short form of {@link TablePartitions#ensure}.
	 * @param id the table's id
	 * @param request the windows
	 * @return what was done, with the reason {@code explicit}
	 * @throws UnknownTableException if no table has that id
	 * @throws IllegalArgumentException if a window does not lie on the table's grid, the
	 * request is not of the table's axis, or it asks for too many windows
	 */
	public MaintenanceResult ensurePartitions(String id, WindowRequest request) {
		return partitions(id).ensure(request);
	}

}

package io.partsmith.testing;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.postgres.LockLimits;
import io.partsmith.execution.HookLimits;
import io.partsmith.execution.HookObserver;
import io.partsmith.execution.Hooks;
import io.partsmith.execution.NamedHooks;
import io.partsmith.execution.OperationObserver;
import io.partsmith.execution.PlanExecutor;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.MaintenanceGuard;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.TableInspector;
import io.partsmith.maintenance.TableRunner;
import io.partsmith.plan.Planner;
import io.partsmith.plan.Scope;
import io.partsmith.maintenance.StatisticsObserver;
import io.partsmith.maintenance.StatisticsRunner;
import io.partsmith.postgres.AnalyzeLimits;
import io.partsmith.postgres.Dialect;
import io.partsmith.postgres.DropCheck;
import io.partsmith.postgres.ParentStatistics;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

/**
 * The engine wired by hand, as the auto-configuration wires it, over a test's database.
 */
public final class Engine {

	private final SettableClock clock;

	private final List<NamedHooks> hooks = new ArrayList<>();

	private final Map<String, PartitionPredicate> predicates = new HashMap<>();

	private DataSource dataSource;

	private ExecutionSettings settings = new ExecutionSettings(
			new LockLimits(Duration.ofMillis(100), 3, Duration.ofMinutes(1), Duration.ofMillis(200)),
			Duration.ofSeconds(30), ZoneId.of("UTC"), "pg-partsmith");

	private @Nullable LockManager locks;

	private MaintenanceGuard guard = MaintenanceGuard.NONE;

	private Mode mode = Mode.FULL;

	private boolean continueOnError;

	private int parallelism = 1;

	private boolean comparingClocks;

	private OperationObserver observer = OperationObserver.NONE;

	private HookObserver hookObserver = HookObserver.NONE;

	private long mostMoved = Planner.MOST_MOVED;

	private DropCheck dropCheck = DropCheck.NONE;

	private Optional<AnalyzeLimits> statistics = Optional.empty();

	private Dialect dialect = Dialect.POSTGRESQL;

	private MaintenanceJournal journal = new MaintenanceJournal();

	private Engine(DataSource dataSource, SettableClock clock) {
		this.dataSource = dataSource;
		this.clock = clock;
	}

	/**
	 * An engine over a database.
	 * @param database the database
	 * @param now the instant the clock stands at
	 * @return the engine
	 */
	public static Engine on(PostgresDatabase database, String now) {
		return on(database.dataSource(), now);
	}

	public static Engine on(DataSource dataSource, String now) {
		return new Engine(dataSource, new SettableClock(now));
	}

	public Engine over(DataSource other) {
		this.dataSource = other;
		return this;
	}

	public Engine with(PartitionLifecycleHooks hook) {
		return with(hook, HookLimits.NONE);
	}

	public Engine with(PartitionLifecycleHooks hook, HookLimits limits) {
		this.hooks.add(new NamedHooks("hook" + this.hooks.size(), hook, limits));
		return this;
	}

	public Engine hooksObservedBy(HookObserver other) {
		this.hookObserver = other;
		return this;
	}

	/** A bean that rules may ask. */
	public Engine with(String name, PartitionPredicate predicate) {
		this.predicates.put(name, predicate);
		return this;
	}

	public Engine with(ExecutionSettings other) {
		this.settings = other;
		return this;
	}

	public Engine with(LockLimits limits) {
		return with(new ExecutionSettings(limits, this.settings.statementTimeout(), this.settings.timeZone(),
				this.settings.markerPrefix()));
	}

	public Engine with(DropCheck other) {
		this.dropCheck = other;
		return this;
	}

	/** On a cluster. */
	public Engine with(Dialect other) {
		this.dialect = other;
		return this;
	}

	/** In place of PostgreSQL's own locks. */
	public Engine with(LockManager other) {
		this.locks = other;
		return this;
	}

	public Engine observedBy(OperationObserver other) {
		this.observer = other;
		return this;
	}

	public Engine guardedBy(MaintenanceGuard other) {
		this.guard = other;
		return this;
	}

	public Engine in(Mode other) {
		this.mode = other;
		return this;
	}

	/** Otherwise statistics are left alone: what a test loads would be analyzed. */
	public Engine analyzing(AnalyzeLimits limits) {
		this.statistics = Optional.of(limits);
		return this;
	}

	public Engine movingAtMost(long rows) {
		this.mostMoved = rows;
		return this;
	}

	public Engine continuingOnError() {
		this.continueOnError = true;
		return this;
	}

	public Engine sideBySide(int tables) {
		this.parallelism = tables;
		return this;
	}

	/** What the runs leave there. */
	public Engine noting(MaintenanceJournal other) {
		this.journal = other;
		return this;
	}

	/**
	 * The clock stands still where a test does not move it, so that it is mostly skewed.
	 */
	public Engine comparingClocks() {
		this.comparingClocks = true;
		return this;
	}

	public Engine at(String now) {
		this.clock.set(now);
		return this;
	}

	public SettableClock clock() {
		return this.clock;
	}

	/**
	 * The service over some tables.
	 * @param tables the tables
	 * @return a new service
	 */
	public PartitionLifecycleService service(TablePartitionConfig... tables) {
		PartitionMetadataProvider metadata = new PostgresMetadataProvider(this.dataSource, this.settings,
				this.comparingClocks ? this.clock : null, this.dialect);
		PartitionRepository repository = new PostgresPartitionRepository(this.dataSource, this.settings, this.dropCheck,
				this.dialect);
		TableInspector inspector = new TableInspector(metadata, this.predicates, new Planner(this.mostMoved),
				this.journal, this.clock, Duration.ofMinutes(1));
		PlanExecutor executor = new PlanExecutor(repository,
				new Hooks(this.hooks, this.hookObserver, (call) -> new Thread(call, "hook").start()), this.observer,
				this.continueOnError);
		LockManager manager = (this.locks != null) ? this.locks : new PostgresLockManager(this.dataSource);
		TableRunner runner = new TableRunner(inspector, manager, executor, this.journal, RunObserver.NONE, List.of(),
				this.guard, this.mode, this.clock, this.parallelism);
		return new PartitionLifecycleService(new ManagedTables(List.of(tables)), inspector, runner, repository,
				new StatisticsRunner(
						this.statistics.map((limits) -> new ParentStatistics(this.dataSource, this.settings, limits)),
						this.journal, manager, this.guard, this.mode, StatisticsObserver.NONE),
				this.clock);
	}

	/**
	 * One run of both lanes.
	 * @param table the table
	 * @return what it did
	 */
	public MaintenanceResult run(TablePartitionConfig table) {
		return run(table, Scope.MAINTAIN);
	}

	public MaintenanceResult run(TablePartitionConfig table, Scope scope) {
		return service(table).maintain(table.id(), scope);
	}

}

package io.partsmith.testing;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.partsmith.execution.NamedHooks;
import io.partsmith.execution.OperationObserver;
import io.partsmith.execution.PlanExecutor;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.TableInspector;
import io.partsmith.maintenance.TableRunner;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.table.TablePartitionConfig;

/**
 * The engine wired by hand, as the auto-configuration wires it, over a test's database.
 */
public final class Engine {

	private final SettableClock clock;

	private final List<NamedHooks> hooks = new ArrayList<>();

	private final Map<String, PartitionPredicate> predicates = new HashMap<>();

	private DataSource dataSource;

	private ExecutionSettings settings = new ExecutionSettings(Duration.ofMillis(100), 3, Duration.ofSeconds(30),
			ZoneId.of("UTC"), "pg-partsmith");

	private Mode mode = Mode.FULL;

	private boolean continueOnError;

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
		return new Engine(database.dataSource(), new SettableClock(now));
	}

	public Engine over(DataSource other) {
		this.dataSource = other;
		return this;
	}

	public Engine with(PartitionLifecycleHooks hook) {
		this.hooks.add(new NamedHooks("hook" + this.hooks.size(), hook));
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

	public Engine in(Mode other) {
		this.mode = other;
		return this;
	}

	public Engine continuingOnError() {
		this.continueOnError = true;
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
		PartitionMetadataProvider metadata = new PostgresMetadataProvider(this.dataSource, this.settings);
		PartitionRepository repository = new PostgresPartitionRepository(this.dataSource, this.settings);
		MaintenanceJournal journal = new MaintenanceJournal();
		TableInspector inspector = new TableInspector(metadata, this.predicates, journal, this.clock);
		PlanExecutor executor = new PlanExecutor(repository, this.hooks, OperationObserver.NONE, this.continueOnError);
		TableRunner runner = new TableRunner(inspector, new PostgresLockManager(this.dataSource), executor, journal,
				RunObserver.NONE, this.mode, this.clock);
		return new PartitionLifecycleService(new ManagedTables(List.of(tables)), inspector, runner, repository,
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

package io.partsmith.maintenance;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.partsmith.execution.PlanExecutor;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.postgres.TableLock;
import io.partsmith.table.TablePartitionConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tables. All of them are looked at together and without a lock; only one that needs
 * something is locked, looked at again, planned again and worked on.
 */
public final class TableRunner {

	private static final Logger log = LoggerFactory.getLogger(TableRunner.class);

	private final TableInspector inspector;

	private final LockManager locks;

	private final PlanExecutor executor;

	private final MaintenanceJournal journal;

	private final RunObserver observer;

	private final List<RunListener> listeners;

	private final MaintenanceGuard guard;

	private final Mode mode;

	private final Clock clock;

	private final SideBySide sideBySide;

	private volatile boolean stopping;

	/**
	 * A runner.
	 * @param inspector looks at tables and plans them
	 * @param locks lets one maintainer work on a table
	 * @param executor applies plans
	 * @param journal remembers what was done
	 * @param observer watches runs
	 * @param listeners are told of the end of each
	 * @param guard says whether this node may maintain
	 * @param mode how much a run may do
	 * @param clock all time comes from it
	 * @param parallelism how many tables are worked on at a time, at least 1
	 */
	public TableRunner(TableInspector inspector, LockManager locks, PlanExecutor executor, MaintenanceJournal journal,
			RunObserver observer, List<RunListener> listeners, MaintenanceGuard guard, Mode mode, Clock clock,
			int parallelism) {
		this(inspector, locks, executor, journal, observer, List.copyOf(listeners), guard, mode, clock,
				new SideBySide(parallelism));
	}

	private TableRunner(TableInspector inspector, LockManager locks, PlanExecutor executor, MaintenanceJournal journal,
			RunObserver observer, List<RunListener> listeners, MaintenanceGuard guard, Mode mode, Clock clock,
			SideBySide sideBySide) {
		this.inspector = inspector;
		this.locks = locks;
		this.executor = executor;
		this.journal = journal;
		this.observer = observer;
		this.listeners = listeners;
		this.guard = guard;
		this.mode = mode;
		this.clock = clock;
		this.sideBySide = sideBySide;
	}

	/** Runs tables of another database. */
	TableRunner on(TableInspector other, LockManager itsLocks, PartitionRepository repository) {
		return new TableRunner(other, itsLocks, this.executor.on(repository), this.journal, this.observer,
				this.listeners, this.guard, this.mode, this.clock, this.sideBySide);
	}

	/** Ends running and coming runs before their next operation. */
	public void stop() {
		this.stopping = true;
	}

	/** Lets runs go on after {@link #stop()}. */
	public void start() {
		this.stopping = false;
	}

	boolean isStopping() {
		return this.stopping;
	}

	List<MaintenanceResult> maintain(Collection<TablePartitionConfig> configs, Scope wished) {
		Optional<MaintenanceGuard.Objection> objection = (this.mode.allows(wished) != null) ? Permit.ask(this.guard)
				: Optional.empty();
		if (objection.isPresent()) {
			return configs.stream()
				.map((config) -> recorded(config, wished, (run) -> run.objected(objection.get(), null)))
				.toList();
		}
		return each(configs, wished, (config, seen) -> recorded(config, wished,
				(run) -> maintain(run, seen, wished, (look, allowed) -> look.plan().permitted().within(allowed))),
				(config, ex) -> recorded(config, wished, (run) -> run.failed(ex)));
	}

	List<MaintenanceResult> rehearse(Collection<TablePartitionConfig> configs, Scope wished) {
		Instant now = this.clock.instant();
		return each(configs, wished,
				(config, seen) -> new TableRun(config, wished, now).planned(RunReason.DRY_RUN,
						seen.plan().permitted().within(wished)),
				(config, ex) -> new TableRun(config, wished, now).failed(ex));
	}

	/** One look at all tables, then each by itself. A look that fails is told once. */
	private List<MaintenanceResult> each(Collection<TablePartitionConfig> configs, Scope wished,
			BiFunction<TablePartitionConfig, TableInspection, MaintenanceResult> work,
			BiFunction<TablePartitionConfig, RuntimeException, MaintenanceResult> failure) {
		List<TableInspection> seen;
		try {
			seen = this.inspector.inspect(configs, wished);
		}
		catch (RuntimeException ex) {
			log.error("The {} run could not read the catalog; the next run tries again", wished, ex);
			return configs.stream().map((config) -> failure.apply(config, ex)).toList();
		}
		return this.sideBySide.work(seen, (table) -> work.apply(table.config(), table));
	}

	/**
	 * Refuses what is done without a run where this node may not maintain now.
	 * @throws PartitionOperationException if a guard objects
	 */
	void requirePermission(String what) {
		Permit.ask(this.guard).ifPresent((objection) -> {
			throw new PartitionOperationException(FindingCode.GUARDED,
					what + " is refused: " + objection.detail() + " (" + objection.reason() + ")",
					"Do it where maintenance may run", null, null);
		});
	}

	/** Plans of another sort than the ordinary one, made anew under the lock. */
	MaintenanceResult run(TableInspection seen, Scope wished, Function<TableInspection, MaintenancePlan> planning) {
		return recorded(seen.config(), wished,
				(run) -> maintain(run, seen, wished, (look, allowed) -> planning.apply(look)));
	}

	MaintenanceResult apply(TablePartitionConfig config, MaintenancePlan plan) {
		return recorded(config, Scope.APPLY, (run) -> {
			Scope allowed = this.mode.allows(Scope.MAINTAIN);
			return (allowed != null)
					? locked(run, allowed, plan,
							(lock) -> told(run, execute(run, approved(config, plan).within(allowed), lock)))
					: forbidden(run, plan);
		});
	}

	/** Whoever approved the plan may have read it before a clock was moved. */
	private MaintenancePlan approved(TablePartitionConfig config, MaintenancePlan plan) {
		return plan.approved().clockedBy(this.inspector.glance(config).plan()).permitted();
	}

	/** An observer that fails must not keep a table from being maintained. */
	private MaintenanceResult recorded(TablePartitionConfig config, Scope wished,
			Function<TableRun, MaintenanceResult> work) {
		TableRun run = new TableRun(config, wished, this.clock.instant());
		AtomicReference<MaintenanceResult> result = new AtomicReference<>();
		Supplier<MaintenanceResult> once = () -> {
			result.compareAndSet(null, run.guard(() -> work.apply(run)));
			return result.get();
		};
		try {
			this.observer.observe(config.id(), wished, once);
		}
		catch (RuntimeException ex) {
			log.warn("The run of {} could not be observed", config.table(), ex);
		}
		MaintenanceResult done = (result.get() != null) ? result.get() : once.get();
		if (done.reason() != RunReason.READ_ONLY && done.outcome() == Outcome.SKIPPED
				&& this.mode.allows(wished) != null) {
			log.info("The {} run of {} did nothing: {}, {}", wished, config.table(), done.reason(), done.detail());
		}
		this.journal.ran(done);
		this.listeners.forEach((listener) -> tell(listener, done));
		return done;
	}

	/** A listener that fails must not keep the next table from being maintained. */
	private static void tell(RunListener listener, MaintenanceResult done) {
		try {
			listener.ended(done);
		}
		catch (RuntimeException | Error ex) {
			log.warn("A listener failed after the {} run of '{}'", done.scope(), done.id(), ex);
		}
	}

	private MaintenanceResult maintain(TableRun run, TableInspection seen, Scope wished,
			BiFunction<TableInspection, Scope, MaintenancePlan> planning) {
		Scope scope = this.mode.allows(wished);
		if (scope == null) {
			return forbidden(run, planning.apply(seen, wished));
		}
		if (!seen.server().isWritable()) {
			return unwritable(run, seen);
		}
		MaintenancePlan plan = planning.apply(seen, scope);
		if (plan.isConverged()) {
			return execute(run, plan, LockLedger.open(), new Permit(MaintenanceGuard.NONE, () -> false, () -> true));
		}
		return locked(run, scope, plan, (lock) -> told(run,
				execute(run, planning.apply(this.inspector.inspect(run.config(), scope), scope), lock)));
	}

	private static MaintenanceResult unwritable(TableRun run, TableInspection seen) {
		if (seen.server().recovering()) {
			return run.skipped(RunReason.STANDBY, "the server is a standby", seen.plan());
		}
		String detail = seen.plan()
			.findings()
			.stream()
			.filter((finding) -> finding.code() == FindingCode.READ_ONLY)
			.map((finding) -> finding.message() + ". Next: " + finding.next())
			.findFirst()
			.orElse("the server gives read-only transactions only");
		log.warn("{} cannot be maintained: {}", run.config().table(), detail);
		return run.skipped(RunReason.READ_ONLY, detail, seen.plan());
	}

	/** Lets health and metrics show what was done; the run stands without it. */
	private MaintenanceResult told(TableRun run, MaintenanceResult result) {
		if (!result.done().isEmpty()) {
			lookAgain(run.config());
		}
		return result;
	}

	private void lookAgain(TablePartitionConfig config) {
		try {
			this.inspector.glance(config);
		}
		catch (RuntimeException ex) {
			log.warn("{} could not be looked at after its run: {}", config.table(), ex.getMessage());
		}
	}

	private MaintenanceResult forbidden(TableRun run, MaintenancePlan plan) {
		return switch (this.mode) {
			case PLAN_ONLY -> run.planned(RunReason.PLAN_ONLY, plan);
			case CREATE_ONLY -> run.skipped(RunReason.CREATE_ONLY, "partsmith.mode is create-only", plan);
			default -> run.skipped(RunReason.MODE_OFF, "partsmith.mode is off", plan);
		};
	}

	private MaintenanceResult locked(TableRun run, Scope scope, MaintenancePlan plan,
			Function<TableLock, MaintenanceResult> work) {
		Optional<MaintenanceGuard.Objection> objection = Permit.ask(this.guard);
		if (objection.isPresent()) {
			return run.objected(objection.get(), plan);
		}
		LockAttempt attempt = this.locks.tryLock(run.config(), scope);
		if (attempt instanceof LockAttempt.HeldBy held) {
			return run.skipped(RunReason.LOCK_HELD, "held by " + held.holder(), plan);
		}
		if (attempt instanceof LockAttempt.NoRoom none) {
			return run.crowdedOut(none, plan);
		}
		try (TableLock lock = ((LockAttempt.Acquired) attempt).lock()) {
			return work.apply(lock);
		}
	}

	private MaintenanceResult execute(TableRun run, MaintenancePlan plan, TableLock lock) {
		try (LockLedger ledger = LockLedger.of(lock)) {
			return execute(run, plan, ledger, new Permit(this.guard, () -> this.stopping, lock::isHeld));
		}
	}

	private MaintenanceResult execute(TableRun run, MaintenancePlan plan, LockLedger ledger, Permit permit) {
		return run.executed(plan, this.executor.execute(plan, run.config(), run.runId(), ledger, permit), permit);
	}

}

package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.TableDatabases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Runs the job on threads of our own and nothing else: the application's scheduling, its
 * TaskScheduler and its ShedLock defaults stay as they are. Starts last and stops first;
 * a stop lets the running statement end and begins no further operation.
 */
final class MaintenanceScheduler implements SmartLifecycle, MaintenanceSchedule {

	private static final Logger log = LoggerFactory.getLogger(MaintenanceScheduler.class);

	private static final String OFF = "-";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ManagedTables tables;

	private final PartitionMaintenanceJob job;

	private final InspectionWatch watch;

	private final TableDatabases databases;

	private final PartsmithProperties properties;

	private @Nullable ThreadPoolTaskScheduler scheduler;

	private @Nullable ScheduledAnnotationBeanPostProcessor tasks;

	private boolean running;

	MaintenanceScheduler(ManagedTables tables, PartitionMaintenanceJob job, InspectionWatch watch,
			TableDatabases databases, PartsmithProperties properties) {
		this.tables = tables;
		this.job = job;
		this.watch = watch;
		this.databases = databases;
		this.properties = properties;
	}

	@Override
	public synchronized void start() {
		this.running = true;
		if (!this.tables.all().isEmpty()) {
			startThreads();
		}
	}

	private void startThreads() {
		ThreadPoolTaskScheduler threads = new ThreadPoolTaskScheduler();
		// One for each lane and one for the watch: a long retirement never keeps a
		// creation waiting.
		threads.setPoolSize(3);
		threads.setThreadNamePrefix("partsmith-");
		threads.setWaitForTasksToCompleteOnShutdown(true);
		threads.setAwaitTerminationSeconds((int) PATIENCE.toSeconds());
		threads.initialize();
		this.databases.start();
		this.tasks = schedule(threads);
		threads.scheduleWithFixedDelay(this.watch::look, this.properties.health().refresh().toDuration());
		this.scheduler = threads;
		PartsmithProperties.Schedule schedule = this.properties.schedule();
		log.info("partsmith.mode is {}; the create lane runs at '{}', the retire lane at '{}' ({})",
				this.properties.mode(), cron(schedule.create()), cron(schedule.retire()), schedule.zone());
	}

	private ScheduledAnnotationBeanPostProcessor schedule(ThreadPoolTaskScheduler threads) {
		PropertyPlaceholderHelper placeholders = new PropertyPlaceholderHelper("${", "}");
		PartsmithProperties.Schedule schedule = this.properties.schedule();
		Map<String, String> values = Map.of("partsmith.schedule.zone", schedule.zone().getId(),
				"partsmith.schedule.create.cron", cron(schedule.create()), "partsmith.schedule.retire.cron",
				cron(schedule.retire()));
		ScheduledAnnotationBeanPostProcessor processor = new ScheduledAnnotationBeanPostProcessor();
		processor.setScheduler(threads);
		processor.setEmbeddedValueResolver((text) -> placeholders.replacePlaceholders(text, values::get));
		processor.postProcessAfterInitialization(this.job, "partitionMaintenanceJob");
		processor.afterSingletonsInstantiated();
		return processor;
	}

	/** A lane in which the mode lets nothing run is not scheduled. */
	private String cron(PartsmithProperties.Lane lane) {
		Mode mode = this.properties.mode();
		boolean forbidden = mode == Mode.OFF || mode == Mode.CREATE_ONLY && lane instanceof PartsmithProperties.Retire;
		return forbidden ? OFF : lane.cron();
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.databases.stop();
		if (this.tasks != null) {
			this.tasks.destroy();
			this.tasks = null;
		}
		if (this.scheduler != null) {
			this.scheduler.shutdown();
			this.scheduler = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public @Nullable Instant nextRun(String id) {
		ZoneId zone = this.properties.schedule().zone();
		ZonedDateTime now = ZonedDateTime.now(zone);
		return Stream.of(this.properties.schedule().create(), this.properties.schedule().retire())
			.map(this::cron)
			.filter((cron) -> !cron.equals(OFF))
			.map((cron) -> CronExpression.parse(cron).next(now))
			.filter(Objects::nonNull)
			.map((next) -> next.toInstant())
			.sorted()
			.findFirst()
			.orElse(null);
	}

}

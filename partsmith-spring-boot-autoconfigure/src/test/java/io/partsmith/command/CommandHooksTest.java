package io.partsmith.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.partsmith.autoconfigure.event.EventFormats;
import io.partsmith.hook.HookPhase;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.EventSchema;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Real programs around real operations. */
@PostgresTest
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class CommandHooksTest {

	private static final CommandLimits LONG = new CommandLimits(Duration.ofMinutes(2), Duration.ofSeconds(10));

	@TempDir
	private Path directory;

	private final Map<HookPhase, List<String>> commands = new EnumMap<>(HookPhase.class);

	private PostgresDatabase db;

	@BeforeEach
	void makeM(PostgresDatabase database) {
		this.db = database;
		database.execute(Tables.M, Tables.month("2024_01"));
	}

	private void at(HookPhase phase, String script, String... arguments) {
		try {
			Path file = Files.writeString(this.directory.resolve(phase + ".sh"), script);
			this.commands.put(phase, new ArrayList<>(List.of("/bin/sh", file.toString())));
			this.commands.get(phase).addAll(List.of(arguments));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private MaintenanceResult run(CommandLimits limits) {
		try (CommandHooks hooks = new CommandHooks(this.commands, limits, EventFormats.json(), Clock.systemUTC())) {
			return Engine.on(this.db, "2024-03-15T00:00:00Z").with(hooks).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		}
	}

	private String written(String name) {
		try {
			return Files.readString(this.directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isThere(String name) {
		return Files.exists(this.directory.resolve(name));
	}

	@Test
	void aCommandKnowsTheEventByItsInputAndItsEnvironment() {
		long january = CatalogProbe.of(this.db).oid("t__2024_01");
		at(HookPhase.BEFORE_DROP,
				"cat > '%1$s/event.json'; env | grep ^PARTSMITH_ | sort > '%1$s/env'".formatted(this.directory));
		MaintenanceResult result = run(LONG);
		assertThat(result.success()).as("%s", result.error()).isTrue();
		assertThat(result.issues()).isEmpty();
		assertThat(EventSchema.errors(written("event.json"))).isEmpty();
		JsonNode event = JsonMapper.shared().readTree(written("event.json"));
		assertThat(event.at("/phase").asString()).isEqualTo("before_drop");
		assertThat(event.at("/partition/qualifiedName").asString()).isEqualTo("public.t__2024_01");
		assertThat(event.at("/reason").asString()).isEqualTo("follows_detach");
		assertThat(written("env").lines()).containsExactly(
				"PARTSMITH_BOUNDS=FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')",
				"PARTSMITH_EVENT_ID=" + event.at("/id").asString(), "PARTSMITH_FROM=2024-01-01 00:00:00+00",
				"PARTSMITH_OID=" + january, "PARTSMITH_PARTITION=public.t__2024_01", "PARTSMITH_PHASE=before_drop",
				"PARTSMITH_RUN_ID=" + result.runId(), "PARTSMITH_TABLE=public.t", "PARTSMITH_TABLE_ID=t",
				"PARTSMITH_TO=2024-02-01 00:00:00+00");
	}

	@Test
	void onlyThePhasesThatHaveACommandAreFired() {
		at(HookPhase.AFTER_DETACH, "echo $PARTSMITH_PHASE >> '%s/phases'".formatted(this.directory));
		run(LONG);
		assertThat(written("phases").lines()).containsExactly("after_detach");
	}

	@Test
	void anArgumentIsNothingElse() {
		at(HookPhase.AFTER_CREATE, "printf '%%s' \"$1\" > '%s/argument'".formatted(this.directory),
				"; touch '" + this.directory + "/shell' $HOME `id`");
		assertThat(run(LONG).issues()).isEmpty();
		assertThat(written("argument")).isEqualTo("; touch '" + this.directory + "/shell' $HOME `id`");
		assertThat(isThere("shell")).isFalse();
	}

	@Test
	void anotherExitCodeThanZeroRefuses() {
		at(HookPhase.BEFORE_DROP, "echo to the one; echo to the other >&2; exit 3");
		MaintenanceResult result = run(LONG);
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("The hook 'hook0' refused BEFORE_DROP of public.t__2024_01",
				"/bin/sh ended with the exit code 3: to the one\nto the other");
		assertThat(CatalogProbe.of(this.db).tables("public")).contains("t__2024_01");
	}

	@Test
	void anotherExitCodeThanZeroAfterwardsIsAWarning() {
		at(HookPhase.AFTER_CREATE, "exit 1");
		MaintenanceResult result = run(LONG);
		assertThat(result.success()).isTrue();
		assertThat(issues(result)).containsExactly("create hook_failed t__2024_03");
		assertThat(result.issues().get(0).message()).contains("ended with the exit code 1, and wrote nothing");
	}

	@Test
	void oneThatIsGoneIsARefusal() {
		this.commands.put(HookPhase.BEFORE_DETACH, List.of(this.directory.resolve("gone").toString()));
		MaintenanceResult result = run(LONG);
		assertThat(result.error()).contains("could not be started");
		assertThat(CatalogProbe.of(this.db).partitions("t")).contains("t__2024_01");
	}

	/** More than any pipe holds, in one line without an end. */
	@Test
	void muchOutputIsReadLoggedInPartAndKeptAtItsEnd() {
		at(HookPhase.BEFORE_DROP, "head -c 3000000 /dev/zero | tr '\\0' x; printf '\\033[31mthe end'; exit 1");
		Logger logger = (Logger) LoggerFactory.getLogger(CommandOutput.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.INFO);
		try {
			MaintenanceResult result = run(LONG);
			assertThat(result.error()).endsWith("?[31mthe end");
			assertThat(result.error().length()).isLessThan(3000);
		}
		finally {
			logger.setLevel(null);
			logger.detachAppender(appender);
		}
		List<String> logged = appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
		assertThat(logged).startsWith("/bin/sh before_drop: " + "x".repeat(2000))
			.endsWith("/bin/sh before_drop: more of its output is not logged");
		assertThat(logged.stream().mapToInt(String::length).sum()).isBetween(64_000, 70_000);
	}

	/** Its input stays unread, and it is not waited for. */
	@Test
	void oneThatNeverReadsHoldsNothingUp() {
		at(HookPhase.BEFORE_DROP, "exec 0<&-; exit 0");
		at(HookPhase.BEFORE_DETACH, "exit 0");
		MaintenanceResult result = run(LONG);
		assertThat(result.success()).as("%s", result.error()).isTrue();
		assertThat(result.droppedCount()).isOne();
	}

	@Test
	void oneThatTakesTooLongIsAskedToEndWithAllThatItHasStarted() {
		at(HookPhase.BEFORE_DROP, """
				sleep 600 &
				echo $! > '%1$s/child'
				trap "touch '%1$s/asked'; exit 0" TERM
				echo at it
				while :; do sleep 0.1; done
				""".formatted(this.directory));
		MaintenanceResult result = run(new CommandLimits(Duration.ofSeconds(2), Duration.ofSeconds(30)));
		assertThat(result.error()).contains("took longer than PT2S (partsmith.commands.timeout), and was ended: at it");
		assertThat(isThere("asked")).isTrue();
		assertThat(alive("child")).isFalse();
		assertThat(CatalogProbe.of(this.db).tables("public")).contains("t__2024_01");
	}

	@Test
	void oneThatDoesNotEndThenIsKilled() {
		at(HookPhase.BEFORE_DROP, """
				trap '' TERM
				echo $$ > '%1$s/self'
				(trap '' TERM; echo $$; while :; do sleep 0.1; done) &
				echo $! > '%1$s/child'
				while :; do sleep 0.1; done
				""".formatted(this.directory));
		MaintenanceResult result = run(new CommandLimits(Duration.ofSeconds(2), Duration.ofMillis(300)));
		assertThat(result.error()).contains("took longer than PT2S");
		await().until(() -> !alive("self") && !alive("child"));
	}

	/** A child that holds the output open is not waited for. */
	@Test
	void whatItLeavesRunningKeepsNobody() {
		at(HookPhase.BEFORE_DROP, "sleep 600 & echo $! > '%s/child'; exit 0".formatted(this.directory));
		MaintenanceResult result = run(LONG);
		assertThat(result.success()).as("%s", result.error()).isTrue();
		assertThat(alive("child")).isTrue();
		handle("child").ifPresent(ProcessHandle::destroyForcibly);
	}

	@Test
	void theEndOfTheApplicationEndsIt() throws InterruptedException, ExecutionException {
		at(HookPhase.BEFORE_DROP, "echo $$ > '%1$s/self'; sleep 600".formatted(this.directory));
		CommandHooks hooks = new CommandHooks(this.commands, LONG, EventFormats.json(), Clock.systemUTC());
		Engine engine = Engine.on(this.db, "2024-03-15T00:00:00Z").with(hooks);
		FutureTask<MaintenanceResult> run = new FutureTask<>(() -> engine.run(Tables.monthly(Tables.aheadKeep(1, 1))));
		new Thread(run).start();
		await().atMost(Duration.ofSeconds(60)).until(() -> isThere("self") && !written("self").isBlank());
		hooks.close();
		await().until(() -> !alive("self"));
		await().until(run::isDone);
		assertThat(run.get().success()).isFalse();
		assertThat(CatalogProbe.of(this.db).tables("public")).contains("t__2024_01");
	}

	@Test
	void anInterruptEndsIt() throws InterruptedException {
		at(HookPhase.BEFORE_DROP, "echo $$ > '%1$s/self'; sleep 600".formatted(this.directory));
		Thread run = new Thread(() -> run(LONG));
		run.start();
		await().atMost(Duration.ofSeconds(60)).until(() -> isThere("self") && !written("self").isBlank());
		run.interrupt();
		run.join(60_000);
		assertThat(run.isAlive()).isFalse();
		assertThat(alive("self")).isFalse();
		assertThat(CatalogProbe.of(this.db).tables("public")).contains("t__2024_01");
	}

	private Optional<ProcessHandle> handle(String name) {
		return ProcessHandle.of(Long.parseLong(written(name).strip()));
	}

	private boolean alive(String name) {
		return handle(name).filter(ProcessHandle::isAlive).isPresent();
	}

}

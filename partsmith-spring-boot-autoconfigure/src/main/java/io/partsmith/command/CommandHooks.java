package io.partsmith.command;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.partsmith.event.EventDocument;
import io.partsmith.event.EventFormat;
import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;

/**
 * Runs a program in a phase. It gets the event as JSON on its standard input and the most
 * important of it in environment variables, beside those of this process. An exit code
 * other than 0 is a refusal, with the end of what it has written in the message. There is
 * no shell: what stands in a configuration or a name is never taken for more than an
 * argument.
 */
public final class CommandHooks implements PartitionLifecycleHooks, AutoCloseable {

	private final Map<HookPhase, List<String>> commands;

	private final CommandLimits limits;

	private final Clock clock;

	private final EventFormat format;

	private final Set<ProcessTree> running = ConcurrentHashMap.newKeySet();

	/**
	 * Hooks.
	 * @param commands the program and its arguments, by phase
	 * @param limits how long one may take
	 * @param format how an event is written
	 * @param clock tells when an event occurred
	 */
	public CommandHooks(Map<HookPhase, List<String>> commands, CommandLimits limits, EventFormat format, Clock clock) {
		this.commands = Map.copyOf(commands);
		this.limits = limits;
		this.format = format;
		this.clock = clock;
	}

	@Override
	public boolean takesPartIn(HookPhase phase) {
		return this.commands.containsKey(phase);
	}

	/**
	 * Runs the command of the phase.
	 * @param event the phase
	 * @throws CommandFailedException if it could not be started, had another exit code
	 * than 0, or did not end in time
	 */
	@Override
	public void onEvent(PartitionEvent event) {
		List<String> command = this.commands.get(event.phase());
		if (command == null) {
			return;
		}
		EventDocument document = EventDocument.of(event, this.clock.instant());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		CommandEnvironment.fill(builder.environment(), document);
		String program = command.get(0);
		Process process;
		try {
			process = builder.start();
		}
		catch (IOException ex) {
			throw new CommandFailedException(program + " could not be started: " + ex.getMessage(), ex);
		}
		ProcessTree tree = new ProcessTree(process, this.limits.killAfter());
		this.running.add(tree);
		try {
			CommandInput.send(process, this.format.write(document));
			CommandOutput output = CommandOutput.of(process, program + " " + document.phase());
			await(program, process, tree, output);
		}
		finally {
			this.running.remove(tree);
		}
	}

	private void await(String program, Process process, ProcessTree tree, CommandOutput output) {
		if (!tree.endsIn(this.limits.timeout())) {
			boolean interrupted = Thread.currentThread().isInterrupted();
			tree.end();
			throw new CommandFailedException(program + (interrupted ? " was interrupted, and ended"
					: " took longer than " + this.limits.timeout() + " (partsmith.commands.timeout), and was ended")
					+ output.tail());
		}
		if (process.exitValue() != 0) {
			throw new CommandFailedException(
					program + " ended with the exit code " + process.exitValue() + output.tail());
		}
		output.end();
	}

	/** Ends what is still running. */
	@Override
	public void close() {
		this.running.forEach(ProcessTree::end);
	}

}

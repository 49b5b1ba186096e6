package io.partsmith.execution;

import java.util.function.Supplier;

import io.partsmith.hook.PartitionEvent;

/** Watches calls of hooks, for metrics and traces. */
@FunctionalInterface
public interface HookObserver {

	/** Watches nothing. */
	HookObserver NONE = (hook, event, call) -> call.get();

	/**
	 * Calls a hook, on the thread of the run.
	 * @param hook the hook's bean name
	 * @param event the phase
	 * @param call the call itself, which throws nothing; it is made once, whoever else
	 * makes it or leaves it out
	 */
	void observe(String hook, PartitionEvent event, Supplier<HookResult> call);

}

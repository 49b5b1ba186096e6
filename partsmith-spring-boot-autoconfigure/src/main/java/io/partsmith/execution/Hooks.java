package io.partsmith.execution;

import java.util.List;
import java.util.concurrent.Executor;

import io.partsmith.table.TablePartitionConfig;

/** All hooks there are, and how they are called. Safe for concurrent use. */
public final class Hooks {

	private final List<NamedHooks> all;

	private final HookObserver observer;

	private final HookCaller caller;

	/**
	 * Hooks.
	 * @param all every hook there is, in its order
	 * @param observer watches their calls
	 * @param threads runs each call that has a time limit, at once and on a thread that
	 * may never come back
	 */
	public Hooks(List<NamedHooks> all, HookObserver observer, Executor threads) {
		this.all = List.copyOf(all);
		this.observer = observer;
		this.caller = new HookCaller(threads);
	}

	/** Those of a table. */
	HookChain of(TablePartitionConfig config) {
		return new HookChain(this.all.stream().filter((named) -> named.takesPartIn(config)).toList(), this.observer,
				this.caller);
	}

}

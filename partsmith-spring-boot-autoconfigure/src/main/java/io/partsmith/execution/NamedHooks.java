package io.partsmith.execution;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.table.TablePartitionConfig;

/**
 * A hook with its name.
 *
 * @param name the bean name, by which a table may ask for it
 * @param hooks the hooks
 * @param limits how long a call may take
 * @param everywhere whether it takes part for every table, also for one that does not
 * name it
 */
public record NamedHooks(String name, PartitionLifecycleHooks hooks, HookLimits limits, boolean everywhere) {

	/**
	 * A hook that a table may choose.
	 * @param name the bean name
	 * @param hooks the hooks
	 * @param limits how long a call may take
	 */
	public NamedHooks(String name, PartitionLifecycleHooks hooks, HookLimits limits) {
		this(name, hooks, limits, false);
	}

	/**
	 * A hook that may take as long as it likes.
	 * @param name the bean name
	 * @param hooks the hooks
	 */
	public NamedHooks(String name, PartitionLifecycleHooks hooks) {
		this(name, hooks, HookLimits.NONE);
	}

	/**
	 * A hook that takes part for every table, whatever hooks it names.
	 * @param name the name
	 * @param hooks the hooks
	 * @return the hook, without a time limit
	 */
	public static NamedHooks everywhere(String name, PartitionLifecycleHooks hooks) {
		return new NamedHooks(name, hooks, HookLimits.NONE, true);
	}

	/**
	 * The same hook with other limits.
	 * @param other how long a call may take
	 * @return a copy
	 */
	public NamedHooks with(HookLimits other) {
		return new NamedHooks(this.name, this.hooks, other, this.everywhere);
	}

	boolean takesPartIn(TablePartitionConfig config) {
		return this.everywhere || config.hooks() == null || config.hooks().contains(this.name);
	}

	/** Whoever cannot say takes part, and tells what is wrong when it is called. */
	boolean takesPartIn(HookPhase phase) {
		try {
			return this.hooks.takesPartIn(phase);
		}
		catch (RuntimeException | Error ex) {
			return true;
		}
	}

}

package io.partsmith.execution;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fires the hooks of a table in their order. */
final class HookChain {

	private static final Logger log = LoggerFactory.getLogger(HookChain.class);

	private final List<NamedHooks> hooks;

	HookChain(List<NamedHooks> all, TablePartitionConfig config) {
		List<String> wanted = config.hooks();
		this.hooks = (wanted == null) ? all : all.stream().filter((named) -> wanted.contains(named.name())).toList();
	}

	/**
	 * Fires one phase. An error of a hook, such as a class that is missing, is its own
	 * failure and not the run's.
	 * @return what went wrong in a phase that cannot abort any more
	 * @throws HookAbortException if a hook refused a phase that can abort
	 */
	List<Issue> fire(PartitionEvent event) {
		List<Issue> warnings = new ArrayList<>();
		for (NamedHooks named : this.hooks) {
			try {
				named.hooks().onEvent(event);
				call(named.hooks(), event);
			}
			catch (Throwable ex) {
				if (event.phase().mayAbort()) {
					throw new HookAbortException(named.name(), event, ex);
				}
				log.warn("The hook '{}' failed after {} of {}; the operation stands", named.name(),
						event.operation().kind(), event.partition().qualifiedName(), ex);
				warnings.add(warning(named, event, ex));
			}
		}
		return warnings;
	}

	private static Issue warning(NamedHooks named, PartitionEvent event, Throwable ex) {
		return Issue.of(new Finding(FindingCode.HOOK_FAILED, event.operation().step(), event.operation().partition(),
				"The hook '" + named.name() + "' failed at " + event.phase() + ": " + ex,
				"The operation stands; see the log, and do by hand what the hook should have done"));
	}

	private static void call(PartitionLifecycleHooks hooks, PartitionEvent event) {
		TablePartitionConfig config = event.config();
		PartitionInfo partition = event.partition();
		String table = partition.parent();
		String name = partition.qualifiedName();
		switch (event.phase()) {
			case BEFORE_CREATE ->
				hooks.beforeCreate(config, name, edge(partition, partition.from()), edge(partition, partition.to()));
			case AFTER_CREATE -> hooks.afterCreate(config, partition);
			case BEFORE_ATTACH -> hooks.beforeAttach(config, partition);
			case AFTER_ATTACH -> hooks.afterAttach(config, partition);
			case BEFORE_DETACH -> hooks.beforeDetach(table, partition);
			case AFTER_DETACH -> hooks.afterDetach(table, name);
			case BEFORE_DROP -> hooks.beforeDrop(table, name);
			case AFTER_DROP -> hooks.afterDrop(table, name);
		}
	}

	/** A member of a set has no window, but bounds. */
	private static String edge(PartitionInfo partition, @Nullable String value) {
		return (value != null) ? value : String.valueOf(partition.bounds());
	}

}

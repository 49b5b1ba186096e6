package io.partsmith.execution;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

/** Finds the methods of a phase. */
final class HookMethod {

	private HookMethod() {
	}

	static void call(PartitionLifecycleHooks hooks, PartitionEvent event) {
		hooks.onEvent(event);
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

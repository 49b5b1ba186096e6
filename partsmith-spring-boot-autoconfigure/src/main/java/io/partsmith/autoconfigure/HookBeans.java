package io.partsmith.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.execution.NamedHooks;
import io.partsmith.hook.PartitionLifecycleHooks;

import org.springframework.beans.factory.ListableBeanFactory;

/** The hooks of the application, by their bean names and in their order. */
final class HookBeans {

	private HookBeans() {
	}

	static List<NamedHooks> of(ListableBeanFactory beans) {
		Map<PartitionLifecycleHooks, String> names = new IdentityHashMap<>();
		beans.getBeansOfType(PartitionLifecycleHooks.class).forEach((name, hooks) -> names.put(hooks, name));
		return beans.getBeanProvider(PartitionLifecycleHooks.class)
			.orderedStream()
			.map((hooks) -> new NamedHooks(names.getOrDefault(hooks, hooks.getClass().getName()), hooks))
			.toList();
	}

}

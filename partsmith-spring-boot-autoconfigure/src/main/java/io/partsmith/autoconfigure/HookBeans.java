package io.partsmith.autoconfigure;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.execution.NamedHooks;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.table.TablePartitionConfig;

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

	/**
	 * Refuses a table that asks for a hook nobody declared.
	 * @param tables the configured tables
	 * @param properties the configuration as it is written
	 * @param hooks every hook there is
	 * @throws PartsmithConfigurationException if a name is none of theirs
	 */
	static void refuseUnknown(Collection<TablePartitionConfig> tables, PartsmithProperties properties,
			List<NamedHooks> hooks) {
		List<String> known = hooks.stream().map(NamedHooks::name).toList();
		for (TablePartitionConfig table : tables) {
			List<String> asked = (table.hooks() != null) ? table.hooks() : List.of();
			for (int i = 0; i < asked.size(); i++) {
				if (!known.contains(asked.get(i))) {
					throw new PartsmithConfigurationException(property(table.id(), properties) + "[" + i + "]",
							asked.get(i), "no PartitionLifecycleHooks bean has this name",
							known.isEmpty() ? "Declare a bean of that name, or take the key out." : "Write one of: "
									+ String.join(", ", known) + "; or declare a bean of that name.");
				}
			}
		}
	}

	private static String property(String id, PartsmithProperties properties) {
		TableProperties own = properties.tables().get(id);
		return ((own == null || own.hooks() != null) ? TablePartitionConfigs.property(id) : TableEntry.DEFAULTS)
				+ ".hooks";
	}

}

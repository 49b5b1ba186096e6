package io.partsmith.autoconfigure;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.execution.HookLimits;
import io.partsmith.execution.NamedHooks;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;

import org.springframework.beans.factory.ListableBeanFactory;

/** The hooks of the application, by their bean names and in their order. */
final class HookBeans {

	private HookBeans() {
	}

	/**
	 * Every hook there is.
	 * @param beans where they are
	 * @param settings how they are called
	 * @return the hooks in their order
	 * @throws PartsmithConfigurationException if a time limit is none of theirs
	 */
	static List<NamedHooks> of(ListableBeanFactory beans, PartsmithProperties.Hooks settings) {
		Map<PartitionLifecycleHooks, String> names = new IdentityHashMap<>();
		beans.getBeansOfType(PartitionLifecycleHooks.class).forEach((name, hooks) -> names.put(hooks, name));
		List<NamedHooks> everywhere = beans.getBeanProvider(NamedHooks.class).orderedStream().toList();
		List<String> known = Stream.concat(names.values().stream(), everywhere.stream().map(NamedHooks::name)).toList();
		settings.timeouts().forEach((name, timeout) -> {
			if (!known.contains(name)) {
				throw unknown(timeout(name), timeout, known);
			}
		});
		Stream<NamedHooks> chosen = beans.getBeanProvider(PartitionLifecycleHooks.class)
			.orderedStream()
			.map((hooks) -> new NamedHooks(names.getOrDefault(hooks, hooks.getClass().getName()), hooks));
		return Stream.concat(chosen, everywhere.stream())
			.map((named) -> named.with(limits(named.name(), settings)))
			.toList();
	}

	private static HookLimits limits(String name, PartsmithProperties.Hooks settings) {
		TimeAmount own = settings.timeouts().get(name);
		TimeAmount retire = (own != null) ? own : settings.retireTimeout();
		return new HookLimits(((own != null) ? own : settings.createTimeout()).toDuration(),
				(retire != null) ? retire.toDuration() : null);
	}

	/** The property of a hook's own time limit. */
	static String timeout(String name) {
		return "partsmith.hooks.timeouts" + (name.matches("[A-Za-z0-9-]+") ? "." + name : "[" + name + "]");
	}

	private static PartsmithConfigurationException unknown(String property, Object value, List<String> known) {
		return new PartsmithConfigurationException(property, value, "no PartitionLifecycleHooks bean has this name",
				known.isEmpty() ? "Declare a bean of that name, or take the key out."
						: "Write one of: " + String.join(", ", known) + "; or declare a bean of that name.");
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
		List<String> known = hooks.stream().filter((named) -> !named.everywhere()).map(NamedHooks::name).toList();
		for (TablePartitionConfig table : tables) {
			List<String> asked = (table.hooks() != null) ? table.hooks() : List.of();
			for (int i = 0; i < asked.size(); i++) {
				if (!known.contains(asked.get(i))) {
					throw unknown(property(table.id(), properties) + "[" + i + "]", asked.get(i), known);
				}
			}
		}
	}

	/** The property that names the hooks of a table. */
	static String property(String id, PartsmithProperties properties) {
		TableProperties own = properties.tables().get(id);
		return ((own == null || own.hooks() != null) ? TablePartitionConfigs.property(id) : TableEntry.DEFAULTS)
				+ ".hooks";
	}

}

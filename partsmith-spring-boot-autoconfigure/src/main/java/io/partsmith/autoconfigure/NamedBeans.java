package io.partsmith.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;

/** The beans of the application that the configuration calls by their names. */
final class NamedBeans {

	private final ListableBeanFactory beans;

	NamedBeans(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/** The names of the beans of a type. */
	List<String> of(Class<?> type) {
		return List.of(this.beans.getBeanNamesForType(type));
	}

	/**
	 * Refuses a name that no bean has.
	 * @throws PartsmithConfigurationException if no bean of the type has it
	 */
	void refuseUnknown(Setting<String> name, Class<?> type) {
		List<String> known = of(type);
		if (!known.contains(name.value())) {
			throw name.refused("no " + type.getSimpleName() + " bean has this name",
					known.isEmpty() ? "Declare a bean of that name."
							: "Write one of: " + String.join(", ", known) + "; or declare a bean of that name.");
		}
	}

	/**
	 * The bean of a name.
	 * @throws PartsmithConfigurationException if no bean of the type has it
	 */
	<T> T named(Setting<String> name, Class<T> type) {
		refuseUnknown(name, type);
		return this.beans.getBean(name.value(), type);
	}

}

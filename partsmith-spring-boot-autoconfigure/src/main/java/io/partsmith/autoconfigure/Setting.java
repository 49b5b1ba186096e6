package io.partsmith.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A value and the property that gave it, so that a refusal can name it.
 *
 * @param <T> the type of the value
 * @param property the name of the property
 * @param value its value
 */
record Setting<T>(String property, T value) {

	static <T> @Nullable Setting<T> of(String property, @Nullable T value) {
		return (value != null) ? new Setting<>(property, value) : null;
	}

	/** The value made into something that may refuse it. */
	<R> R map(Function<T, R> maker, String action) {
		try {
			return maker.apply(this.value);
		}
		catch (IllegalArgumentException ex) {
			throw refused(String.valueOf(ex.getMessage()), action);
		}
	}

	PartsmithConfigurationException refused(String reason, String action) {
		return new PartsmithConfigurationException(this.property, isOneLine(this.value) ? this.value : null, reason,
				action);
	}

	/** A block of keys is found by its line; nobody wrote it as Java prints it. */
	private static boolean isOneLine(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list.stream().allMatch(Setting::isOneLine);
		}
		boolean block = value instanceof Record && value.getClass().getPackage() == Setting.class.getPackage();
		return !block && !(value instanceof Map);
	}

}

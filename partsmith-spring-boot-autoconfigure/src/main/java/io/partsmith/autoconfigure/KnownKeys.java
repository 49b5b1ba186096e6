package io.partsmith.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The keys that a part of {@code partsmith.*} may hold. */
final class KnownKeys {

	private static final Set<Type> WHOLE_NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class,
			BigInteger.class);

	private final Map<String, Type> keys;

	private KnownKeys(Map<String, Type> keys) {
		this.keys = keys;
	}

	/** The keys right below {@code partsmith}. */
	static KnownKeys root() {
		return of(PartsmithProperties.class);
	}

	private static KnownKeys of(Class<?> type) {
		Map<String, Type> keys = new LinkedHashMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			keys.put(DataObjectPropertyName.toDashedForm(component.getName()), component.getGenericType());
		}
		return new KnownKeys(keys);
	}

	/** The keys in their order. */
	Set<String> names() {
		return this.keys.keySet();
	}

	/** What stands below a key; empty where that is a value. */
	Optional<KnownKeys> below(String key) {
		return Optional.ofNullable(this.keys.get(key))
			.filter(Class.class::isInstance)
			.map(Class.class::cast)
			.filter(KnownKeys::isOurs)
			.map(KnownKeys::of);
	}

	/**
	 * What stands below each entry of a map or a list of records, where the key is one.
	 */
	Optional<KnownKeys> belowEntriesOf(String key) {
		if (this.keys.get(key) instanceof ParameterizedType type) {
			Type[] arguments = type.getActualTypeArguments();
			return Optional.of(arguments[arguments.length - 1])
				.filter(Class.class::isInstance)
				.map(Class.class::cast)
				.filter(KnownKeys::isOurs)
				.map(KnownKeys::of);
		}
		return Optional.empty();
	}

	/** Whether a name that goes on with one of these keys is that of a whole number. */
	boolean isWholeNumber(ConfigurationPropertyName name, int at) {
		String uniform = name.getElement(at, Form.UNIFORM);
		String key = names().stream().filter((known) -> known.replace("-", "").equals(uniform)).findFirst().orElse("");
		if (at == name.getNumberOfElements() - 1) {
			return WHOLE_NUMBERS.contains(this.keys.getOrDefault(key, Void.class));
		}
		Optional<KnownKeys> entries = belowEntriesOf(key);
		int next = at + (entries.isPresent() ? 2 : 1);
		return next < name.getNumberOfElements()
				&& entries.or(() -> below(key)).filter((keys) -> keys.isWholeNumber(name, next)).isPresent();
	}

	private static boolean isOurs(Class<?> type) {
		return type.isRecord() && type.getPackage() == KnownKeys.class.getPackage();
	}

	/** The key that was probably meant. */
	Optional<String> closestTo(String mistyped) {
		return names().stream()
			.filter((name) -> name.startsWith(mistyped)
					|| distance(name, mistyped) <= Math.max(2, mistyped.length() / 3))
			.min(Comparator.comparingInt((name) -> distance(name, mistyped)));
	}

	private static int distance(String left, String right) {
		int[] row = new int[right.length() + 1];
		for (int j = 0; j <= right.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= left.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				int above = row[j];
				int replaced = diagonal + ((left.charAt(i - 1) == right.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(replaced, Math.min(row[j - 1], above) + 1);
				diagonal = above;
			}
		}
		return row[right.length()];
	}

}

package io.partsmith.topology;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A storage parameter, such as {@code fillfactor}. A partitioned table has none (42809).
 *
 * @param name its name, that of a parameter of the TOAST table behind {@code toast.}
 * @param value its value as the catalog keeps it
 */
public record StorageParameter(String name, String value) implements Trait {

	/**
	 * Refuses what cannot be the name of a parameter.
	 * @param name its name
	 * @param value its value
	 * @throws IllegalArgumentException if the name holds anything but lower-case letters,
	 * digits and {@code _}, behind {@code toast.} or alone
	 */
	public StorageParameter {
		if (!name.matches("(toast\\.)?[a-z][a-z0-9_]*")) {
			throw new IllegalArgumentException("'" + name + "' is no storage parameter: write lower-case letters, "
					+ "digits and '_', for the TOAST table behind 'toast.'");
		}
	}

	@Override
	public String label() {
		return "storage parameters";
	}

	/**
	 * Whether it belongs to the TOAST table.
	 * @return {@code true} for a name behind {@code toast.}
	 */
	public boolean isOfToast() {
		return this.name.startsWith("toast.");
	}

	/**
	 * The parameter as it stands in a list of parameters, its value quoted whatever it
	 * is.
	 * @return for example {@code fillfactor = '90'}
	 */
	public String toSql() {
		return Arrays.stream(this.name.split("\\."))
			.map(RelationName::quoteIdentifier)
			.collect(Collectors.joining(".", "", " = " + new Datum.Literal(this.value).toSql()));
	}

	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		return List.of("ALTER TABLE " + table + " SET (" + toSql() + ")");
	}

}

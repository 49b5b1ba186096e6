package io.partsmith.autoconfigure;

import java.util.List;

import io.partsmith.scheme.RangeScheme;
import org.jspecify.annotations.Nullable;

/** Reads how a table is divided, from either spelling. */
final class SchemeReader {

	private final TableEntry entry;

	private final TableProperties.@Nullable Scheme scheme;

	private final String prefix;

	SchemeReader(TableEntry entry) {
		this.entry = entry;
		Setting<TableProperties.Scheme> composed = entry.scheme();
		this.scheme = (composed != null) ? composed.value() : null;
		this.prefix = (composed != null) ? composed.property() : entry.prefix();
	}

	RangeScheme read() {
		if (this.scheme != null && this.scheme.method() == null) {
			throw this.entry.missing(this.prefix + ".method", "a scheme needs its method", """
					scheme:
					  method: range""");
		}
		BoundariesProperties boundaries = (this.scheme != null) ? this.scheme.boundaries() : null;
		return new RangeScheme(key(), new BoundariesReader(this.entry, boundaries, this.prefix).read());
	}

	private List<String> key() {
		if (this.scheme != null && this.scheme.key() != null && !this.scheme.key().isEmpty()) {
			return this.scheme.key();
		}
		Setting<String> column = this.entry.either("partition-column", TableProperties::partitionColumn);
		if (column != null && !column.value().isBlank()) {
			return List.of(column.value());
		}
		throw (this.scheme != null)
				? this.entry.missing(this.prefix + ".key", "the column of the partition key is not named",
						"scheme:\n  key: created_at")
				: this.entry.missing(this.prefix + ".partition-column", "the column of the partition key is not named",
						"partition-column: created_at");
	}

}

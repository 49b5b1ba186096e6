package io.partsmith.autoconfigure.endpoint;

import java.util.List;

import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;

/** How values of the model are written in JSON. */
final class Literals {

	private Literals() {
	}

	/** The lower bound of the leading key column, or {@code null} where there is none. */
	static @Nullable String from(@Nullable PartitionBounds bounds) {
		return (bounds instanceof PartitionBounds.Range range) ? leading(range.from()) : null;
	}

	/** The upper bound of the leading key column, or {@code null} where there is none. */
	static @Nullable String to(@Nullable PartitionBounds bounds) {
		return (bounds instanceof PartitionBounds.Range range) ? leading(range.to()) : null;
	}

	private static String leading(List<Datum> tuple) {
		return (tuple.get(0) instanceof Datum.Literal literal) ? literal.text() : tuple.get(0).toSql();
	}

	static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

}

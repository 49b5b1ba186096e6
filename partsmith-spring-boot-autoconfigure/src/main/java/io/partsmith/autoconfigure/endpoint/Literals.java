package io.partsmith.autoconfigure.endpoint;

import java.util.List;

import io.partsmith.scheme.Position;
import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;

/** How values of the model are written in JSON. */
final class Literals {

	private Literals() {
	}

	/**
	 * The lower bound of the leading key column; where a list has none, the position at
	 * which its window begins, if there is one.
	 */
	static @Nullable String from(@Nullable PartitionBounds bounds, @Nullable Position position) {
		return (bounds instanceof PartitionBounds.Range range) ? leading(range.from()) : text(position);
	}

	/** The upper bound of the leading key column, or the end of a list's window. */
	static @Nullable String to(@Nullable PartitionBounds bounds, @Nullable Position position) {
		return (bounds instanceof PartitionBounds.Range range) ? leading(range.to()) : text(position);
	}

	private static String leading(List<Datum> tuple) {
		return (tuple.get(0) instanceof Datum.Literal literal) ? literal.text() : tuple.get(0).toSql();
	}

	static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

}

package io.partsmith.maintenance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.partsmith.postgres.KeyStart;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * The keys in a DEFAULT partition, the smallest first. Those that lie in no window are
 * passed over; one of them is remembered.
 */
final class DefaultKeys {

	private static final int MOST = 1_000;

	private final TableInspector inspector;

	private @Nullable KeyStart from;

	private @Nullable Position reached;

	private @Nullable String left;

	private @Nullable String passed;

	/** The first key of the pages in which no key lies in a window. */
	private @Nullable String skipped;

	DefaultKeys(TableInspector inspector) {
		this.inspector = inspector;
	}

	/** The first window of which a key is there. */
	Optional<Window> firstWindow(TableTopology.Partitioned table, Axis axis) {
		// What was passed over may have gone with a window since.
		this.passed = null;
		RelationName source = table.defaultPartition().map(Partition::name).orElse(null);
		if (source == null) {
			return Optional.empty();
		}
		List<String> columns = table.key().columnNames().stream().map(Objects::requireNonNull).toList();
		while (true) {
			List<String> keys = this.inspector.smallestKeys(source, columns, this.from, MOST);
			for (String key : keys) {
				Optional<Window> window = axis.windowOf(key).filter(this::isAhead);
				if (window.isPresent()) {
					return window;
				}
				this.passed = (this.passed != null) ? this.passed : key;
			}
			if (keys.size() < MOST) {
				this.passed = firstSkipped(source, columns, axis).orElse(this.passed);
				return Optional.empty();
			}
			this.skipped = (this.skipped != null) ? this.skipped : keys.get(0);
			this.from = KeyStart.behind(keys.get(keys.size() - 1));
		}
	}

	private Optional<String> firstSkipped(RelationName source, List<String> columns, Axis axis) {
		String first = this.skipped;
		return (first == null) ? Optional.empty()
				: this.inspector.smallestKeys(source, columns, KeyStart.at(first), 1)
					.stream()
					.filter((key) -> axis.windowOf(key).isEmpty())
					.findFirst();
	}

	/**
	 * A codec of the application may read a key into a window before it, again and again.
	 */
	private boolean isAhead(Window window) {
		return this.reached == null || !window.from().isBefore(this.reached);
	}

	/** Goes on behind a window that stays; answers whether anything can be there. */
	boolean leave(Window window, Axis axis) {
		this.left = inNoWindow().orElse(null);
		this.reached = window.to();
		if (axis.datum(window.to()) instanceof Datum.Literal literal) {
			this.from = KeyStart.at(literal.text());
			return true;
		}
		return false;
	}

	/** The first key that lies in no window and stays. */
	Optional<String> inNoWindow() {
		return Optional.ofNullable((this.left != null) ? this.left : this.passed);
	}

}

package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import org.jspecify.annotations.Nullable;

/** The stretches of an axis for which inserts find a partition, merged and in order. */
final class Coverage {

	private final List<Extent> stretches;

	Coverage(List<Extent> extents) {
		List<Extent> sorted = new ArrayList<>(extents);
		sorted.sort(Comparator.comparing(Extent::from, Comparator.nullsFirst(Comparator.naturalOrder())));
		List<Extent> merged = new ArrayList<>();
		for (Extent next : sorted) {
			Extent last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
			if (last != null && touches(last, next)) {
				merged.set(merged.size() - 1, new Extent(last.from(), later(last.to(), next.to())));
			}
			else {
				merged.add(next);
			}
		}
		this.stretches = List.copyOf(merged);
	}

	private static boolean touches(Extent last, Extent next) {
		return last.to() == null || next.from() == null || !last.to().isBefore(next.from());
	}

	private static @Nullable Position later(@Nullable Position one, @Nullable Position other) {
		if (one == null || other == null) {
			return null;
		}
		return one.isBefore(other) ? other : one;
	}

	List<Extent> stretches() {
		return this.stretches;
	}

	/** The stretch that holds a position, or {@code null}. */
	@Nullable Extent around(Position position) {
		int low = 0;
		int high = this.stretches.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			Extent stretch = this.stretches.get(middle);
			if (stretch.contains(position)) {
				return stretch;
			}
			if (stretch.from() != null && position.isBefore(stretch.from())) {
				high = middle - 1;
			}
			else {
				low = middle + 1;
			}
		}
		return null;
	}

	/** Whether a stretch has a position in common with an extent that has both ends. */
	boolean touches(Position from, Position to) {
		int low = 0;
		int high = this.stretches.size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			Position end = this.stretches.get(middle).to();
			if (end != null && !from.isBefore(end)) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		if (low == this.stretches.size()) {
			return false;
		}
		Position begin = this.stretches.get(low).from();
		return begin == null || begin.isBefore(to);
	}

	boolean covers(Position from, Position to) {
		Extent stretch = around(from);
		return stretch != null && (stretch.to() == null || !stretch.to().isBefore(to));
	}

	/** What of a window no stretch covers. */
	List<Window> gaps(Window window) {
		List<Window> gaps = new ArrayList<>();
		Position from = window.from();
		for (Extent stretch : this.stretches) {
			Position begin = stretch.from();
			if (begin != null && from.isBefore(begin) && begin.isBefore(window.to())) {
				gaps.add(new Window(from, begin));
			}
			if (stretch.to() == null) {
				return gaps;
			}
			from = from.isBefore(stretch.to()) ? stretch.to() : from;
		}
		if (from.isBefore(window.to())) {
			gaps.add(new Window(from, window.to()));
		}
		return gaps;
	}

	/** Where the last stretch before a position ends, or {@code null}. */
	@Nullable Position lastEndBefore(Position position) {
		Position end = null;
		for (Extent stretch : this.stretches) {
			if (stretch.to() != null && !position.isBefore(stretch.to())) {
				end = stretch.to();
			}
		}
		return end;
	}

}

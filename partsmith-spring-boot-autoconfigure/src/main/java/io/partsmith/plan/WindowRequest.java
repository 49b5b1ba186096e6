package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;

/** Windows that a caller names, in whatever words suit him. */
public sealed interface WindowRequest {

	/**
	 * The windows on an axis.
	 * @param axis the axis
	 * @return the windows, each once, in the order of the request
	 * @throws IllegalArgumentException if a window does not lie on the axis' grid, the
	 * request is not of its kind, or asks for more windows than one run may plan
	 */
	List<Window> on(Axis axis);

	/**
	 * Windows with their exact bounds.
	 *
	 * @param windows the windows
	 */
	record Exactly(List<Window> windows) implements WindowRequest {

		/**
		 * Copies the windows.
		 * @param windows the windows
		 */
		public Exactly {
			windows = List.copyOf(windows);
		}

		@Override
		public List<Window> on(Axis axis) {
			this.windows.forEach((window) -> requireOnGrid(axis, window));
			Set<Window> windows = new LinkedHashSet<>(this.windows);
			requireFew(windows);
			return List.copyOf(windows);
		}

		private static void requireOnGrid(Axis axis, Window window) {
			if (axis instanceof TimeAxis != window.from() instanceof Position.Time) {
				throw ofAnotherAxis(axis, window);
			}
			Window nearest = axis.windowAt(window.from());
			if (!nearest.equals(window)) {
				throw new IllegalArgumentException(
						"The window " + window + " does not lie on the grid; the nearest is " + nearest);
			}
			requireHeld(axis, window);
		}

	}

	/**
	 * The windows that hold some instants.
	 *
	 * @param instants the instants
	 */
	record At(List<Instant> instants) implements WindowRequest {

		/**
		 * Copies the instants.
		 * @param instants the instants
		 */
		public At {
			instants = List.copyOf(instants);
		}

		@Override
		public List<Window> on(Axis axis) {
			Set<Window> windows = new LinkedHashSet<>();
			for (Instant instant : this.instants) {
				Window window = axis.windowAt(axis.at(instant).orElseThrow(() -> ofAnotherAxis(axis, instant)));
				requireHeld(axis, window);
				windows.add(window);
			}
			requireFew(windows);
			return List.copyOf(windows);
		}

	}

	/**
	 * The windows that hold a stretch of time.
	 *
	 * @param from its first instant
	 * @param to the first instant after it
	 */
	record Times(Instant from, Instant to) implements WindowRequest {

		@Override
		public List<Window> on(Axis axis) {
			return between(axis, axis.at(this.from).orElseThrow(() -> ofAnotherAxis(axis, this.from)),
					axis.at(this.to).orElseThrow(() -> ofAnotherAxis(axis, this.to)));
		}

	}

	/**
	 * The windows that hold a stretch of days of the table's zone.
	 *
	 * @param from its first day
	 * @param to the first day after it
	 */
	record Days(LocalDate from, LocalDate to) implements WindowRequest {

		@Override
		public List<Window> on(Axis axis) {
			if (!(axis instanceof TimeAxis time)) {
				throw ofAnotherAxis(axis, this.from);
			}
			return between(axis, time.startOf(this.from), time.startOf(this.to));
		}

	}

	/**
	 * The windows that hold a stretch of ids.
	 *
	 * @param from its first id
	 * @param to the first id after it
	 */
	record Ids(BigInteger from, BigInteger to) implements WindowRequest {

		@Override
		public List<Window> on(Axis axis) {
			if (axis instanceof TimeAxis) {
				throw ofAnotherAxis(axis, this.from);
			}
			return between(axis, new Position.Id(this.from), new Position.Id(this.to));
		}

	}

	private static List<Window> between(Axis axis, Position from, Position to) {
		if (!from.isBefore(to)) {
			throw new IllegalArgumentException("Nothing lies between " + from + " and " + to);
		}
		List<Window> windows = new ArrayList<>();
		Window window = axis.windowAt(from);
		while (window.from().isBefore(to)) {
			requireHeld(axis, window);
			windows.add(window);
			requireFew(windows);
			window = axis.next(window);
		}
		return windows;
	}

	private static void requireHeld(Axis axis, Window window) {
		if (!axis.holds(window)) {
			throw new IllegalArgumentException("The window " + window + " lies beyond all keys: " + axis.keys());
		}
	}

	private static void requireFew(Collection<Window> windows) {
		if (windows.size() > Creation.MAX_WINDOWS) {
			throw new IllegalArgumentException(
					"More than " + Creation.MAX_WINDOWS + " windows are asked for at once; ask for fewer");
		}
	}

	private static IllegalArgumentException ofAnotherAxis(Axis axis, Object asked) {
		return new IllegalArgumentException(
				asked + " is no " + ((axis instanceof TimeAxis) ? "time" : "id") + ", by which the table is divided");
	}

}

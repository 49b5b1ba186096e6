package io.partsmith.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Datum;
import org.jspecify.annotations.Nullable;

/**
 * The room that a catch-all above makes for windows: from its beginning on, one after the
 * other, or what lies between would be covered by nothing.
 */
final class Room {

	private final Survey survey;

	/** Where the catch-all will begin by what is planned so far, if there is one. */
	private @Nullable Position begin;

	Room(Survey survey) {
		this.survey = survey;
		this.begin = survey.layout()
			.catchAlls()
			.stream()
			.map((placed) -> placed.extent().from())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** The windows as they are wanted, those in the catch-all in their own order. */
	List<Window> inOrder(Collection<Window> windows) {
		Position first = this.begin;
		return (first == null) ? List.copyOf(windows)
				: windows.stream()
					.sorted(Comparator.comparing((window) -> window.from().isBefore(first) ? first : window.from()))
					.toList();
	}

	/** How the catch-all makes room for a window, where nothing else is in its way. */
	@Nullable Displacement displacement(Window window, List<Placed> inTheWay) {
		Placed only = (inTheWay.size() == 1) ? inTheWay.get(0) : null;
		if (only == null || !this.survey.layout().catchAlls().contains(only) || !only.partition().relation().owned()) {
			return null;
		}
		return (only.extent().from() != null && window.from().equals(this.begin)
				&& this.survey.grid() instanceof RangeGrid grid)
						? new Displacement(only.partition().relation(), grid.above(window.to())) : null;
	}

	/** Whether a window is all that is left of the catch-all, which stands for it. */
	boolean isLastOf(Window window) {
		return window.from().equals(this.begin) && this.survey.grid().axis().datum(window.to()) == Datum.MAXVALUE;
	}

	/** The next window begins where one ends that the catch-all made room for. */
	void take(@Nullable Displacement displaced, @Nullable Window window) {
		this.begin = (displaced != null && window != null) ? window.to() : this.begin;
	}

}

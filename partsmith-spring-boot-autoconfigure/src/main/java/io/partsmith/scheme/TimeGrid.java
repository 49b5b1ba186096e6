package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;

/**
 * Windows along the clock of a zone: contiguous, and each with a name of its own however
 * the clock is moved.
 */
public sealed interface TimeGrid permits ElapsedGrid, WallGrid {

	/**
	 * The window that holds an instant.
	 * @param instant the instant
	 * @return the window
	 */
	Window windowAt(Instant instant);

	/**
	 * What stands behind the table's name in the name of a window's partition.
	 * @param window a window of this grid
	 * @return for example {@code __2026_08}
	 */
	String suffix(Window window);

	/**
	 * The window that a suffix names.
	 * @param suffix the end of a name, from the two underscores on
	 * @return the window; empty where no window has exactly that suffix
	 */
	Optional<Window> windowNamed(String suffix);

}

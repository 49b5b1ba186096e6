package io.partsmith.plan;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;

/**
 * Where now is on a table's axis.
 *
 * @param position the position
 * @param window the window that holds it
 * @param assumed whether no row tells it, only what partitions are there; then nothing
 * expires
 */
record Cursor(Position position, Window window, boolean assumed) {
}

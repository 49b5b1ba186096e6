package io.partsmith.plan;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;

/**
 * Where now is on a table's axis.
 *
 * @param position the position
 * @param window the window that holds it
 */
record Cursor(Position position, Window window) {
}

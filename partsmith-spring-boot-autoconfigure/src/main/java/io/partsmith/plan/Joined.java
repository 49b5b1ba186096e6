package io.partsmith.plan;

import java.util.List;

/**
 * What is planned beneath a table that is about to be attached.
 *
 * @param completions what is made beneath it before
 * @param behind what is done beneath it once it is attached
 */
record Joined(List<Completion> completions, List<Operation> behind) {

	static final Joined NOTHING = new Joined(List.of(), List.of());

}

package io.partsmith.maintenance;

import java.time.Duration;

import io.partsmith.execution.TimedCalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that keeps no table from being maintained, however long it takes.
 *
 * @param name its name
 * @param listener the listener
 * @param calls calls it
 * @param limit how long one call may take, or {@code null} for as long as it likes
 */
public record TimedRunListener(String name, RunListener listener, TimedCalls calls,
		@Nullable Duration limit) implements RunListener {

	private static final Logger log = LoggerFactory.getLogger(TimedRunListener.class);

	@Override
	public void ended(MaintenanceResult result) {
		String moment = "the end of the " + result.scope() + " run of '" + result.id() + "'";
		Throwable failure = this.calls.call(this.name, result.id(), moment, this.limit,
				() -> this.listener.ended(result));
		if (failure != null) {
			log.warn("The listener '{}' failed at {}: {}", this.name, moment, failure.getMessage(), failure);
		}
	}

}

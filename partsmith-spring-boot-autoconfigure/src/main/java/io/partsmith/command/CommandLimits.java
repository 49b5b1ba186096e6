package io.partsmith.command;

import java.time.Duration;

/**
 * How long a command may take.
 *
 * @param timeout after which it and all that it has started is asked to end
 * @param killAfter after which what has not ended then is killed
 */
public record CommandLimits(Duration timeout, Duration killAfter) {
}

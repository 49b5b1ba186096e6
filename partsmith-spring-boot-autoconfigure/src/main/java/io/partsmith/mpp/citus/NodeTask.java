package io.partsmith.mpp.citus;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.partsmith.mpp.MppEvent;
import org.jspecify.annotations.Nullable;

/**
 * A group that {@code pg_dist_node} is to be brought in line with.
 *
 * @param wish the servers of the group
 * @param event what it is done for; what is done periodically counts as after a promotion
 * @param timeout how long traffic may be paused, or {@code null} if it is done
 * periodically
 * @param cooldown how long open transactions may go on before they are ended
 * @param processed open until somebody has dealt with it, in whatever way
 */
record NodeTask(GroupNodes wish, MppEvent.Type event, @Nullable Duration timeout, Duration cooldown,
		CountDownLatch processed) {

	private static final Duration COOLDOWN = Duration.ofSeconds(10);

	static NodeTask periodic(GroupNodes wish) {
		return new NodeTask(wish, MppEvent.Type.AFTER_PROMOTE, null, COOLDOWN, new CountDownLatch(1));
	}

	static NodeTask of(GroupNodes wish, MppEvent event) {
		return new NodeTask(wish, event.type(), event.timeout(), event.cooldown(), new CountDownLatch(1));
	}

	int group() {
		return this.wish.group();
	}

	boolean isPeriodic() {
		return this.timeout == null;
	}

	/** Whether it leaves traffic paused. */
	boolean pauses() {
		return this.event != MppEvent.Type.AFTER_PROMOTE;
	}

	boolean repeats(NodeTask other) {
		return this.event == other.event && this.wish.equalsWish(other.wish);
	}

}

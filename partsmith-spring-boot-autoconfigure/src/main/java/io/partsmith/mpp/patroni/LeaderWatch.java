package io.partsmith.mpp.patroni;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.partsmith.mpp.patroni.PatroniEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the changes of one group's leader. A member leads from when it holds the leader's
 * lock, which is before it is promoted; a promotion is over when the timeline is another
 * one, which Patroni tells a second or two later. So a new leader counts from then on, or
 * from when it has led for a while on a timeline that never changes.
 */
final class LeaderWatch {

	private static final int PATIENCE = 10;

	private final int group;

	private @Nullable String leader;

	/** The newest timeline seen, also of a leader that is lost. */
	private @Nullable Integer timeline;

	private @Nullable String coming;

	private int looks;

	LeaderWatch(int group) {
		this.group = group;
	}

	/** The member that leads and is promoted, or {@code null} if there is none. */
	@Nullable String leader() {
		return this.leader;
	}

	@Nullable Integer timeline() {
		return this.timeline;
	}

	/** The member that holds the leader's lock and is not promoted yet. */
	@Nullable String coming() {
		return this.coming;
	}

	/** The changes since the last look, in their order, each once. */
	List<PatroniEvent> see(GroupState.Known state) {
		List<PatroniEvent> events = new ArrayList<>();
		if (this.leader != null && !this.leader.equals(state.leader())) {
			events.add(new PatroniEvent(Kind.LEADER_LOST, this.group, this.leader, this.timeline));
			this.leader = null;
		}
		if (state.leader() == null) {
			await(null);
		}
		else if (this.leader != null) {
			follow(state, events);
		}
		else {
			await(state.leader());
			if (isPromoted(state)) {
				this.leader = state.leader();
				this.timeline = state.timeline();
				this.coming = null;
				events.add(new PatroniEvent(Kind.NEW_LEADER, this.group, state.leader(), this.timeline));
			}
		}
		return events;
	}

	private void follow(GroupState.Known state, List<PatroniEvent> events) {
		if (state.timeline() != null && !state.timeline().equals(this.timeline)) {
			boolean restarted = this.timeline != null;
			this.timeline = state.timeline();
			if (restarted) {
				events.add(new PatroniEvent(Kind.LEADER_RESTARTED, this.group, Objects.requireNonNull(this.leader),
						this.timeline));
			}
		}
	}

	private void await(@Nullable String member) {
		this.looks = Objects.equals(member, this.coming) ? this.looks + 1 : 0;
		this.coming = member;
	}

	private boolean isPromoted(GroupState.Known state) {
		if (!state.running()) {
			return false;
		}
		boolean advanced = this.timeline == null || state.timeline() != null && state.timeline() > this.timeline;
		return advanced || this.looks >= PATIENCE;
	}

}

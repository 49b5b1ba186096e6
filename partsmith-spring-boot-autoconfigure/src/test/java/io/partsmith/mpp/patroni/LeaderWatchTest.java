package io.partsmith.mpp.patroni;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What has changed between two looks. */
class LeaderWatchTest {

	private final LeaderWatch watch = new LeaderWatch(0);

	private final List<String> told = new ArrayList<>();

	/** A look at {@code name@timeline}; an exclamation mark: it does not run. */
	private void look(String... states) {
		for (String state : states) {
			String[] parts = state.replace("!", "").split("@");
			@Nullable String leader = parts[0].equals("-") ? null : parts[0];
			@Nullable Integer timeline = (parts.length > 1) ? Integer.valueOf(parts[1]) : null;
			this.watch.see(new GroupState.Known(leader, leader != null && !state.endsWith("!"), timeline, List.of()))
				.forEach((event) -> this.told.add(event.kind() + " " + event.leader() + "@" + event.timeline()));
		}
	}

	@Test
	void aSwitchoverIsTwoEventsWhetherTheGapIsSeenOrNot() { // M52
		look("p1@1", "p1@1", "p1@1!", "-", "-", "p2@1!", "p2@1", "p2", "p2@2", "p2@2");
		assertThat(this.told).containsExactly("NEW_LEADER p1@1", "LEADER_LOST p1@1", "NEW_LEADER p2@2");
		look("p1@2", "p1@3");
		assertThat(this.told.subList(3, 5)).containsExactly("LEADER_LOST p2@2", "NEW_LEADER p1@3");
		assertThat(this.told).hasSize(5);
	}

	@Test
	void aCrashInPlaceIsOneEvent() { // M53
		look("p1@3", "p1@3!", "p1@3", "p1@4", "p1@4");
		assertThat(this.told).containsExactly("NEW_LEADER p1@3", "LEADER_RESTARTED p1@4");
	}

	@Test
	void theSameLeaderMayComeBack() { // M55
		look("p1@5", "-", "-", "p1@5", "p1@6");
		assertThat(this.told).containsExactly("NEW_LEADER p1@5", "LEADER_LOST p1@5", "NEW_LEADER p1@6");
	}

	@Test
	void aPromotionIsOverWhenTheTimelineIsAnotherOne() {
		look("p1@1", "p2@1", "p2@1");
		assertThat(this.watch.leader()).isNull();
		assertThat(this.watch.coming()).isEqualTo("p2");
		look("p2@2");
		assertThat(this.watch.leader()).isEqualTo("p2");
		assertThat(this.watch.coming()).isNull();
	}

	@Test
	void aLeaderWhoseTimelineNeverChangesCountsAfterAWhile() {
		look("p1@7", "-");
		for (int i = 0; i < 10; i++) {
			look("p2@1");
		}
		assertThat(this.told).hasSize(2);
		look("p2@1");
		assertThat(this.told).hasSize(3).last().isEqualTo("NEW_LEADER p2@1");
	}

	@Test
	void aTimelineThatIsToldLateIsNoEvent() {
		look("p1", "p1@1", "p1");
		assertThat(this.told).containsExactly("NEW_LEADER p1@null");
		assertThat(this.watch.timeline()).isOne();
	}

}

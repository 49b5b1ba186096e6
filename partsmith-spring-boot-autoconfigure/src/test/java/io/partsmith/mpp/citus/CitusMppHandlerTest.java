package io.partsmith.mpp.citus;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.partsmith.mpp.MppCluster;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppEvent;
import io.partsmith.testing.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** What a cluster manager's calls come to. */
class CitusMppHandlerTest {

	private final RecordingNodeWriter writer = new RecordingNodeWriter();

	private final CitusMppHandler coordinator = handler(0);

	private CitusMppHandler handler(int group) {
		return new CitusMppHandler(new CitusConfig(group, "citus"), MppDatabase.of(mock()), this.writer,
				new SettableClock("2026-11-20T21:58:38Z"));
	}

	@AfterEach
	void close() {
		this.coordinator.close();
	}

	private static MppCluster.Member member(String name, @Nullable String host, boolean running) {
		return new MppCluster.Member(name, host, 5432, running, true);
	}

	private static MppCluster cluster(int group, @Nullable String leader, MppCluster.Member... members) {
		return new MppCluster(Map.of(group, new MppCluster.Group(leader, List.of(members))));
	}

	private static MppEvent event(MppEvent.Type type, int group, String leader) {
		return new MppEvent(type, group, leader, Duration.ofSeconds(20), Duration.ofSeconds(10));
	}

	private void awaitDone(String... steps) {
		await().untilAsserted(() -> assertThat(List.copyOf(this.writer.done)).containsExactly(steps));
	}

	@Test
	void membersBecomeRows() {
		this.coordinator.syncMetaData(cluster(1, "w1a", member("w1a", "a", true), member("w1b", "b", true),
				member("w1c", "c", false), new MppCluster.Member("w1d", "d", 5432, true, false)));
		awaitDone("load", "begin", "add a primary as 100", "add b secondary as 101", "commit");
	}

	@Test
	void eventsAreDiscardedBeforeTheFirstLook() { // M32
		MppCluster cluster = cluster(1, "w1a", member("w1a", "a", true));
		this.coordinator.handleEvent(cluster, event(MppEvent.Type.BEFORE_DEMOTE, 1, "w1a"));
		assertThat(this.writer.done).isEmpty();
	}

	@Test
	void aDemotionReturnsOnceTrafficIsPaused() { // M35
		this.writer.rows.put(1, new GroupNodes(1, List.of(new CitusNode("a", 5432, NodeRole.PRIMARY, 7))));
		MppCluster cluster = cluster(1, "w1a", member("w1a", "a", true));
		this.coordinator.syncMetaData(MppCluster.UNKNOWN);
		this.coordinator.handleEvent(cluster, event(MppEvent.Type.BEFORE_DEMOTE, 1, "w1a"));
		assertThat(this.writer.done).containsExactly("load", "begin", "update 7 -> a-demoted");
	}

	@Test
	void anEventOfSomebodyElseIsDiscarded() {
		MppCluster cluster = cluster(1, "w1a", member("w1a", "a", true), member("w1b", "b", true));
		this.coordinator.syncMetaData(MppCluster.UNKNOWN);
		this.coordinator.handleEvent(cluster, event(MppEvent.Type.BEFORE_DEMOTE, 1, "w1b"));
		this.coordinator.handleEvent(cluster, event(MppEvent.Type.BEFORE_DEMOTE, 2, "w1a"));
		assertThat(this.writer.done).isEmpty();
	}

	@Test
	void aLeaderThatCannotBeReachedIsLeftOut() { // M46
		this.coordinator.syncMetaData(cluster(1, "w1a", member("w1a", null, true)));
		this.coordinator.syncMetaData(cluster(1, "w1a", member("w1a", "a", false)));
		this.coordinator.syncMetaData(cluster(1, null, member("w1a", "a", true)));
		this.coordinator.syncMetaData(cluster(2, "w2a", member("w2a", "x", true)));
		awaitDone("load", "add x primary as 100");
	}

	@Test
	void aWorkerKeepsNothingInLine() {
		try (CitusMppHandler worker = handler(1)) {
			MppCluster cluster = cluster(1, "w1a", member("w1a", "a", true));
			worker.syncMetaData(cluster);
			worker.handleEvent(cluster, event(MppEvent.Type.BEFORE_DEMOTE, 1, "w1a"));
		}
		assertThat(this.writer.done).doesNotContain("load", "begin");
	}

}

package io.partsmith.mpp.citus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.mpp.MppEvent;
import io.partsmith.mpp.MppEvent.Type;
import io.partsmith.testing.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The protocol by which a failover is written into pg_dist_node. */
class MetadataSynchronizerTest {

	private final SettableClock clock = new SettableClock("2026-11-20T21:58:38Z");

	private final RecordingNodeWriter writer = new RecordingNodeWriter();

	private final MetadataSynchronizer synchronizer = new MetadataSynchronizer(this.writer, this.clock);

	/** Servers as {@code primary,secondary,..}; a dash pauses. */
	private static GroupNodes group(int group, String text, int firstRow) {
		List<CitusNode> nodes = new ArrayList<>();
		for (String name : text.split(",")) {
			NodeRole leading = name.endsWith("-") ? NodeRole.DEMOTED : NodeRole.PRIMARY;
			nodes.add(new CitusNode(name.replace("-", ""), 5432, nodes.isEmpty() ? leading : NodeRole.SECONDARY,
					(firstRow > 0) ? (Integer) (firstRow + nodes.size()) : null));
		}
		return new GroupNodes(group, nodes);
	}

	private static NodeTask task(int group, Type type, String nodes, int seconds) {
		return NodeTask.of(group(group, nodes, 0),
				new MppEvent(type, group, "leader", Duration.ofSeconds(seconds), Duration.ofSeconds(10)));
	}

	private static NodeTask periodic(int group, String nodes) {
		return NodeTask.periodic(group(group, nodes, 0));
	}

	private List<String> done() {
		while (this.synchronizer.round()) {
			assertThat(this.writer.done).hasSizeLessThan(100);
		}
		return this.writer.taken();
	}

	private List<String> done(NodeTask task) {
		assertThat(this.synchronizer.add(task)).isTrue();
		return done();
	}

	@BeforeEach
	void threeGroups() {
		this.writer.rows.put(0, group(0, "c", 1));
		this.writer.rows.put(1, group(1, "a,b", 2));
		this.writer.rows.put(2, group(2, "x,y", 4));
		assertThat(done(periodic(1, "a,b"))).containsExactly("load");
	}

	@Test
	void aSwitchoverIsOneTransactionInThreeParts() {
		NodeTask demotion = task(1, Type.BEFORE_DEMOTE, "a-,b", 30);
		assertThat(done(demotion)).containsExactly("begin", "update 2 -> a-demoted"); // M35
		assertThat(demotion.processed().getCount()).isZero();
		assertThat(done(task(1, Type.BEFORE_PROMOTE, "b,a", 30))).containsExactly("update 3 -> a", "update 2 -> b");
		assertThat(done(task(1, Type.AFTER_PROMOTE, "b,a", 30))).containsExactly("commit"); // M37
		assertThat(this.synchronizer.add(task(1, Type.AFTER_PROMOTE, "b,a", 30))).isFalse(); // M38
		assertThat(done()).isEmpty();
	}

	@Test
	void aLostHostIsOneTransactionInTwoParts() {
		assertThat(done(task(1, Type.BEFORE_PROMOTE, "b", 30))).containsExactly("begin", "update 2 -> a-demoted",
				"update 3 -> a", "update 2 -> b");
		assertThat(done(task(1, Type.AFTER_PROMOTE, "b", 30))).containsExactly("commit");
		assertThat(done(periodic(1, "b"))).containsExactly("remove a");
		assertThat(done(periodic(1, "b,a"))).containsExactly("add a secondary as 100");
	}

	@Test
	void aPauseThatNothingFollowsEndsWithTheNextLookAfterItsDeadline() { // M40, M41
		done(task(1, Type.BEFORE_DEMOTE, "a-,b", 6));
		assertThat(this.synchronizer.add(periodic(1, "a,b"))).isFalse();
		this.clock.advance(Duration.ofSeconds(7));
		assertThat(done()).isEmpty();
		assertThat(done(periodic(1, "a,b"))).containsExactly("update 2 -> a", "commit");
	}

	@Test
	void aPauseIsUndoneAtItsDeadlineWhereAnotherGroupWaits() { // M44
		done(task(1, Type.BEFORE_DEMOTE, "a-,b", 6));
		assertThat(this.synchronizer.due()).isEmpty();
		assertThat(done(task(2, Type.BEFORE_DEMOTE, "x-,y", 6))).isEmpty();
		assertThat(this.synchronizer.due()).hasValue(this.clock.instant().plusSeconds(6));
		this.clock.advance(Duration.ofSeconds(6));
		assertThat(done()).containsExactly("rollback", "begin", "update 4 -> x-demoted");
	}

	@Test
	void theSameGroupMayEndItsPauseBeforeTheOtherGoesOn() { // M44
		done(task(1, Type.BEFORE_DEMOTE, "a-,b", 6));
		this.synchronizer.add(periodic(2, "x"));
		assertThat(done(task(1, Type.AFTER_PROMOTE, "a,b", 6))).containsExactly("update 2 -> a", "commit", "remove y");
	}

	@Test
	void anEventIsNotReplacedByALookThatKnowsLess() { // M41
		NodeTask event = task(1, Type.BEFORE_PROMOTE, "b", 30);
		this.synchronizer.add(event);
		assertThat(this.synchronizer.add(periodic(1, "a"))).isFalse();
		NodeTask later = task(1, Type.BEFORE_PROMOTE, "b,c", 30);
		assertThat(this.synchronizer.add(later)).isTrue();
		assertThat(event.processed().getCount()).isZero();
		assertThat(this.synchronizer.add(task(1, Type.BEFORE_PROMOTE, "b,c", 30))).isFalse();
	}

	@Test
	void theCoordinatorGoesFirstAndThenTheOldest() { // M43
		this.synchronizer.add(periodic(2, "x"));
		this.synchronizer.add(periodic(1, "a"));
		this.synchronizer.add(periodic(0, "c,d"));
		assertThat(done()).containsExactly("add d secondary as 100", "remove y", "remove b");
	}

	@Test
	void severalStepsAreOneTransaction() {
		assertThat(done(periodic(3, "p,q"))).containsExactly("begin", "add p primary as 100", "add q secondary as 101",
				"commit");
	}

	@Test
	void whatFailsIsUndoneAndTheRowsAreReadAgain() {
		this.writer.failAt("update 2 -> a-demoted");
		NodeTask demotion = task(1, Type.BEFORE_DEMOTE, "a-,b", 30);
		assertThat(done(demotion)).containsExactly("begin", "update 2 -> a-demoted", "rollback");
		assertThat(demotion.processed().getCount()).isZero();
		assertThat(done(periodic(1, "a,b"))).containsExactly("load");
	}

	@Test
	void aServerWithoutARowGetsOneLater() {
		assertThat(done(periodic(1, "q,a,b"))).containsExactly("update 2 -> q");
		assertThat(done(periodic(1, "q,a,b"))).containsExactly("add a secondary as 100");
		assertThat(this.synchronizer.add(periodic(1, "q,a,b"))).isFalse();
	}

	@Test
	void afterADemotionNothingIsLeft() {
		done(task(1, Type.BEFORE_DEMOTE, "a-,b", 30));
		NodeTask waiting = task(2, Type.BEFORE_DEMOTE, "x-,y", 30);
		this.synchronizer.add(waiting);
		this.synchronizer.reset();
		assertThat(waiting.processed().getCount()).isZero();
		assertThat(done()).containsExactly("rollback");
		assertThat(done(periodic(1, "a,b"))).containsExactly("load");
	}

}

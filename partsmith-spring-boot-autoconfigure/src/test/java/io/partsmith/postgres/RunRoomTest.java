package io.partsmith.postgres;

import java.time.Duration;

import io.partsmith.plan.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** One connection is always left for work. */
class RunRoomTest {

	@Test
	void aPoolHasRoomForOneRunLessThanItHasConnections() {
		RunRoom room = RunRoom.of(3, Duration.ofMillis(1));
		assertThat(room.enter(Scope.CREATE)).isTrue();
		assertThat(room.enter(Scope.RECONCILE)).isTrue();
		assertThat(room.enter(Scope.ENSURE)).isFalse();
		assertThat(room.noRoom(Scope.ENSURE).why()).contains("2 other run(s)");
		assertThat(room.noRoom(Scope.ENSURE).next()).contains("maximum-pool-size");
		room.leave(Scope.CREATE);
		assertThat(room.enter(Scope.CREATE)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "RETIRE", "MAINTAIN", "DROP", "APPLY" })
	void whatRetiresLeavesRoomForACreation(Scope scope) {
		RunRoom room = RunRoom.of(4, Duration.ofMillis(1));
		assertThat(room.enter(scope)).isTrue();
		assertThat(room.enter(scope)).isTrue();
		assertThat(room.enter(scope)).isFalse();
		assertThat(room.noRoom(scope).why()).contains("2 other run(s)");
		assertThat(room.enter(Scope.CREATE)).isTrue();
		assertThat(room.enter(Scope.CREATE)).isFalse();
		room.leave(scope);
		assertThat(room.enter(scope)).isTrue();
	}

	@Test
	void whatRetiresGivesBackWhatItCannotUse() {
		RunRoom room = RunRoom.of(3, Duration.ofMillis(1));
		assertThat(room.enter(Scope.CREATE)).isTrue();
		assertThat(room.enter(Scope.CREATE)).isTrue();
		assertThat(room.enter(Scope.RETIRE)).isFalse();
		room.leave(Scope.CREATE);
		assertThat(room.enter(Scope.RETIRE)).isTrue();
	}

	@Test
	void aPoolOfTwoHasRoomForOneRunOfEitherLane() {
		RunRoom room = RunRoom.of(2, Duration.ofMillis(1));
		assertThat(room.enter(Scope.RETIRE)).isTrue();
		assertThat(room.enter(Scope.CREATE)).isFalse();
		room.leave(Scope.RETIRE);
		assertThat(room.enter(Scope.CREATE)).isTrue();
	}

	@Test
	void aPoolOfOneHasNoRoom() {
		assertThatIllegalArgumentException().isThrownBy(() -> RunRoom.of(1));
	}

	@Test
	void whoIsInterruptedGetsNoRoom() {
		Thread.currentThread().interrupt();
		assertThat(RunRoom.of(2).enter(Scope.RETIRE)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

}

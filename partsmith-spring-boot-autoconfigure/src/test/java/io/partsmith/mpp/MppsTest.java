package io.partsmith.mpp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import io.partsmith.mpp.citus.CitusMppProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/** Which kind of cluster a configuration means. */
class MppsTest {

	private static final MppDatabase DATABASE = MppDatabase.of(mock());

	@Test
	void withoutASectionItIsPlainPostgres() { // M01
		for (@Nullable
		Map<String, ?> config : new Map[] { null, Map.of() }) {
			Mpp mpp = Mpps.getMpp(config);
			assertThat(mpp).isInstanceOfSatisfying(NullMpp.class, (plain) -> assertThat(plain.reasons()).isEmpty());
			assertThat(mpp.isEnabled()).isFalse();
			assertThat(mpp.isCoordinator()).isFalse();
			assertThat(mpp.isWorker()).isFalse();
			assertThat(mpp.group()).isEmpty();
			assertThat(mpp.coordinatorGroupId()).isEmpty();
			assertThat(mpp.groupPattern()).isEmpty();
			assertThat(mpp.type()).isEqualTo("Null");
			assertThat(mpp.k8sGroupLabel()).isEqualTo("null-group");
		}
	}

	@Test
	void theHandlerOfPlainPostgresDoesNothing() { // M02
		MppHandler handler = NullMpp.INSTANCE.handler(DATABASE);
		Map<String, Object> settings = new HashMap<>();
		assertThatCode(() -> {
			handler.adjustPostgresSettings(settings);
			handler.bootstrap();
			handler.onDemote();
			handler.scheduleCacheRebuild();
			handler.syncMetaData(MppCluster.UNKNOWN);
			handler.handleEvent(MppCluster.UNKNOWN,
					MppEvent.read(Map.of("type", "before_demote", "group", 1, "leader", "a")));
			handler.close();
		}).doesNotThrowAnyException();
		assertThat(settings).isEmpty();
		assertThat(handler
			.ignoreReplicationSlot(new ReplicationSlot("citus_shard_move_slot_1_2_3", "logical", "citus", "pgoutput")))
			.isFalse();
		assertThat(handler.type()).isEqualTo("Null");
	}

	@Test
	void aKindWithoutHandlerIsNamed() { // M04
		assertThatIllegalStateException().isThrownBy(() -> new Lonely().handler(DATABASE))
			.withMessageContaining(Lonely.class.getName());
	}

	@Test
	void kindsAreFoundByTheirKeys() {
		assertThat(Mpps.iterMppClasses(null)).extracting(MppProvider::name).containsExactly("citus");
		assertThat(Mpps.iterMppClasses(Map.of("citus", 1, "other", 2))).hasOnlyElementsOfType(CitusMppProvider.class);
		assertThat(Mpps.iterMppClasses(Map.of("other", 2))).isEmpty();
	}

	@Test
	void theFirstGoodSectionIsTaken() {
		List<MppProvider> providers = List.of(new CitusMppProvider(), new LonelyProvider());
		assertThat(Mpps.getMpp(Map.of("citus", "broken", "lonely", 1), providers)).isInstanceOf(Lonely.class);
		assertThat(Mpps.getMpp(Map.of("citus", Map.of("group", 1, "database", "d"), "lonely", 1), providers).type())
			.isEqualTo("Citus");
	}

	@Test
	void whatIsNotUsedIsSaid() {
		assertThat(Mpps.getMpp(Map.of("timescale", Map.of()))).isInstanceOfSatisfying(NullMpp.class,
				(plain) -> assertThat(plain.reasons()).containsExactly("timescale: no such kind of cluster is known"));
	}

	/** A kind that only knows what a node is. */
	private static final class Lonely implements Mpp {

		@Override
		public String type() {
			return "Lonely";
		}

		@Override
		public OptionalInt group() {
			return OptionalInt.of(1);
		}

		@Override
		public OptionalInt coordinatorGroupId() {
			return OptionalInt.of(0);
		}

		@Override
		public boolean isEnabled() {
			return true;
		}

		@Override
		public Optional<Pattern> groupPattern() {
			return Optional.empty();
		}

	}

	private static final class LonelyProvider implements MppProvider {

		@Override
		public String name() {
			return "lonely";
		}

		@Override
		public Optional<String> validateConfig(@Nullable Object config) {
			return Optional.empty();
		}

		@Override
		public Mpp create(@Nullable Object config) {
			return new Lonely();
		}

	}

}

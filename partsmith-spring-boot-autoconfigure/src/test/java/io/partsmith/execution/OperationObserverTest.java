package io.partsmith.execution;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** An observer that fails hides nothing and stops nothing. */
@PostgresTest
class OperationObserverTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	@BeforeEach
	void makeM(PostgresDatabase db) {
		db.execute(Tables.M);
	}

	static Stream<Arguments> failing() {
		return Stream.of(argumentSet("before", (OperationObserver) (config, operation, work) -> {
			throw new IllegalStateException("no span");
		}), argumentSet("afterwards", (OperationObserver) (config, operation, work) -> {
			work.run();
			throw new IllegalStateException("no span");
		}), argumentSet("twice", (OperationObserver) (config, operation, work) -> {
			work.run();
			work.run();
		}));
	}

	/** The three are made in one transaction, at the turn of the first. */
	@ParameterizedTest
	@MethodSource("failing")
	void whatIsMadeIsDone(OperationObserver observer, PostgresDatabase db) {
		MaintenanceResult result = Engine.on(db, MARCH).observedBy(observer).run(Tables.monthly(Tables.ahead(3)));
		assertThat(result.success()).as("%s", result.error()).isTrue();
		assertThat(result.createdCount()).isEqualTo(3);
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(3);
	}

	@Test
	void aFailureThatIsSwallowedIsToldAllTheSame(PostgresDatabase db) {
		AtomicInteger calls = new AtomicInteger();
		MaintenanceResult result = Engine.on(db, MARCH).observedBy((config, operation, work) -> {
			try {
				work.run();
			}
			catch (RuntimeException ex) {
				calls.incrementAndGet();
			}
		}).with(new PartitionLifecycleHooks() {

			@Override
			public void beforeCreate(TablePartitionConfig config, String partitionName, String fromValue,
					String toValue) {
				throw new IllegalStateException("refused");
			}

		}).run(Tables.monthly(Tables.ahead(3)));
		assertThat(result.success()).isFalse();
		assertThat(calls).hasValue(1);
		assertThat(CatalogProbe.of(db).partitions("t")).isEmpty();
	}

}

package io.partsmith.autoconfigure;

import io.partsmith.autoconfigure.mpp.PartsmithMppAutoConfiguration;
import io.partsmith.autoconfigure.mpp.PartsmithPatroniAutoConfiguration;
import io.partsmith.maintenance.MaintenanceGuard;
import io.partsmith.maintenance.RunReason;
import io.partsmith.mpp.Mpp;
import io.partsmith.mpp.MppHandler;
import io.partsmith.mpp.NullMpp;
import io.partsmith.mpp.citus.CitusDialect;
import io.partsmith.mpp.citus.CitusGuard;
import io.partsmith.mpp.citus.CitusMetadata;
import io.partsmith.mpp.citus.CitusMppHandler;
import io.partsmith.mpp.patroni.PatroniGuard;
import io.partsmith.mpp.patroni.PatroniWatch;
import io.partsmith.postgres.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code partsmith.mpp} and {@code partsmith.patroni}. */
class ClusterConfigurationTest {

	private static ApplicationContextRunner with(String yaml) {
		return YamlContext.with(yaml)
			.withConfiguration(AutoConfigurations.of(PartsmithMppAutoConfiguration.class,
					PartsmithPatroniAutoConfiguration.class));
	}

	@Test
	void withoutKeysItIsPlainPostgresAndNothingGuards() {
		with("partsmith: {}").run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(MaintenanceGuard.class)
				.doesNotHaveBean(PatroniWatch.class)
				.doesNotHaveBean(Dialect.class)
				.hasSingleBean(MppHandler.class);
			assertThat(context.getBean("partsmithMpp")).isSameAs(NullMpp.INSTANCE);
		});
	}

	@Test
	void aCoordinatorIsGuarded() {
		with("partsmith: { mpp: { citus: { group: 0, database: shop } } }").run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(CitusGuard.class)
				.hasSingleBean(CitusDialect.class)
				.getBean("partsmithMppHandler", MppHandler.class)
				.isInstanceOf(CitusMppHandler.class);
			assertThat(context.getBean("partsmithMpp", Mpp.class).isCoordinator()).isTrue();
		});
	}

	@Test
	void aWorkerMaintainsNothing() {
		with("partsmith: { mpp: { citus: { group: 2, database: shop } } }")
			.run((context) -> assertThat(context.getBean(MaintenanceGuard.class).objection())
				.map(MaintenanceGuard.Objection::reason)
				.hasValue(RunReason.NOT_COORDINATOR));
	}

	@Test
	void aPlainClusterUnderPatroniIsWatched() {
		with("partsmith: { patroni: { groups: { 0: 'http://127.0.0.1:1' }, timeout: 100ms } }").run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(PatroniGuard.class).hasSingleBean(PatroniWatch.class);
			assertThat(context.getBean(PatroniGuard.class).objection()).isEmpty();
		});
	}

	@Test
	void theListOfNodesIsLookedAfterWhereThatIsWritten() {
		String yaml = "partsmith: { mpp: { citus: { group: 0, database: shop%s } }, patroni: { groups: { 0: 'http://127.0.0.1:1' }, timeout: 100ms } }";
		with(yaml.formatted(""))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CitusMetadata.class));
		with(yaml.formatted(", metadata: report"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CitusMetadata.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					mpp: { citus: { group: '0x10', database: shop } } | partsmith.mpp.citus.group | whole number in decimal digits
					mpp: { citus: { database: shop } } | partsmith.mpp.citus.group | 'group' is missing
					mpp: { citus: { group: -1, database: shop } } | partsmith.mpp.citus.group | must be 0 for the coordinator
					mpp: { citus: { group: 0 } } | partsmith.mpp.citus.database | 'database' is missing
					mpp: { citus: { group: 0, database: shop, metadata: report } } | partsmith.mpp.citus.metadata | partsmith.patroni.groups is empty
					mpp: { citus: { group: 1, database: shop, metadata: apply } }, patroni: { groups: { 1: 'http://w' } } | partsmith.mpp.citus.metadata | only the coordinator
					patroni: { groups: { 0: 'db1:8008' } } | partsmith.patroni.groups.0 | no URL of a REST API
					patroni: { groups: { one: 'http://db1' } } | partsmith.patroni.groups.one | no group
					patroni: { groups: { 0: 'http://c', 1: 'http://w' } } | partsmith.patroni.groups | there are several groups
					patroni: { timeout: 0s } | partsmith.patroni.timeout | 1ms or more
					""")
	void whatIsWrongIsRefusedWithItsKey(String yaml, String key, String reason) {
		assertThat(Failures.of(with("partsmith: { " + yaml + " }"))).contains(key, reason);
	}

	@Test
	void theOwnGroupMustBeAmongThoseOfPatroni() {
		with("""
				partsmith:
				  mpp: { citus: { group: 0, database: shop } }
				  patroni: { groups: { 1: "http://w" } }
				""").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("the group of the node itself, 0 by partsmith.mpp.citus.group, is missing"));
	}

	@Test
	void withoutARestClientPatroniIsRefusedAndNotForgotten() {
		with("partsmith: { patroni: { groups: { 0: 'http://db1:8008' } } }")
			.withClassLoader(new FilteredClassLoader(RestClient.class))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("which are not here"));
	}

}

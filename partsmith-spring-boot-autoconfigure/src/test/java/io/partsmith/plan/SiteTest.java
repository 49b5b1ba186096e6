package io.partsmith.plan;

import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SiteTest {

	@Test
	void namesPartitionsInTheTablesOwnSchema() {
		Site site = Site.root(Policies.monthly(1, 0), Topologies.of("my.t").build());
		assertThat(site.partition("__2026_08")).hasToString("my.t__2026_08");
	}

}

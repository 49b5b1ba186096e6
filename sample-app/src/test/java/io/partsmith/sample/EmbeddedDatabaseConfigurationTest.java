package io.partsmith.sample;

import io.partsmith.embedded.EmbeddedServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class EmbeddedDatabaseConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DataSourceAutoConfiguration.class, EmbeddedDatabaseConfiguration.class));

	@Test
	void stepsBackWhereAUrlIsGiven() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:postgresql://elsewhere/sample")
			.run((context) -> assertThat(context).hasSingleBean(JdbcConnectionDetails.class)
				.doesNotHaveBean(EmbeddedServer.class));
	}

	@Test
	void stepsBackWhereAContainerIsGiven() {
		this.runner.withBean(JdbcConnectionDetails.class, () -> mock(JdbcConnectionDetails.class))
			.run((context) -> assertThat(context).hasSingleBean(JdbcConnectionDetails.class)
				.doesNotHaveBean(EmbeddedServer.class));
	}

}

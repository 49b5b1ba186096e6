package io.partsmith.sample;

import io.partsmith.embedded.EmbeddedServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Brings a PostgreSQL along, unless {@code spring.datasource.url} or a container names
 * one. An auto-configuration, because only those can tell what else there is.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@Conditional(EmbeddedDatabaseConfiguration.NoUrlCondition.class)
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
public final class EmbeddedDatabaseConfiguration {

	@Bean(destroyMethod = "close")
	EmbeddedServer embeddedServer() {
		return EmbeddedServer.start(EmbeddedServer.Options.defaults());
	}

	/**
	 * Takes the server as a parameter, so that it outlives the connections to it.
	 */
	@Bean
	JdbcConnectionDetails embeddedConnectionDetails(EmbeddedServer server) {
		return new EmbeddedConnectionDetails(server);
	}

	static final class NoUrlCondition extends NoneNestedConditions {

		NoUrlCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("spring.datasource.url")
		static final class Url {

		}

	}

}

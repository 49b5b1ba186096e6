package io.partsmith.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts configured by YAML that is loaded as Spring Boot loads a file, so that
 * properties know their lines.
 */
public final class YamlContext {

	private YamlContext() {
	}

	/** A context with the core and a database that cannot be reached. */
	public static ApplicationContextRunner with(String yaml) {
		return bare(yaml).withUserConfiguration(UnreachableDatabase.class);
	}

	/** A context with the core alone. What binds must be what the schema knows. */
	public static ApplicationContextRunner bare(String yaml) {
		return relaxed(yaml).withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof ContextRefreshedEvent) {
				assertThat(PublishedSchema.errors(yaml)).as("the schema refuses what binds").isEmpty();
			}
		}));
	}

	/** A context with the core alone, from keys that the schema may not know. */
	public static ApplicationContextRunner relaxed(String yaml) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PartsmithAutoConfiguration.class))
			.withInitializer((context) -> {
				try {
					new YamlPropertySourceLoader().load("application.yml", file(yaml))
						.forEach(context.getEnvironment().getPropertySources()::addFirst);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
	}

	private static Resource file(String yaml) {
		return new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "application.yml") {

			@Override
			public String getDescription() {
				return "application.yml";
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	public static class UnreachableDatabase {

		@Bean
		DataSource dataSource() {
			return new UnreachableDataSource();
		}

	}

	/** A data source behind which no server listens. */
	public static class UnreachableDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("Connection refused", "08001");
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

}

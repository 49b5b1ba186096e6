package io.partsmith.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A small shop with three partitioned tables. What partsmith needs to know about them
 * stands in {@code application.yml}; nothing here calls it. Scheduling is switched on for
 * the application's own methods, partsmith does without.
 */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(SampleProperties.class)
public class SampleApplication {

	/**
	 * Starts the application, with a PostgreSQL of its own unless
	 * {@code spring.datasource.url} names another.
	 * @param args properties, for example {@code --server.port=8081}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}

package io.partsmith.sample;

import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Customers: twenty orders in a second, so that every 50 seconds a partition is full and
 * the next one is needed.
 */
@Component
@ConditionalOnBooleanProperty("sample.traffic")
class TrafficSimulator {

	private static final Logger log = LoggerFactory.getLogger(TrafficSimulator.class);

	private final JdbcClient jdbc;

	TrafficSimulator(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Scheduled(initialDelay = 3000, fixedRate = 500, timeUnit = TimeUnit.MILLISECONDS)
	void shop() {
		write("""
				INSERT INTO orders (customer_id, amount)
				SELECT 1 + floor(random() * 500), round((5 + random() * 195)::numeric, 2)
				  FROM generate_series(1, 10)
				""");
		write("""
				INSERT INTO events (kind, customer_id)
				SELECT 'checkout-begun', 1 + floor(random() * 500) FROM generate_series(1, 3)
				""");
	}

	@Scheduled(initialDelay = 5, fixedRate = 5, timeUnit = TimeUnit.SECONDS)
	void changeSomething() {
		write("""
				INSERT INTO audit_log (logged_on, actor, action)
				VALUES ((now() AT TIME ZONE 'UTC')::date, 'ann', 'changed a price')
				""");
	}

	private void write(String sql) {
		try {
			this.jdbc.sql(sql).update();
		}
		catch (DataAccessException ex) {
			log.warn("Rows were lost: {}", ex.getMostSpecificCause().getMessage());
		}
	}

}

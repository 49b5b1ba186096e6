package io.partsmith.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes what has happened today so far, once a day. No migration could: the partition of
 * today is made by partsmith while the application starts.
 */
@Component
class RowsOfToday implements ApplicationRunner {

	private static final Logger log = LoggerFactory.getLogger(RowsOfToday.class);

	private final JdbcClient jdbc;

	RowsOfToday(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void run(ApplicationArguments args) {
		write("""
				INSERT INTO events (occurred_at, kind, customer_id)
				SELECT moment, 'page-viewed', 1 + floor(random() * 500)
				  FROM generate_series(date_trunc('day', now(), 'UTC'), now(), interval '2 minutes') AS moment
				 WHERE NOT EXISTS (SELECT FROM events WHERE occurred_at >= date_trunc('day', now(), 'UTC'))
				""");
		write("""
				INSERT INTO audit_log (logged_on, actor, action)
				SELECT (now() AT TIME ZONE 'UTC')::date, 'nightly-job', 'closed an account'
				  FROM generate_series(1, 20)
				 WHERE NOT EXISTS (SELECT FROM audit_log WHERE logged_on = (now() AT TIME ZONE 'UTC')::date)
				""");
	}

	/**
	 * Goes on where partsmith was told to make nothing, so that one sees what then is.
	 */
	private void write(String sql) {
		try {
			this.jdbc.sql(sql).update();
		}
		catch (DataIntegrityViolationException ex) {
			log.warn("No rows of today: {}", ex.getMostSpecificCause().getMessage());
		}
	}

}

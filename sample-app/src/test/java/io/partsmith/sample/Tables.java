package io.partsmith.sample;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks at the database past the application.
 *
 * @param jdbc the connection
 */
record Tables(JdbcClient jdbc) {

	boolean exists(String name) {
		return this.jdbc.sql("SELECT to_regclass(?) IS NOT NULL").param(name).query(Boolean.class).single();
	}

	long count(String name) {
		return this.jdbc.sql("SELECT count(*) FROM " + name).query(Long.class).single();
	}

	/** The rows of an events partition in CSV, put together by hand. */
	List<String> events(String name) {
		return this.jdbc.sql("""
				SELECT concat_ws(',', id, (occurred_at AT TIME ZONE 'UTC') || '+00', kind, customer_id,
				                 '"' || replace(payload::text, '"', '""') || '"')
				  FROM\s""" + name).query(String.class).list();
	}

	void addOrders(int count) {
		this.jdbc.sql("INSERT INTO orders (customer_id, amount) SELECT 1, 1 FROM generate_series(1, ?)")
			.param(count)
			.update();
	}

}

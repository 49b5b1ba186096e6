package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.util.ClassUtils;

/**
 * Keeps the driver from leaving prepared statements of ours, {@code BEGIN} and
 * {@code COMMIT} among them, on the server's side of a connection. They would be session
 * state in a pool; and behind a pooler in transaction mode the next transaction reaches
 * another session, which does not know them (26000) or knows others by their names
 * (42P05).
 *
 * @param driver the driver's connection, or {@code null} where it is another driver's
 * @param threshold after how many executions it prepared statements before
 */
record Unprepared(@Nullable PGConnection driver, int threshold) {

	private static final boolean PGJDBC = ClassUtils.isPresent("org.postgresql.PGConnection",
			Unprepared.class.getClassLoader());

	/** From now on, and until {@link #undo()}, nothing is prepared. */
	static Unprepared on(Connection connection) throws SQLException {
		if (!PGJDBC || !connection.isWrapperFor(PGConnection.class)) {
			return new Unprepared(null, 0);
		}
		PGConnection driver = connection.unwrap(PGConnection.class);
		Unprepared unprepared = new Unprepared(driver, driver.getPrepareThreshold());
		driver.setPrepareThreshold(0);
		return unprepared;
	}

	/** Sends nothing, so that it works on a connection that has broken too. */
	void undo() {
		if (this.driver != null) {
			this.driver.setPrepareThreshold(this.threshold);
		}
	}

}

package io.partsmith.postgres;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** Finds PostgreSQL's code behind an exception. */
public final class SqlStates {

	private SqlStates() {
	}

	/**
	 * The SQLSTATE of the first SQL exception behind an exception.
	 * @param ex the exception
	 * @return the code, or {@code null} where none stands behind it
	 */
	public static @Nullable String of(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql) {
				return sql.getSQLState();
			}
		}
		return null;
	}

}

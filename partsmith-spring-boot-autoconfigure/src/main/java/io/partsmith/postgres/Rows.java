package io.partsmith.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a query one by one, or asks whether there are any. */
final class Rows {

	private Rows() {
	}

	static void read(Connection connection, String sql, RowSink sink, Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					sink.take(rows);
				}
			}
		}
	}

	/** Runs a statement as it stands, and answers the rows that it changed. */
	static long change(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			return statement.executeLargeUpdate(sql);
		}
	}

	/** Whether a table holds a row. */
	static boolean exist(Connection connection, RelationName table) throws SQLException {
		return Session.queryRow(connection, "SELECT EXISTS (SELECT FROM " + table + ")", (row) -> row.getBoolean(1));
	}

	/** An array of texts; empty where the column is NULL. */
	static List<@Nullable String> texts(ResultSet row, int column) throws SQLException {
		Array array = row.getArray(column);
		return (array != null) ? Arrays.asList((String[]) array.getArray()) : List.of();
	}

	static @Nullable Long number(ResultSet row, int column) throws SQLException {
		long number = row.getLong(column);
		return row.wasNull() ? null : number;
	}

	/** Takes a row. */
	@FunctionalInterface
	interface RowSink {

		void take(ResultSet row) throws SQLException;

	}

}

package io.partsmith.archive;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.partsmith.topology.RelationName;

import org.springframework.core.io.Resource;

/**
 * The rows of an archive on their way into a table. Columns go by their names: one that
 * came since gets its default, and one whose type has changed is cast as an assignment
 * would. The rows are copied out again and held against the manifest.
 *
 * @param manifest the archive
 * @param ignoreDropped whether values of columns that are gone may be left out
 */
record Loading(Manifest manifest, boolean ignoreDropped) {

	private static final String COLUMNS = """
			SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attgenerated <> ''
			FROM pg_catalog.pg_attribute AS a
			WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

	private static final String TYPE = "SELECT to_regtype(?)::text";

	/** The rows are only compared. */
	private static final RowSink NOBODY = (message, from) -> {
	};

	private static final RelationName ASIDE = new RelationName("pg_temp", "partsmith_restored");

	/** Answers the number of rows. */
	long into(Connection connection, RelationName table, Resource stored, Progress progress)
			throws SQLException, IOException {
		Map<String, String> present = new LinkedHashMap<>();
		Blueprint.each(connection, COLUMNS, table.toString(), (row) -> {
			if (!row.getBoolean(3)) {
				present.put(row.getString(1), row.getString(2));
			}
		});
		List<Manifest.Column> columns = this.manifest.stored();
		List<String> lost = columns.stream()
			.map(Manifest.Column::name)
			.filter((name) -> !present.containsKey(name))
			.toList();
		if (!lost.isEmpty() && !this.ignoreDropped) {
			throw new ArchiveException(
					"The archive of " + this.manifest.partition() + " has values of " + String.join(", ", lost)
							+ ", which " + table + " does not have any more. Nothing was restored; add the"
							+ " columns again, or ask for these values to be left out (ignoreDroppedColumns)",
					null);
		}
		boolean same = columns.stream().allMatch((column) -> column.type().equals(present.get(column.name())));
		if (same && columns.stream().noneMatch(Manifest.Column::isAsText)) {
			copy(connection, table, columns, stored, progress);
		}
		else {
			requireTypes(connection);
			List<Manifest.Column> aside = columns.stream().map(Manifest.Column::aside).toList();
			execute(connection, "CREATE TEMPORARY TABLE " + ASIDE.name() + " ("
					+ list(aside, (column) -> column.quotedName() + " " + column.type()) + ") ON COMMIT DROP");
			copy(connection, ASIDE, aside, stored, progress);
			List<Manifest.Column> kept = columns.stream()
				.filter((column) -> present.containsKey(column.name()))
				.toList();
			execute(connection, "INSERT INTO " + table + " (" + list(kept, Manifest.Column::quotedName)
					+ ") OVERRIDING SYSTEM VALUE SELECT " + list(kept, Loading::value) + " FROM " + ASIDE);
			require(count(connection, table));
			if (same) {
				compare(connection, table, columns);
			}
		}
		return this.manifest.data().rows();
	}

	/** What stands in a file is no SQL: it may name types, and do nothing else. */
	private void requireTypes(Connection connection) throws SQLException {
		for (Manifest.Column column : this.manifest.stored()) {
			Blueprint.each(connection, TYPE, column.type(), (row) -> {
				if (row.getString(1) == null) {
					throw new ArchiveException(
							"The archive of " + this.manifest.partition() + " has values of the type " + column.type()
									+ ", which is not there. Nothing was restored; make the type again",
							null);
				}
			});
		}
	}

	/** A text becomes what it was a text of. */
	private static String value(Manifest.Column column) {
		return column.isAsText() ? "CAST(" + column.quotedName() + " AS " + column.type() + ")" : column.quotedName();
	}

	private static String list(List<Manifest.Column> columns, Function<Manifest.Column, String> text) {
		return columns.stream().map(text).collect(Collectors.joining(", "));
	}

	private void copy(Connection connection, RelationName table, List<Manifest.Column> columns, Resource stored,
			Progress progress) throws SQLException, IOException {
		Copy copy = new Copy(connection, columns, this.manifest.data().format());
		try (InputStream rows = this.manifest.encoding().rows(stored)) {
			requireSame(copy.in(table, rows, progress));
		}
		compare(connection, table, columns);
	}

	private void compare(Connection connection, RelationName table, List<Manifest.Column> columns)
			throws SQLException, IOException {
		Copy copy = new Copy(connection, columns, this.manifest.data().format());
		Contents found = copy.out(table, NOBODY, new Progress("Comparing " + table));
		if (!found.equals(this.manifest.data().contents())) {
			throw new ArchiveException("The rows that were restored to " + this.manifest.partition()
					+ " are not those that were archived: " + found + " in place of " + this.manifest.data().contents()
					+ ". Nothing was restored; a trigger or another locale of the database may have changed them",
					null);
		}
	}

	/** Between the two readings of an archive somebody may have changed it. */
	private void requireSame(Contents sent) {
		if (!sent.equals(this.manifest.data().contents())) {
			throw new ArchiveException(
					"The archive of " + this.manifest.partition() + " was changed while it was restored: " + sent
							+ " in place of " + this.manifest.data().contents() + ". Nothing was restored",
					null);
		}
	}

	private void require(long rows) {
		if (rows != this.manifest.data().rows()) {
			throw new ArchiveException(rows + " rows of " + this.manifest.partition() + " arrived in place of "
					+ this.manifest.data().rows() + ". Nothing was restored", null);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
		}
	}

	private static long count(Connection connection, RelationName table) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
			row.next();
			return row.getLong(1);
		}
	}

}

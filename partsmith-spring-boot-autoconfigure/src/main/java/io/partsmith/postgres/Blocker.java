package io.partsmith.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A session that we waited for, as it was while we waited. What our role may not see of
 * another role's session is missing.
 *
 * @param pid its process, 0 for a prepared transaction
 * @param application its {@code application_name}
 * @param state for example {@code idle in transaction}
 * @param openFor the age of its transaction in seconds
 * @param queryStart when its last query began
 * @param query the begin of its last query
 */
record Blocker(int pid, @Nullable String application, @Nullable String state, @Nullable String openFor,
		@Nullable String queryStart, @Nullable String query) {

	static Blocker read(ResultSet row) throws SQLException {
		return read(row, 1);
	}

	/** From a row in which it begins at some column. */
	static Blocker read(ResultSet row, int at) throws SQLException {
		return new Blocker(row.getInt(at), row.getString(at + 1), row.getString(at + 2), row.getString(at + 3),
				row.getString(at + 4), row.getString(at + 5));
	}

	@Override
	public String toString() {
		if (this.pid == 0) {
			return "a prepared transaction (see pg_prepared_xacts)";
		}
		StringJoiner text = new StringJoiner(", ", "pid " + this.pid + " (", ")");
		text.add("application_name '" + ((this.application != null) ? this.application : "") + "'");
		if (this.state != null) {
			text.add(this.state);
		}
		if (this.openFor != null) {
			text.add("transaction open for " + this.openFor + " s");
		}
		if (this.queryStart != null && this.query != null) {
			text.add("query since " + this.queryStart + ": " + this.query.replaceAll("\\s+", " ").strip());
		}
		return text.toString();
	}

}

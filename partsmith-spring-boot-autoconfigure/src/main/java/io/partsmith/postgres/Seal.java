package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a detached table as it is: a CHECK constraint that no row fulfils and that looks
 * at no row which is there already ({@code NOT VALID}). PostgreSQL refuses every INSERT
 * and UPDATE with it (23514), whoever sends them, replication included; taking rows away
 * stays possible. One that was taken off and put on again has another OID, so that two
 * looks with the same OID prove that no row came or changed between them.
 *
 * @param oid the OID of the constraint
 * @param note its comment, or {@code null} where it has none
 */
public record Seal(long oid, @Nullable String note) {

	/** The name of the constraint. */
	public static final String NAME = "partsmith_sealed";

	private static final String FIND = """
			SELECT c.oid::bigint, obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c
			WHERE c.conrelid = to_regclass(?) AND c.contype = 'c' AND c.conname = 'partsmith_sealed'
			  AND pg_get_constraintdef(c.oid) = 'CHECK (false) NOT VALID' AND NOT c.connoinherit AND c.conislocal""";

	/**
	 * The seal of a table.
	 * @param connection a connection, in whose transaction it is looked up
	 * @param table the table
	 * @return the seal; empty where the table has none
	 * @throws SQLException if the catalog could not be read
	 */
	public static Optional<Seal> of(Connection connection, RelationName table) throws SQLException {
		List<Seal> found = new ArrayList<>();
		Rows.read(connection, FIND, (row) -> found.add(new Seal(row.getLong(1), row.getString(2))), table.toString());
		return found.stream().findFirst();
	}

	/** Puts it on, where it is not on already. The table is locked against all. */
	static Seal put(Connection connection, RelationName table) throws SQLException {
		Optional<Seal> present = of(connection, table);
		if (present.isPresent()) {
			return present.get();
		}
		Session.execute(connection, "ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + NAME);
		Session.execute(connection, "ALTER TABLE " + table + " ADD CONSTRAINT " + NAME + " CHECK (false) NOT VALID");
		return of(connection, table).orElseThrow();
	}

	/** Takes it off a table that is wanted again, if it is on. */
	static void takeOff(Connection connection, RelationName table) throws SQLException {
		if (of(connection, table).isPresent()) {
			Session.execute(connection, "ALTER TABLE " + table + " DROP CONSTRAINT " + NAME);
		}
	}

}

package io.partsmith.postgres;

import javax.sql.DataSource;

import io.partsmith.topology.RelationName;
import org.springframework.dao.DataAccessException;

/**
 * Our {@code shedlock} table, for applications without a LockProvider of their own. Its
 * times are {@code timestamp}: ShedLock writes UTC wall time, which a {@code timestamptz}
 * would shift by the zone of each JVM.
 */
public final class ShedLockTable {

	private final OwnTable table;

	/**
	 * The table in a schema.
	 * @param dataSource where it is
	 * @param schema its schema, as the catalog spells it
	 * @param initialize whether it may be made where it is missing
	 */
	public ShedLockTable(DataSource dataSource, String schema, boolean initialize) {
		this.table = new OwnTable(dataSource, new RelationName(schema, "shedlock"),
				"name varchar(64) PRIMARY KEY, lock_until timestamp NOT NULL, locked_at timestamp NOT NULL,"
						+ " locked_by varchar(255) NOT NULL",
				initialize, "every replica runs the maintenance lanes, guarded by the lock of each table alone");
	}

	/**
	 * The table's name.
	 * @return the qualified name
	 */
	public RelationName name() {
		return this.table.name();
	}

	/**
	 * Sees that the table is there, and makes it where that is allowed. Says once which
	 * DDL to run where it is not.
	 * @return whether the table can be used
	 * @throws DataAccessException if the database could not be asked
	 */
	public boolean isReady() {
		return this.table.isReady();
	}

}

package io.partsmith.postgres;

import javax.sql.DataSource;

import io.partsmith.topology.RelationName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Our {@code shedlock} table, for applications without a LockProvider of their own. Its
 * times are {@code timestamp}: ShedLock writes UTC wall time, which a {@code timestamptz}
 * would shift by the zone of each JVM.
 */
public final class ShedLockTable {

	private static final Logger log = LoggerFactory.getLogger(ShedLockTable.class);

	private final JdbcTemplate jdbc;

	private final RelationName table;

	private final boolean initialize;

	private boolean ready;

	private boolean reported;

	/**
	 * The table in a schema.
	 * @param dataSource where it is
	 * @param schema its schema, as the catalog spells it
	 * @param initialize whether it may be made where it is missing
	 */
	public ShedLockTable(DataSource dataSource, String schema, boolean initialize) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.table = new RelationName(schema, "shedlock");
		this.initialize = initialize;
	}

	/**
	 * The table's name.
	 * @return the qualified name
	 */
	public RelationName name() {
		return this.table;
	}

	/**
	 * Sees that the table is there, and makes it where that is allowed. Says once which
	 * DDL to run where it is not.
	 * @return whether the table can be used
	 * @throws DataAccessException if the database could not be asked
	 */
	public synchronized boolean isReady() {
		if (!this.ready) {
			this.ready = exists() || this.initialize && create();
			if (!this.ready && !this.reported) {
				this.reported = true;
				log.warn("There is no table {}: every replica runs the maintenance lanes, guarded by the lock of "
						+ "each table alone. Create it with: {};", this.table, ddl());
			}
		}
		return this.ready;
	}

	private boolean exists() {
		return Boolean.TRUE.equals(
				this.jdbc.queryForObject("SELECT to_regclass(?) IS NOT NULL", Boolean.class, this.table.toString()));
	}

	private boolean create() {
		try {
			this.jdbc.execute(ddl());
			log.info("Created the table {}", this.table);
			return true;
		}
		catch (DataAccessException ex) {
			log.debug("{} could not be created", this.table, ex);
			// Another replica may have been faster.
			return exists();
		}
	}

	private String ddl() {
		return "CREATE TABLE IF NOT EXISTS " + this.table + " (name varchar(64) PRIMARY KEY, "
				+ "lock_until timestamp NOT NULL, locked_at timestamp NOT NULL, locked_by varchar(255) NOT NULL)";
	}

}

package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

import javax.sql.DataSource;

import io.partsmith.topology.RelationName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A small table of our own, which is made where it is missing, or else asked for. Safe
 * for concurrent use.
 */
public final class OwnTable {

	private static final Logger log = LoggerFactory.getLogger(OwnTable.class);

	/** Seconds; nothing here takes long, unless somebody has locked the table. */
	private static final int PATIENCE = 10;

	private final DataSource dataSource;

	private final RelationName name;

	private final String columns;

	private final boolean initialize;

	private final String without;

	private boolean ready;

	private boolean reported;

	/**
	 * A table.
	 * @param dataSource where it is
	 * @param name its name
	 * @param columns what stands between the parentheses of {@code CREATE TABLE}
	 * @param initialize whether it may be made where it is missing
	 * @param without what is so as long as it is not there, for people
	 */
	public OwnTable(DataSource dataSource, RelationName name, String columns, boolean initialize, String without) {
		this.dataSource = dataSource;
		this.name = name;
		this.columns = columns;
		this.initialize = initialize;
		this.without = without;
	}

	/**
	 * The table's name.
	 * @return the qualified name
	 */
	public RelationName name() {
		return this.name;
	}

	/**
	 * Sees that the table is there, and makes it where that is allowed. Says once which
	 * DDL to run where it is not.
	 * @return whether the table can be used
	 * @throws DataAccessException if the database could not be asked
	 * @throws TransactionException if there was no connection to ask it with
	 */
	public synchronized boolean isReady() {
		if (!this.ready) {
			this.ready = exists() || this.initialize && create();
			if (!this.ready && !this.reported) {
				this.reported = true;
				log.warn("There is no table {}: {}. Create it with: {};", this.name, this.without, ddl());
			}
		}
		return this.ready;
	}

	private boolean exists() {
		return inTransaction((jdbc) -> jdbc.sql("SELECT to_regclass(?) IS NOT NULL")
			.param(this.name.toString())
			.query(Boolean.class)
			.single());
	}

	private boolean create() {
		try {
			inTransaction((jdbc) -> jdbc.sql(ddl()).update());
			log.info("Created the table {}", this.name);
			return true;
		}
		catch (DataAccessException ex) {
			log.debug("{} could not be created", this.name, ex);
			// Another replica may have been faster.
			return exists();
		}
	}

	/**
	 * One short transaction of its own, whatever the thread is in; each statement sees
	 * what is there when it begins. Nothing stays on the connection.
	 * @param <T> the type of the result
	 * @param work the statements
	 * @return what the work gives
	 * @throws DataAccessException if a statement failed
	 * @throws TransactionException if there was no connection, or it broke
	 */
	public <T> T inTransaction(Function<JdbcClient, T> work) {
		try (Connection connection = this.dataSource.getConnection()) {
			Unprepared driver = Unprepared.on(connection);
			try {
				return inTransaction(new SingleConnectionDataSource(connection, true), work);
			}
			finally {
				driver.undo();
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("The table " + this.name + " could not be reached", ex);
		}
	}

	/** Also where the pool's connections, or the role, begin otherwise. */
	private static <T> T inTransaction(DataSource connection, Function<JdbcClient, T> work) {
		JdbcTemplate template = new JdbcTemplate(connection);
		template.setQueryTimeout(PATIENCE);
		return new TransactionTemplate(new JdbcTransactionManager(connection)).execute((status) -> {
			template.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
			return work.apply(JdbcClient.create(template));
		});
	}

	private String ddl() {
		return "CREATE TABLE IF NOT EXISTS " + this.name + " (" + this.columns + ")";
	}

}

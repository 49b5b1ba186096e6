package io.partsmith.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

import io.partsmith.plan.Operation;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.topology.RelationName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rows of an archive into a table.
 *
 * @param tables access to the table
 * @param archives reads the rows
 * @param listener is told how it goes
 * @param clock the grace of what could not be attached counts from it
 */
record Refill(DetachedTables tables, Archives archives, ArchiveListener listener, Clock clock) {

	private static final Logger log = LoggerFactory.getLogger(Refill.class);

	/** Makes the table beside its parent first, and takes it away again on a failure. */
	void beside(String id, Operation.Create create, ArchiveIndex.Found found, boolean ignoreDropped) {
		long oid = this.tables.stage(create, found.location());
		try {
			load(id, create.partition(), found, ignoreDropped,
					(rows) -> this.tables.load(create, oid, this.clock.instant(), rows));
		}
		catch (RuntimeException ex) {
			takeBack(create.partition(), ex);
			throw ex;
		}
	}

	/** Fills a partition where it is. */
	void inside(String id, RestoreTarget.Attached target, ArchiveIndex.Found found, boolean ignoreDropped) {
		log.info("{} is there, and is filled if it is empty", target.partition());
		load(id, target.partition(), found, ignoreDropped, (rows) -> this.tables.fill(target.relation(), rows));
	}

	private void load(String id, RelationName table, ArchiveIndex.Found found, boolean ignoreDropped, Loader loader) {
		long begin = System.nanoTime();
		Progress progress = new Progress("Restoring " + table,
				(rows, bytes) -> this.listener.restoring(id, rows, bytes));
		boolean done = false;
		try {
			loader.load((connection) -> {
				try {
					return new Loading(found.manifest(), ignoreDropped).into(connection, table,
							this.archives.rows(found.location(), found.manifest()), progress);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			done = true;
			log.info("Restored {} rows of {} from {}, {}; they are those that were archived",
					found.manifest().data().rows(), table, found.location(), progress.rate());
		}
		catch (ArchiveException | PartitionOperationException ex) {
			throw ex;
		}
		catch (SQLException | RuntimeException ex) {
			throw new ArchiveException(
					"Restoring of " + table + " from " + found.location() + " failed; nothing was restored", ex);
		}
		finally {
			progress.count();
			this.listener.restored(id, done, Duration.ofNanos(System.nanoTime() - begin));
		}
	}

	private void takeBack(RelationName table, RuntimeException failure) {
		try {
			this.tables.unstage(table);
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/** Puts rows into a table in one transaction. */
	@FunctionalInterface
	private interface Loader {

		void load(DetachedTables.SqlWork<Long> rows) throws SQLException;

	}

}

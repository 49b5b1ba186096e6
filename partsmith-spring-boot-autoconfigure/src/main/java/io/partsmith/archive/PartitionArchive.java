package io.partsmith.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.partsmith.archive.parquet.UnfitValueException;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.DropCheck;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.Seal;
import io.partsmith.topology.RelationKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.ResourceLoader;

/**
 * Sees that the rows of a detached table are in an archive, and that no row came to it
 * since. The table is sealed first, so that nothing is added to it or changed any more;
 * its rows are copied, and what was stored is read back and compared. Under the lock of
 * the drop the seal is looked at once more: if it was taken off, the table stays.
 */
public final class PartitionArchive implements DropCheck {

	private static final Logger log = LoggerFactory.getLogger(PartitionArchive.class);

	private final DetachedTables tables;

	private final ResourceLoader loader;

	private final Archives archives;

	private final ArchiveListener listener;

	/** Of tables that were archived in this run, by their OIDs. */
	private final Map<Long, Proof> proven = new ConcurrentHashMap<>();

	/**
	 * An archive.
	 * @param tables access to detached tables
	 * @param loader finds locations
	 * @param listener is told of each archive
	 */
	public PartitionArchive(DetachedTables tables, ResourceLoader loader, ArchiveListener listener) {
		this.tables = tables;
		this.loader = loader;
		this.archives = new Archives(loader);
		this.listener = listener;
	}

	/**
	 * Archives a detached table, or reads its archive again if it has one already.
	 * @param policy how
	 * @param event what happens to the table
	 * @param operation the operation on it
	 * @throws ArchiveException if no archive of it can be proven to be whole
	 */
	void secure(ArchivePolicy policy, PartitionEvent event, Operation.OnTable operation) {
		if (operation.table().kind() == RelationKind.FOREIGN) {
			log.info("{} is a foreign table; its rows stay where they are, and are not archived",
					operation.partition());
			return;
		}
		this.proven.remove(operation.table().oid());
		Seal seal = this.tables.seal(operation);
		Proof proof = provenBefore(operation, seal);
		if (proof == null) {
			Manifest manifest = archive(new Export(event, operation, seal, policy, Set.of()));
			if (manifest == null) {
				return;
			}
			proof = proof(operation, seal, manifest).orElseThrow(() -> Proof.reshaped(operation.partition()));
		}
		this.proven.put(operation.table().oid(), proof);
	}

	private Optional<Proof> proof(Operation.OnTable operation, Seal seal, Manifest manifest) {
		try {
			return this.tables.read((connection) -> Proof.of(connection, operation, seal, manifest));
		}
		catch (SQLException ex) {
			throw new ArchiveException("The columns of " + operation.partition()
					+ " could not be read; it stays, and the next run tries again", ex);
		}
	}

	void forget(long oid) {
		this.proven.remove(oid);
	}

	@Override
	public void check(Operation.Drop operation, Connection connection) throws SQLException {
		Proof proof = this.proven.get(operation.table().oid());
		if (proof != null) {
			proof.require(connection, operation);
		}
	}

	/** The seal may name an archive, which was made under it and is whole still. */
	private @Nullable Proof provenBefore(Operation.OnTable operation, Seal seal) {
		String location = seal.note();
		if (location == null) {
			return null;
		}
		try {
			Manifest manifest = this.archives.manifest(location);
			if (manifest.oid() != operation.table().oid() || manifest.seal() != seal.oid()) {
				throw new IOException("it is of another table");
			}
			this.archives.requireWhole(location, manifest);
			Proof proof = proof(operation, seal, manifest)
				.orElseThrow(() -> new IOException("the table has other columns by now"));
			log.info("{} is archived in {}, which was read back once more: {} rows", operation.partition(), location,
					manifest.data().rows());
			return proof;
		}
		catch (IOException | RuntimeException ex) {
			log.warn("The archive {} of {} does not hold all of it any more, so it is archived anew", location,
					operation.partition(), ex);
			return null;
		}
	}

	/** Answers nothing where there is nothing to archive. */
	private @Nullable Manifest archive(Export export) {
		long begin = System.nanoTime();
		String id = export.event().config().id();
		Progress progress = new Progress("Archiving " + export.partition(),
				(rows, bytes) -> this.listener.progressed(id, rows, bytes));
		Manifest manifest = null;
		boolean whole = false;
		try {
			ArchiveStore store = ArchiveStore.of(this.loader, export.policy().location());
			manifest = fitted(export, store, progress);
			if (manifest != null) {
				String name = export.base() + ArchiveNames.MANIFEST;
				this.archives.write(store, name, manifest);
				this.tables.note(export.partition(), export.seal(), store.locate(name));
				log.info("Archived {} in {}: {} rows, {} bytes, {}; read back, and the same", export.partition(),
						store.locate(name), manifest.data().rows(), manifest.data().bytes(), progress.rate());
			}
			whole = true;
			return manifest;
		}
		catch (PartitionOperationException ex) {
			throw ex;
		}
		catch (IOException | SQLException | RuntimeException ex) {
			throw new ArchiveException("Archiving of " + export.partition() + " in " + export.policy().location()
					+ " failed; it stays, and the next run tries again", ex);
		}
		finally {
			progress.count();
			long bytes = (manifest != null) ? manifest.data().bytes() : 0;
			this.listener.archived(id, whole, whole && manifest != null ? manifest.data().rows() : progress.rows(),
					bytes, Duration.ofNanos(System.nanoTime() - begin));
		}
	}

	/** Where the format has no room for a value, all of its column is written as text. */
	private @Nullable Manifest fitted(Export export, ArchiveStore store, Progress progress)
			throws IOException, SQLException {
		try {
			return store(export, store, progress);
		}
		catch (UnfitValueException ex) {
			log.info("{}, so these columns of {} are written as text; its copy begins anew", ex.getMessage(),
					export.partition());
			return fitted(export.withAsText(ex.columns()), store, progress);
		}
	}

	/** Stores the rows, and gives them their name only after they were read back. */
	private @Nullable Manifest store(Export export, ArchiveStore store, Progress progress)
			throws IOException, SQLException {
		Upload upload = store.begin(export.dataName());
		try {
			Manifest manifest = copy(export, upload, progress).orElse(null);
			if (manifest == null) {
				upload.abandon();
				return null;
			}
			upload.complete();
			ReadBack.require(upload.readBack(), manifest);
			upload.publish();
			return manifest;
		}
		catch (IOException | SQLException | RuntimeException | Error ex) {
			upload.abandon();
			throw ex;
		}
	}

	private Optional<Manifest> copy(Export export, Upload upload, Progress progress) throws IOException, SQLException {
		try {
			return this.tables.read((connection) -> {
				try {
					return export.copy(connection, upload.out(), progress);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}

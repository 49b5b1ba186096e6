package io.partsmith.archive;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Mode;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.TablePartitions;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ResourceLoader;

/**
 * Brings archived partitions back. The table is made beside its parent, filled in one
 * transaction in which its rows are held against the archive, and only then attached, in
 * an ordinary run with its locks and hooks. Nobody waits for the copy: no lock on the
 * parent is held meanwhile. A partition that is there and empty is filled where it is, in
 * one transaction too.
 * <p>
 * Whatever stops it leaves an empty table, which the next attempt replaces, or an orphan
 * with all its rows.
 */
public final class PartitionRestorer {

	private static final Logger log = LoggerFactory.getLogger(PartitionRestorer.class);

	private final PartitionLifecycleService service;

	private final ArchivePolicies policies;

	private final ResourceLoader loader;

	private final Archives archives;

	private final ArchiveIndex index;

	private final RestoreTargets targets;

	private final Refill refill;

	private final Mode mode;

	/**
	 * A restorer.
	 * @param service attaches what was restored
	 * @param policies where archives are
	 * @param tables access to detached tables
	 * @param loader finds locations
	 * @param listener is told how far a restore came
	 * @param clock the grace of what could not be attached counts from it
	 * @param mode how much a run may do
	 */
	public PartitionRestorer(PartitionLifecycleService service, ArchivePolicies policies, DetachedTables tables,
			ResourceLoader loader, ArchiveListener listener, Clock clock, Mode mode) {
		this.service = service;
		this.policies = policies;
		this.loader = loader;
		this.archives = new Archives(loader);
		this.index = new ArchiveIndex(this.archives, loader);
		this.targets = new RestoreTargets(service, tables);
		this.refill = new Refill(tables, this.archives, listener, clock);
		this.mode = mode;
	}

	/**
	 * Restores a partition from its newest archive.
	 * @param id the table's id
	 * @param partition the partition
	 * @param ignoreDropped whether values of columns that are gone may be left out
	 * @return what came of it
	 * @throws UnknownArchiveException if the table's location has no archive of it
	 * @throws ArchiveException if the archive is damaged or does not fit the table
	 * @throws PartitionOperationException if the window is there with rows, or could not
	 * be made
	 * @throws io.partsmith.maintenance.UnknownTableException if no table has that id
	 */
	public Restoration restore(String id, RelationName partition, boolean ignoreDropped) {
		return restore(id, find(id, partition), ignoreDropped);
	}

	/**
	 * Restores a partition from one archive.
	 * @param id the table's id
	 * @param manifest the location of its manifest
	 * @param ignoreDropped whether values of columns that are gone may be left out
	 * @return as {@link #restore(String, RelationName, boolean)}
	 */
	public Restoration restore(String id, String manifest, boolean ignoreDropped) {
		this.service.tables().get(id);
		return restore(id, this.index.at(manifest), ignoreDropped);
	}

	/**
	 * Whether a manifest lies where a table is archived. Whoever lets others name
	 * manifests asks this first, so that no other file or address is opened for them.
	 * @param id the table's id
	 * @param manifest the location of a manifest
	 * @return {@code false} too for a table that is not archived
	 */
	public boolean isWithin(String id, String manifest) {
		try {
			ArchivePolicy policy = this.policies.of(id).orElse(null);
			return policy != null && ArchiveLocation.holds(this.loader, policy.location(), manifest);
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Reads the newest archive of a partition to its end, and changes nothing.
	 * @param id the table's id
	 * @param partition the partition
	 * @return the archive and its rows
	 * @throws ArchiveException if it is damaged
	 */
	public Restoration verify(String id, RelationName partition) {
		return verify(find(id, partition));
	}

	/**
	 * Reads an archive to its end, and changes nothing.
	 * @param manifest the location of its manifest
	 * @return the archive and its rows
	 * @throws ArchiveException if it is damaged
	 */
	public Restoration verify(String manifest) {
		return verify(this.index.at(manifest));
	}

	private Restoration verify(ArchiveIndex.Found found) {
		try {
			this.archives.requireWhole(found.location(), found.manifest());
		}
		catch (IOException ex) {
			throw new ArchiveException("The archive " + found.location() + " is damaged", ex);
		}
		return new Restoration(found.manifest().partition(), found.location(), found.manifest().data().rows(), null,
				false, null);
	}

	private ArchiveIndex.Found find(String id, RelationName partition) {
		TablePartitionConfig config = this.service.tables().get(id);
		ArchivePolicy policy = this.policies.of(id)
			.orElseThrow(() -> new ArchiveException(
					"'" + id + "' is not archived, so nobody knows where to look; name the manifest itself ('from')",
					null));
		return this.index.newest(policy, config.table(), partition);
	}

	private Restoration restore(String id, ArchiveIndex.Found found, boolean ignoreDropped) {
		if (this.mode.allows(Scope.ENSURE) == null) {
			throw new ArchiveException("Nothing is attached while partsmith.mode is " + this.mode
					+ ", so nothing was restored; write partsmith.mode: create-only or full", null);
		}
		this.service.tables().dataSource(id).ifPresent((name) -> {
			throw new ArchiveException("'" + id + "' is in the database of " + name
					+ ", where nothing can be restored; make the table by hand with the 'ddl' of " + found.location()
					+ ", COPY its rows into it and attach it", null);
		});
		Manifest manifest = found.manifest();
		TablePartitions partitions = this.service.partitions(id);
		RelationName parent = parent(id, manifest);
		Window window = Optional.ofNullable(manifest.bounds())
			.map(PartitionBounds::parse)
			.flatMap((bounds) -> partitions.window(parent, bounds))
			.orElseThrow(() -> new ArchiveException(
					manifest.partition() + " held " + manifest.bounds() + ", which is no window of " + parent
							+ " as it is configured. Make the table by hand with the 'ddl' of " + found.location()
							+ ", COPY its rows into it and attach it",
					null));
		RestoreTarget target = this.targets.find(id, window, parent);
		if (target instanceof RestoreTarget.Detached) {
			log.info("{} is still there, detached; it is attached again, and the archive left alone",
					target.partition());
			return attached(id, partitions, window, target.partition(), null, 0);
		}
		verify(found);
		if (target instanceof RestoreTarget.Missing missing) {
			this.refill.beside(id, missing.creation(), found, ignoreDropped);
		}
		else if (target instanceof RestoreTarget.Attached there) {
			this.refill.inside(id, there, found, ignoreDropped);
		}
		return attached(id, partitions, window, target.partition(), found.location(), manifest.data().rows());
	}

	private RelationName parent(String id, Manifest manifest) {
		String table = this.service.tables().get(id).table().toString();
		if (!manifest.table().equals(table)) {
			throw new ArchiveException("The archive is of " + manifest.table() + ", but '" + id + "' is " + table,
					null);
		}
		return RelationName.parse(manifest.parent());
	}

	private Restoration attached(String id, TablePartitions partitions, Window window, RelationName partition,
			@Nullable String archive, long rows) {
		MaintenanceResult result = partitions.ensure(window, partition);
		boolean expires = result.success() && this.service.plan(id)
			.operations()
			.stream()
			.anyMatch(
					(operation) -> operation.kind() == OperationKind.DETACH && operation.partition().equals(partition));
		String hold = "Retention does not keep it: the next retire run detaches it again. To keep it, write partsmith.tables."
				+ id + ".holds: [{ name: restored-" + partition.name() + ", from: '" + window.from() + "', to: '"
				+ window.to() + "' }]";
		return new Restoration(partition.toString(), archive, rows, result, expires, expires ? hold : null);
	}

}

package io.partsmith.autoconfigure.endpoint;

import java.util.function.Supplier;

import io.partsmith.archive.PartitionRestorer;
import io.partsmith.archive.Restoration;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * The action {@code restore}. Only what lies where the table is archived is read: whoever
 * may post here must not be able to have any other file or address opened.
 *
 * @param tables the configured tables
 * @param restorer restores
 */
record RestoreAction(ManagedTables tables, PartitionRestorer restorer) {

	static final String NAME = "restore";

	static boolean isMeant(@Nullable String action) {
		return action != null && action.strip().equalsIgnoreCase(NAME);
	}

	RestoreDescriptor run(String id, Request request) {
		this.tables.get(id);
		if ((request.partition() == null) == (request.from() == null)) {
			throw refused("Write either 'partition', the name of the partition, or 'from', the location of a manifest");
		}
		boolean ignoring = EndpointParameters.truth("ignoreDroppedColumns", request.ignoreDroppedColumns());
		boolean rehearsing = EndpointParameters.truth("dryRun", request.dryRun());
		String from = request.from();
		if (from != null) {
			if (!this.restorer.isWithin(id, from)) {
				throw refused("'" + from + "' does not lie below the location where '" + id + "' is archived");
			}
			return answer(() -> rehearsing ? this.restorer.verify(from) : this.restorer.restore(id, from, ignoring));
		}
		RelationName partition = partition(String.valueOf(request.partition()));
		return answer(() -> rehearsing ? this.restorer.verify(id, partition)
				: this.restorer.restore(id, partition, ignoring));
	}

	private static RestoreDescriptor answer(Supplier<Restoration> work) {
		return RestoreDescriptor.of(work.get());
	}

	private static RelationName partition(String written) {
		try {
			return RelationName.parse(written);
		}
		catch (IllegalArgumentException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What was posted.
	 *
	 * @param partition the name of a partition, or {@code null}
	 * @param from the location of a manifest, or {@code null}
	 * @param ignoreDroppedColumns whether values of columns that are gone are left out
	 * @param dryRun whether the archive is only read
	 */
	record Request(@Nullable String partition, @Nullable String from, @Nullable String ignoreDroppedColumns,
			@Nullable String dryRun) {
	}

}

package io.partsmith.mpp.citus;

import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.maintenance.MaintenanceGuard;
import io.partsmith.maintenance.RunReason;

/**
 * Lets maintenance run on the primary of the coordinator and nowhere else: a worker
 * refuses most DDL, and damages its own metadata by some that it takes.
 */
public final class CitusGuard implements MaintenanceGuard {

	private final CitusMpp node;

	private final DataSource dataSource;

	/**
	 * A guard.
	 * @param node the node as it is configured
	 * @param dataSource where maintenance works, which is asked what it is, each time
	 */
	public CitusGuard(CitusMpp node, DataSource dataSource) {
		this.node = node;
		this.dataSource = dataSource;
	}

	@Override
	public Optional<Objection> objection() {
		if (this.node.isWorker()) {
			return Optional.of(new Objection(RunReason.NOT_COORDINATOR, "partsmith.mpp.citus.group is "
					+ this.node.config().group() + ", a worker; only the coordinator, group 0, maintains"));
		}
		return CitusRole.of(this.dataSource).objection();
	}

}

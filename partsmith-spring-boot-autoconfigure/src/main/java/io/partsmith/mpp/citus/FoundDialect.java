package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.partsmith.plan.Operation;
import io.partsmith.postgres.Dialect;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.RelationName;

/**
 * The dialect of a server of which nobody has said what it is. Each look at its tables
 * asks whether Citus is there; what is done then goes by the last look.
 */
final class FoundDialect implements Dialect {

	private final Dialect citus = new CitusDialect();

	private volatile Dialect found = Dialect.POSTGRESQL;

	@Override
	public CatalogSnapshot complete(CatalogSnapshot snapshot, Connection connection) throws SQLException {
		this.found = (CitusRole.of(connection).group() != null) ? this.citus : Dialect.POSTGRESQL;
		return this.found.complete(snapshot, connection);
	}

	@Override
	public List<String> settings(Duration lockTimeout) {
		return this.found.settings(lockTimeout);
	}

	@Override
	public List<String> settings(Operation operation, Duration lockTimeout) {
		return this.found.settings(operation, lockTimeout);
	}

	@Override
	public void verify(Connection connection) throws SQLException {
		this.found.verify(connection);
	}

	@Override
	public List<String> afterMove(RelationName partition) {
		return this.found.afterMove(partition);
	}

	@Override
	public boolean dropsForeignKeysFirst() {
		return this.found.dropsForeignKeysFirst();
	}

	@Override
	public String size(String oid) {
		return this.found.size(oid);
	}

	@Override
	public boolean isPassing(SQLException ex) {
		return this.found.isPassing(ex);
	}

	@Override
	public Optional<PartitionOperationException> explain(String what, SQLException ex) {
		return this.found.explain(what, ex);
	}

	@Override
	public Dialect elsewhere() {
		return new FoundDialect();
	}

}

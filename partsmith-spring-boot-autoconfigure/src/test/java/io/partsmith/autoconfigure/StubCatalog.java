package io.partsmith.autoconfigure;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Server;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

/** A catalog that holds what a test says, and counts who reads it. */
public final class StubCatalog implements PartitionMetadataProvider {

	private final Map<RelationName, TableTopology> tables = new HashMap<>();

	private boolean reachable = true;

	private int reads;

	private boolean measurable = true;

	private int measurements;

	public StubCatalog holds(Topologies topology) {
		TableTopology.Partitioned table = topology.build();
		this.tables.put(table.table(), table);
		return this;
	}

	public void breakDown() {
		this.reachable = false;
	}

	public int reads() {
		return this.reads;
	}

	@Override
	public CatalogSnapshot read(Collection<TablePartitionConfig> asked) {
		this.reads++;
		if (!this.reachable) {
			throw new DataAccessResourceFailureException("Connection refused");
		}
		Map<RelationName, TableTopology> found = new HashMap<>();
		asked.stream()
			.map(TablePartitionConfig::table)
			.forEach((name) -> found.put(name,
					this.tables.getOrDefault(name, new TableTopology.Missing(name, List.of()))));
		return new CatalogSnapshot(new Server(180000), found);
	}

	/** A catalog that can be read, and sizes that cannot. */
	public void measurable(boolean can) {
		this.measurable = can;
	}

	public int measurements() {
		return this.measurements;
	}

	/** Each partition and orphan has a thousand bytes. */
	@Override
	public Map<Long, Long> sizes(TableTopology.Partitioned table) {
		this.measurements++;
		if (!this.measurable) {
			throw new QueryTimeoutException("Measuring " + table.table() + ": SQLSTATE 57014");
		}
		Map<Long, Long> sizes = new HashMap<>();
		table.partitions().forEach((partition) -> sizes.put(partition.relation().oid(), 1000L));
		table.orphans().forEach((orphan) -> sizes.put(orphan.relation().oid(), 1000L));
		return sizes;
	}

}

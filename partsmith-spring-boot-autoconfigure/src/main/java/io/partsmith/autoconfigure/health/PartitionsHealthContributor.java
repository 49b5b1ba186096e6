package io.partsmith.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.partsmith.maintenance.ManagedTables;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/** The health of every managed table, each under its id. */
public final class PartitionsHealthContributor implements CompositeHealthContributor {

	private final CompositeHealthContributor tables;

	PartitionsHealthContributor(ManagedTables tables, Function<TablePartitionConfig, HealthContributor> health) {
		Map<String, HealthContributor> byId = new LinkedHashMap<>();
		tables.all().forEach((config) -> byId.put(config.id(), health.apply(config)));
		this.tables = CompositeHealthContributor.fromMap(byId);
	}

	@Override
	public @Nullable HealthContributor getContributor(String id) {
		return this.tables.getContributor(id);
	}

	@Override
	public Stream<Entry> stream() {
		return this.tables.stream();
	}

}

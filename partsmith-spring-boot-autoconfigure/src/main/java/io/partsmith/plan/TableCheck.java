package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * Holds the configuration of a table against its catalog entry. What it finds does not
 * pass by itself: somebody has to change the YAML or the table.
 */
public final class TableCheck {

	private TableCheck() {
	}

	/**
	 * Checks one table.
	 * @param config the configuration
	 * @param topology what the database has
	 * @return what does not fit, each with its next step; empty where all fits
	 */
	public static List<Finding> check(TablePartitionConfig config, TableTopology topology) {
		if (topology instanceof TableTopology.Missing missing) {
			return List.of(missing(config, missing));
		}
		if (topology instanceof TableTopology.NotPartitioned plain) {
			return List.of(notPartitioned(config, plain));
		}
		return partitioned(config, (TableTopology.Partitioned) topology);
	}

	private static Finding missing(TablePartitionConfig config, TableTopology.Missing missing) {
		String hint = missing.namesakes().isEmpty()
				? "Create it with a migration: CREATE TABLE " + config.table() + " (...) PARTITION BY RANGE ("
						+ columns(config.scheme()) + ")"
				: "Did you mean " + missing.namesakes().get(0) + "? Write: partsmith.tables." + config.id() + ".table: "
						+ missing.namesakes().get(0);
		return new Finding(FindingCode.TABLE_MISSING, Step.PLAN, null,
				"The table " + config.table() + " of partsmith.tables." + config.id() + " does not exist", hint);
	}

	private static Finding notPartitioned(TablePartitionConfig config, TableTopology.NotPartitioned plain) {
		List<String> key = config.scheme().key();
		List<TableTopology.UniqueKey> unfit = plain.uniqueKeys()
			.stream()
			.filter((unique) -> !unique.columns().containsAll(key))
			.toList();
		String next = "Make a partitioned table with PARTITION BY RANGE (" + columns(config.scheme())
				+ "), move the rows and swap the names; PostgreSQL cannot partition a table in place";
		if (!unfit.isEmpty()) {
			next += ". Its " + unfit.stream().map(TableTopology.UniqueKey::definition).collect(Collectors.joining(", "))
					+ " must hold " + columns(config.scheme()) + " then (0A000)";
		}
		return new Finding(FindingCode.NOT_PARTITIONED, Step.PLAN, null,
				config.table() + " is a " + plain.kind() + ", not a partitioned table", next);
	}

	private static List<Finding> partitioned(TablePartitionConfig config, TableTopology.Partitioned table) {
		List<Finding> findings = new ArrayList<>();
		RangeScheme scheme = config.scheme();
		List<String> actual = table.key().columns().stream().map(KeyColumn::name).toList();
		if (table.key().method() != PartitionMethod.RANGE) {
			findings.add(mismatch(FindingCode.STRATEGY_MISMATCH, config, table,
					"configured for RANGE (" + columns(scheme) + ")"));
		}
		else if (!actual.equals(scheme.key())) {
			findings.add(mismatch(FindingCode.COLUMN_MISMATCH, config, table,
					"configured for the key (" + columns(scheme) + ")"));
		}
		else if (grid(config, table).isEmpty()) {
			findings.add(new Finding(FindingCode.COLUMN_MISMATCH, Step.PLAN, null,
					"The key column " + RelationName.quoteIdentifier(scheme.key().get(0)) + " of " + table.table()
							+ " has the type " + table.key().leading().type() + "; its boundaries need "
							+ scheme.boundaries().fittingTypes(),
					"Configure boundaries for that type in partsmith.tables." + config.id() + ": "
							+ boundariesFor(table.key().leading().type())));
		}
		if (!table.owned()) {
			findings.add(new Finding(FindingCode.NOT_OWNER, Step.PLAN, null,
					"Our role is not the owner of " + table.table() + ", which ATTACH and DETACH ask for (42501)",
					"ALTER TABLE " + table.table() + " OWNER TO <the role of this application>"));
		}
		if (!table.mayCreate()) {
			String schema = RelationName.quoteIdentifier(table.table().schema());
			findings.add(new Finding(FindingCode.NOT_OWNER, Step.PLAN, null,
					"Our role may not create tables in the schema " + schema + " (42501)",
					"GRANT USAGE, CREATE ON SCHEMA " + schema + " TO <the role of this application>"));
		}
		findings.addAll(LeavesCheck.check(config, table.properties()));
		return findings;
	}

	private static String boundariesFor(String type) {
		KeyType key = KeyType.named(type).orElse(null);
		if (key == null) {
			return "granularity with a codec that fits it, the name of a KeyCodec bean";
		}
		return switch (key) {
			case DATE -> "granularity of a day or longer";
			case TIMESTAMP, TIMESTAMPTZ -> "granularity";
			case SMALLINT, INTEGER -> "step for numbers, or granularity with codec: epoch-seconds for times";
			case BIGINT, NUMERIC -> "step for numbers, or granularity with codec: epoch-seconds, epoch-milliseconds, "
					+ "epoch-microseconds or snowflake for times";
			case UUID -> "granularity with codec: uuidv7, or ulid where it holds the bits of one";
			case TEXT -> "granularity with codec: ulid";
		};
	}

	private static Finding mismatch(FindingCode code, TablePartitionConfig config, TableTopology.Partitioned table,
			String configured) {
		return new Finding(code, Step.PLAN, null,
				table.table() + " is partitioned by " + table.key() + ", but " + configured, remedy(config, table));
	}

	private static String remedy(TablePartitionConfig config, TableTopology.Partitioned table) {
		List<KeyColumn> columns = table.key().columns();
		String entry = "partsmith.tables." + config.id();
		if (table.key().method() != PartitionMethod.RANGE || columns.stream().anyMatch(KeyColumn::isExpression)) {
			return "Remove " + entry + ", or make a table with PARTITION BY RANGE (" + columns(config.scheme())
					+ "), move the rows and swap the names";
		}
		if (columns.size() == 1) {
			return "Name the table's own key in " + entry + ": partition-column: " + table.key().leading().name();
		}
		return "Name the table's own key in " + entry + ": scheme: { method: range, key: "
				+ columns.stream().map(KeyColumn::name).toList() + ", boundaries: ... }";
	}

	private static String columns(RangeScheme scheme) {
		return scheme.key().stream().map(RelationName::quoteIdentifier).collect(Collectors.joining(", "));
	}

	/**
	 * The grid of a table that fits its configuration.
	 * @param config the configuration
	 * @param table what the database has
	 * @return the grid; empty where the boundaries do not fit the key's type
	 */
	static Optional<RangeGrid> grid(TablePartitionConfig config, TableTopology.Partitioned table) {
		Optional<Axis> axis = KeyType.named(table.key().leading().type())
			.flatMap((type) -> config.scheme().boundaries().over(type));
		return axis.map((found) -> new RangeGrid(found, table.key().columns().size()));
	}

}

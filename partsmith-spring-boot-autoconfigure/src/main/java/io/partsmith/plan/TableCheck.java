package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Access;
import io.partsmith.topology.Datum;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.MissingRight;
import io.partsmith.topology.MissingRight.Need;
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
				? "Create it with a migration: CREATE TABLE " + config.table() + " (...) " + division(config.scheme())
				: "Did you mean " + missing.namesakes().get(0) + "? Write: partsmith.tables." + config.id() + ".table: "
						+ missing.namesakes().get(0);
		return new Finding(FindingCode.TABLE_MISSING, Step.PLAN, null,
				"The table " + config.table() + " of partsmith.tables." + config.id() + " does not exist", hint);
	}

	private static Finding notPartitioned(TablePartitionConfig config, TableTopology.NotPartitioned plain) {
		String next = "Make a partitioned table with " + division(config.scheme())
				+ ", move the rows and swap the names; PostgreSQL cannot partition a table in place";
		List<TableTopology.UniqueKey> unfit = unfit(config, plain.uniqueKeys());
		if (!unfit.isEmpty()) {
			next += ". Its " + definitions(unfit) + " must hold " + quoted(columns(config)) + " then (0A000)";
		}
		return new Finding(FindingCode.NOT_PARTITIONED, Step.PLAN, null,
				config.table() + " is a " + plain.kind() + ", not a partitioned table", next);
	}

	private static List<Finding> partitioned(TablePartitionConfig config, TableTopology.Partitioned table) {
		List<Finding> findings = new ArrayList<>();
		Scheme scheme = config.scheme();
		if (table.key().method() != scheme.method()) {
			findings.add(mismatch(FindingCode.STRATEGY_MISMATCH, config, table));
		}
		else if (!table.key().columnNames().equals(scheme.key())) {
			findings.add(mismatch(FindingCode.COLUMN_MISMATCH, config, table));
		}
		else {
			scheme.levels().forEach((level) -> columns(config, table, level).ifPresent(findings::add));
			unique(config, table).ifPresent(findings::add);
		}
		if (!table.owned()) {
			findings.add(new Finding(FindingCode.NOT_OWNER, Step.PLAN, null,
					"Our role is not the owner of " + table.table() + ", which ATTACH and DETACH ask for (42501)",
					"ALTER TABLE " + table.table() + " OWNER TO " + table.access().role()));
		}
		if (!table.access().mayCreate()) {
			String schema = RelationName.quoteIdentifier(table.table().schema());
			findings.add(new Finding(FindingCode.NOT_OWNER, Step.PLAN, null,
					"Our role may not create tables in the schema " + schema + " (42501)",
					"GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + table.access().role()));
		}
		rights(config, table.access()).map((right) -> Findings.missing(right, Step.PLAN, null)).forEach(findings::add);
		findings.addAll(LeavesCheck.check(config, table));
		findings.addAll(new DistributionCheck(config, table).obstacles());
		return findings;
	}

	/**
	 * What a creation would be refused for; a partition's own owner is its planner's
	 * matter. Membership in another's role is not asked for: where the table becomes
	 * ours, nothing is handed down, and the other role may be a superuser.
	 */
	private static Stream<MissingRight> rights(TablePartitionConfig config, Access access) {
		boolean handingDown = access.owned() && config.leaves() instanceof Leaves.Local local
				&& local.inheritPrivileges();
		return access.missing()
			.stream()
			.filter((right) -> right.need() == Need.CREATE || handingDown && right.need() == Need.HAND_DOWN);
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

	/**
	 * Whether the table has the columns of a level, and windows can be laid over them.
	 */
	private static Optional<Finding> columns(TablePartitionConfig config, TableTopology.Partitioned table,
			Scheme level) {
		Map<String, String> types = table.shape().columns();
		List<String> missing = level.key().stream().filter((column) -> !types.containsKey(column)).toList();
		if (!missing.isEmpty()) {
			return Optional.of(new Finding(FindingCode.COLUMN_MISMATCH, Step.PLAN, null,
					table.table() + " has no column " + quoted(missing) + ", by which a level is to be divided",
					"Name a column of the table in partsmith.tables." + config.id()
							+ ".scheme, spelled as in the catalog"));
		}
		String type = types.getOrDefault(level.key().get(0), "");
		if (level instanceof GroupScheme list) {
			return values(config, table, list, type);
		}
		boolean fits = !(level instanceof Progression progression)
				|| KeyType.named(type).flatMap((found) -> progression.over(found, level.key().size())).isPresent();
		return fits ? Optional.empty() : Optional.of(new Finding(FindingCode.COLUMN_MISMATCH, Step.PLAN, null,
				"The key column " + RelationName.quoteIdentifier(level.key().get(0)) + " of " + table.table()
						+ " has the type " + type + "; its boundaries need "
						+ ((Progression) level).boundaries().fittingTypes(),
				"Configure boundaries for that type in partsmith.tables." + config.id() + ": " + boundariesFor(type)));
	}

	private static Optional<Finding> values(TablePartitionConfig config, TableTopology.Partitioned table,
			GroupScheme list, String type) {
		List<String> unfit = list.groups()
			.stream()
			.flatMap((group) -> group.values().stream())
			.filter((value) -> value instanceof Datum.Literal literal && !ListValue.fits(type, literal.text()))
			.map(Datum::toSql)
			.toList();
		return unfit.isEmpty() ? Optional.empty()
				: Optional.of(new Finding(FindingCode.COLUMN_MISMATCH, Step.PLAN, null,
						"The column " + RelationName.quoteIdentifier(list.column()) + " of " + table.table()
								+ " has the type " + type + " and cannot hold " + String.join(", ", unfit),
						"Correct the values in partsmith.tables." + config.id() + ".scheme, groups"));
	}

	/** A key that is unique in a whole tree must hold the columns of every level. */
	private static Optional<Finding> unique(TablePartitionConfig config, TableTopology.Partitioned table) {
		List<TableTopology.UniqueKey> unfit = unfit(config, table.shape().uniqueKeys());
		return unfit.isEmpty() ? Optional.empty()
				: Optional.of(new Finding(FindingCode.UNIQUE_KEY_UNFIT, Step.PLAN, null,
						definitions(unfit) + " of " + table.table() + " lacks a column by which a level is divided: "
								+ quoted(columns(config)) + " (0A000)",
						"Add the column to the key with a migration, or take that level out of partsmith.tables."
								+ config.id() + ".scheme"));
	}

	private static List<TableTopology.UniqueKey> unfit(TablePartitionConfig config,
			List<TableTopology.UniqueKey> uniqueKeys) {
		return uniqueKeys.stream().filter((unique) -> !unique.columns().containsAll(columns(config))).toList();
	}

	private static List<String> columns(TablePartitionConfig config) {
		return config.scheme().levels().stream().flatMap((level) -> level.key().stream()).toList();
	}

	private static String definitions(List<TableTopology.UniqueKey> keys) {
		return keys.stream().map(TableTopology.UniqueKey::definition).collect(Collectors.joining(", "));
	}

	private static Finding mismatch(FindingCode code, TablePartitionConfig config, TableTopology.Partitioned table) {
		Scheme scheme = config.scheme();
		String configured = (code == FindingCode.STRATEGY_MISMATCH) ? scheme.method().toString() : "the key";
		return new Finding(code, Step.PLAN, null, table.table() + " is partitioned by " + table.key()
				+ ", but configured for " + configured + " (" + quoted(scheme.key()) + ")", remedy(config, table));
	}

	private static String remedy(TablePartitionConfig config, TableTopology.Partitioned table) {
		List<KeyColumn> columns = table.key().columns();
		String entry = "partsmith.tables." + config.id();
		if (table.key().method() != config.scheme().method() || columns.stream().anyMatch(KeyColumn::isExpression)) {
			return "Remove " + entry + ", configure the method of the table, or make a table with "
					+ division(config.scheme()) + ", move the rows and swap the names";
		}
		if (columns.size() == 1 && config.scheme() instanceof RangeScheme) {
			return "Name the table's own key in " + entry + ": partition-column: " + table.key().leading().name();
		}
		return "Name the table's own key in " + entry + ": scheme: { method: "
				+ config.scheme().method().name().toLowerCase(Locale.ROOT) + ", key: "
				+ columns.stream().map(KeyColumn::name).toList() + ", ... }";
	}

	private static String division(Scheme scheme) {
		return "PARTITION BY " + scheme.method() + " (" + quoted(scheme.key()) + ")";
	}

	private static String quoted(List<String> columns) {
		return columns.stream().map(RelationName::quoteIdentifier).collect(Collectors.joining(", "));
	}

}

package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Answer;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Distribution;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a cluster would refuse of a table that it keeps, and what it would take and
 * then answer wrongly. Where there is no cluster it finds nothing.
 */
final class DistributionCheck {

	/** The rows that go from one distributed table into another in one statement. */
	static final long MOST_MOVED = 1_000;

	/**
	 * The bytes of a partition's name to which Citus can add the number of a shard, of up
	 * to eight digits, within the 63 that PostgreSQL keeps.
	 */
	private static final int SHORT_NAME = 54;

	private final TablePartitionConfig config;

	private final TableTopology.Partitioned table;

	private final @Nullable Distribution kept;

	DistributionCheck(TablePartitionConfig config, TableTopology.Partitioned table) {
		this.config = config;
		this.table = table;
		this.kept = table.distribution().orElse(null);
	}

	/** What keeps the whole table from being maintained as configured. */
	List<Finding> obstacles() {
		if (this.kept == null || this.config.scheme().child() == null) {
			return List.of();
		}
		return List.of(unfit(null,
				this.table.table() + " is " + this.kept
						+ ", and Citus takes no partition of it that is divided again (0A000)",
				"Take scheme.child out of partsmith.tables." + this.config.id()
						+ "; Citus divides the rows into shards anyway",
				false));
	}

	/**
	 * What keeps a detached table from being attached again.
	 * @param orphan the table
	 * @param urgent whether inserts fail without it
	 * @return the finding, or {@code null} where it fits
	 */
	@Nullable Finding of(Relation orphan, boolean urgent) {
		Distribution own = this.table.distributions().of(orphan.oid()).orElse(null);
		RelationName name = orphan.name();
		if (this.kept == null) {
			return (own == null) ? null
					: unfit(name, name + " is " + own + ", but " + this.table.table() + " is not (XX000)",
							"SELECT undistribute_table('" + literal(name) + "')", urgent);
		}
		if (this.kept.kind() == Distribution.Kind.SCHEMA && !name.schema().equals(this.table.table().schema())) {
			return unfit(name,
					name + " stands in another schema than " + this.table.table() + ", which is " + this.kept
							+ " (XX000)",
					"ALTER TABLE " + name + " SET SCHEMA " + RelationName.quoteIdentifier(this.table.table().schema()),
					urgent);
		}
		if (own == null || own.fits(this.kept)) {
			return null;
		}
		return unfit(name,
				name + " is " + own + ", but " + this.table.table() + " is " + this.kept
						+ "; attached, its rows would not be found by queries that name the column",
				"SELECT undistribute_table('" + literal(name)
						+ "'), and the next run attaches it; Citus then spreads its rows as those of "
						+ this.table.table(),
				urgent);
	}

	/** What to tell besides, once it is known what is made. */
	List<Finding> after(List<Operation> operations) {
		if (this.kept == null) {
			return List.of();
		}
		List<Finding> findings = new ArrayList<>();
		longNames(operations).ifPresent(findings::add);
		this.table.partitions().stream().map(Partition::relation).forEach((relation) -> {
			Distribution own = this.table.distributions().of(relation.oid()).orElse(null);
			if (own == null || !own.fits(this.kept)) {
				findings.add(misplaced(relation, own));
			}
			else if (own.leftover() > 0) {
				findings.add(leftover(relation, own));
			}
		});
		return findings;
	}

	private Optional<Finding> longNames(List<Operation> operations) {
		List<RelationName> names = Stream
			.concat(this.table.partitions().stream().map(Partition::name),
					operations.stream()
						.filter((operation) -> operation.effect() == OperationKind.CREATE)
						.map(Operation::partition))
			.filter((name) -> name.nameBytes() > SHORT_NAME)
			.toList();
		return names.isEmpty() ? Optional.empty() : Optional.of(new Finding(FindingCode.SHARD_NAME_LONG, Step.CREATE,
				names.get(0),
				Findings.names(names) + " leave(s) no room for the number of a shard within 63 bytes, so that"
						+ " Citus shortens the names of the shards, and refuses DDL behind a parallel query of the same"
						+ " transaction (XX000)",
				"Rename " + this.table.table() + " to a shorter name if that happens to your own transactions;"
						+ " ours are not concerned"));
	}

	private Finding misplaced(Relation partition, @Nullable Distribution own) {
		return unfit(partition.name(),
				partition.name() + " is " + ((own != null) ? own : "on the coordinator alone") + ", but its table "
						+ this.table.table() + " is " + this.kept
						+ ", so that queries which name the column miss its rows",
				"ALTER TABLE " + this.table.table() + " DETACH PARTITION " + partition.name()
						+ "; SELECT undistribute_table('" + literal(partition.name()) + "'); and attach it again",
				false);
	}

	private Finding leftover(Relation partition, Distribution own) {
		return new Finding(FindingCode.LOCAL_LEFTOVER, Step.PLAN, partition.name(), "About " + own.leftover()
				+ " row(s) of " + partition.name()
				+ " lie on the coordinator from before it was distributed; nobody sees them, for the shards hold them",
				"SELECT truncate_local_data_after_distributing_table('" + literal(partition.name()) + "')");
	}

	/** What stands against moving all rows of a table that a cluster keeps. */
	static Optional<Finding> ofRows(TableTopology topology) {
		return (topology instanceof TableTopology.Partitioned table) ? table.distribution()
			.map((kept) -> new Finding(FindingCode.DISTRIBUTION_UNFIT, Step.MOVE, null,
					table.table() + " is " + kept + "; rows are not moved in batches across shards",
					"SELECT undistribute_table('" + literal(table.table())
							+ "') brings it to one server; or copy the rows yourself"))
				: Optional.empty();
	}

	/** More rows than one statement takes along. */
	static Finding tooMany(Operation.Placing into, Relation source, Answer.Number rows) {
		String parent = into.parent().name().toString();
		return new Finding(FindingCode.DEFAULT_HOLDS_ROWS, Step.MOVE, source.name(),
				source.name() + " holds " + rows + " row(s) of the window " + into.window() + ", which is wanted as "
						+ into.partition() + "; across shards a run moves " + MOST_MOVED + " at most",
				"In one transaction, while nobody writes: ALTER TABLE " + parent + " DETACH PARTITION " + source.name()
						+ "; CREATE TABLE " + into.partition() + " PARTITION OF " + parent + " " + into.bounds().toSql()
						+ "; INSERT INTO " + into.partition() + " SELECT ... FROM " + source.name()
						+ " WHERE ...; DELETE FROM " + source.name() + " WHERE ...; ALTER TABLE " + parent
						+ " ATTACH PARTITION " + source.name() + " DEFAULT",
				into.urgent());
	}

	private static Finding unfit(@Nullable RelationName partition, String message, String next, boolean urgent) {
		return new Finding(FindingCode.DISTRIBUTION_UNFIT, (partition != null) ? Step.ATTACH : Step.PLAN, partition,
				message, next, urgent);
	}

	private static String literal(RelationName name) {
		return name.toString().replace("'", "''");
	}

}

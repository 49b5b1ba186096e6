package io.partsmith.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.partsmith.topology.Datum;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one table, round by round, and what was answered. Partitions lie in
 * the order of their keys, so the newest one that has a row holds the newest key; the
 * newest few are mostly ahead of need and empty.
 */
final class FactQuestion {

	/** Rows in DEFAULT are counted up to here; beyond, the statistics must do. */
	private static final int COUNTED = 10_000;

	private static final int PROBED_FIRST = 8;

	private static final int PROBED_NEXT = 250;

	private static final BigDecimal LOWEST = new BigDecimal(BigInteger.TWO.pow(200).negate());

	private final TableTopology.Partitioned table;

	private final @Nullable Partition defaultPartition;

	/** The partitions that were not probed yet, newest first. */
	private List<Partition> unprobed;

	private boolean defaultUncounted;

	private boolean firstRound = true;

	private NewestKey newest = new NewestKey.None();

	private @Nullable Long lastGivenOut;

	private TableTopology.@Nullable RowCount defaultRows;

	FactQuestion(TableTopology.Partitioned table, boolean ids, boolean countsDefault) {
		this.table = table;
		this.defaultPartition = countsDefault ? table.defaultPartition().orElse(null) : null;
		this.defaultUncounted = this.defaultPartition != null;
		this.unprobed = table.partitions()
			.stream()
			.filter((partition) -> ids && !partition.isDefault() && !partition.detachPending())
			.sorted(Comparator.comparing(FactQuestion::lowerBound).reversed())
			.toList();
	}

	private static BigDecimal lowerBound(Partition partition) {
		if (partition.bounds() instanceof PartitionBounds.Range range
				&& range.from().get(0) instanceof Datum.Literal literal) {
			try {
				return new BigDecimal(literal.text());
			}
			catch (NumberFormatException ex) {
				// A bound of another kind: probed last.
			}
		}
		return LOWEST;
	}

	boolean isOpen() {
		return this.defaultUncounted || this.newest instanceof NewestKey.None && !this.unprobed.isEmpty();
	}

	String sql(int number) {
		String column = RelationName
			.quoteIdentifier(Objects.requireNonNullElse(this.table.key().leading().name(), "?"));
		List<Partition> probed = probed();
		String newestKey = probed.isEmpty() ? "NULL::text"
				: probed.stream()
					.map((partition) -> "(SELECT max(" + column + ") FROM " + partition.name() + ")")
					.collect(Collectors.joining(", ", "coalesce(", ")::text"));
		String count = (this.defaultPartition != null && this.defaultUncounted) ? "(SELECT count(*) FROM (SELECT FROM "
				+ this.defaultPartition.name() + " LIMIT " + (COUNTED + 1) + ") AS counted)" : "NULL::bigint";
		return "SELECT " + number + ", " + newestKey + ", " + count + ", " + lastGivenOut();
	}

	/** The last value of the sequence that the key column owns, NULL before its first. */
	private String lastGivenOut() {
		String column = this.table.key().leading().name();
		if (this.unprobed.isEmpty() || !this.firstRound || column == null) {
			return "NULL::bigint";
		}
		return "(SELECT pg_sequence_last_value(owned.sequence::regclass) FROM (SELECT pg_get_serial_sequence("
				+ new Datum.Literal(this.table.table().toString()).toSql() + ", " + new Datum.Literal(column).toSql()
				+ ")) AS owned(sequence) WHERE owned.sequence IS NOT NULL)";
	}

	/**
	 * How many partitions the next round touches; each costs a lock, and one per index.
	 */
	int width() {
		return probed().size();
	}

	private List<Partition> probed() {
		int most = this.firstRound ? PROBED_FIRST : PROBED_NEXT;
		return this.unprobed.subList(0, Math.min(most, this.unprobed.size()));
	}

	void answer(@Nullable String newestKey, @Nullable Long rows, @Nullable Long givenOut) {
		this.lastGivenOut = (givenOut != null) ? givenOut : this.lastGivenOut;
		this.unprobed = this.unprobed.subList(probed().size(), this.unprobed.size());
		this.firstRound = false;
		this.defaultUncounted = false;
		if (newestKey != null) {
			this.newest = key(newestKey);
		}
		if (rows != null) {
			this.defaultRows = (rows <= COUNTED) ? new TableTopology.RowCount(rows, true) : estimated();
		}
	}

	private static NewestKey key(String text) {
		try {
			return new NewestKey.Known(new BigDecimal(text).setScale(0, RoundingMode.FLOOR).toBigInteger());
		}
		catch (NumberFormatException ex) {
			return new NewestKey.Unknown("the newest key is " + text);
		}
	}

	private TableTopology.RowCount estimated() {
		Long statistics = (this.defaultPartition != null) ? this.defaultPartition.relation().rows() : null;
		return new TableTopology.RowCount(Math.max(COUNTED + 1, (statistics != null) ? statistics : 0), false);
	}

	void leaveDefaultOut() {
		this.defaultUncounted = false;
	}

	void fail(SQLException ex) {
		if (!this.unprobed.isEmpty()) {
			this.newest = new NewestKey.Unknown(ex.getMessage() + " [" + ex.getSQLState() + "]");
		}
	}

	long oid() {
		return this.table.oid();
	}

	NewestKey newestKey() {
		Long last = this.lastGivenOut;
		return (this.newest instanceof NewestKey.None && last != null) ? new NewestKey.Drained(BigInteger.valueOf(last))
				: this.newest;
	}

	TableTopology.Partitioned answered(Map<Long, NewestKey> beneath) {
		return this.table.measured(newestKey(), beneath, this.defaultRows);
	}

}

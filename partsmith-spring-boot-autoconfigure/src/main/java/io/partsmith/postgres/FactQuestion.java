package io.partsmith.postgres;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.partsmith.plan.Site;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.KeyType;
import io.partsmith.topology.Datum;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Partition;
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

	private final TableTopology.Partitioned table;

	private final @Nullable CursorSource source;

	/** Beneath the table itself no column owns a sequence. */
	private final RelationName sequenceOf;

	private final @Nullable Partition defaultPartition;

	/** The partitions that were not probed yet, newest first. */
	private List<List<Partition>> unprobed;

	private boolean defaultUncounted;

	private boolean firstRound = true;

	private @Nullable Long sequenceStart;

	private NewestKey newest = new NewestKey.None();

	private @Nullable Long lastGivenOut;

	private TableTopology.@Nullable RowCount defaultRows;

	/**
	 * A question about one relation that is divided.
	 * @param site the relation, and the level that divides it
	 * @param countsDefault whether rows in its DEFAULT partition are counted
	 */
	FactQuestion(Site site, boolean countsDefault) {
		this.table = site.table();
		this.source = site.cursorSource();
		this.sequenceOf = site.config().table();
		this.defaultPartition = countsDefault ? this.table.defaultPartition().orElse(null) : null;
		this.defaultUncounted = this.defaultPartition != null;
		this.unprobed = NewestFirst.of(this.table.partitions()
			.stream()
			.filter((partition) -> this.source == CursorSource.MAX_KEY && !partition.isDefault()
					&& !partition.detachPending()));
	}

	boolean isOpen() {
		return this.defaultUncounted || asksSequence()
				|| this.newest instanceof NewestKey.None && !this.unprobed.isEmpty();
	}

	private boolean asksSequence() {
		return this.source != null && this.firstRound && !this.table.key().leading().isExpression();
	}

	String sql(int number) {
		String column = RelationName.quoteIdentifier(column());
		List<List<Partition>> probed = probed();
		String newestKey = probed.isEmpty() ? "NULL::text"
				: probed.stream()
					.map((group) -> newestKey(column, group))
					.collect(Collectors.joining(", ", "coalesce(", ")::text"));
		String count = (this.defaultPartition != null && this.defaultUncounted)
				? "(SELECT count(*) FROM (SELECT 1 FROM " + this.defaultPartition.name() + " LIMIT " + (COUNTED + 1)
						+ ") AS counted)"
				: "NULL::bigint";
		return "SELECT " + number + ", " + newestKey + ", " + count + ", " + lastGivenOut();
	}

	private static String newestKey(String column, List<Partition> group) {
		return group.stream()
			.map((partition) -> "(SELECT max(" + column + ") FROM " + partition.name() + ")")
			.collect(Collectors.joining(", ", (group.size() > 1) ? "greatest(" : "", (group.size() > 1) ? ")" : ""));
	}

	/**
	 * The last value of the sequence that the key column owns, NULL before its first, and
	 * where it starts, NULL where there is no such sequence.
	 */
	private String lastGivenOut() {
		if (!asksSequence()) {
			return "NULL::bigint, NULL::bigint";
		}
		String sequence = "(SELECT pg_get_serial_sequence(" + new Datum.Literal(this.sequenceOf.toString()).toSql()
				+ ", " + new Datum.Literal(column()).toSql() + "))";
		return "(SELECT pg_sequence_last_value(owned.sequence::regclass) FROM " + sequence
				+ " AS owned(sequence) WHERE owned.sequence IS NOT NULL), "
				+ "(SELECT s.seqstart FROM pg_catalog.pg_sequence AS s WHERE s.seqrelid = " + sequence + "::regclass)";
	}

	private String column() {
		return Objects.requireNonNullElse(this.table.key().leading().name(), "?");
	}

	/**
	 * How many partitions the next round touches; each costs a lock, and one per index.
	 */
	int width() {
		return probed().stream().mapToInt(List::size).sum();
	}

	private List<List<Partition>> probed() {
		int most = this.firstRound ? PROBED_FIRST : PROBED_NEXT;
		return this.unprobed.subList(0, Math.min(most, this.unprobed.size()));
	}

	void answer(@Nullable String newestKey, @Nullable Long rows, @Nullable Long givenOut, @Nullable Long start) {
		this.sequenceStart = (start != null) ? start : this.sequenceStart;
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
		return KeyType.floor(text)
			.<NewestKey>map(NewestKey.Known::new)
			.orElseGet(() -> new NewestKey.Unknown("the newest key is " + text));
	}

	private TableTopology.RowCount estimated() {
		Long statistics = (this.defaultPartition != null) ? this.defaultPartition.relation().rows() : null;
		return new TableTopology.RowCount(Math.max(COUNTED + 1, (statistics != null) ? statistics : 0), false);
	}

	void leaveDefaultOut() {
		this.defaultUncounted = false;
	}

	void fail(SQLException ex) {
		if (asksSequence() || !this.unprobed.isEmpty()) {
			this.firstRound = false;
			this.newest = new NewestKey.Unknown(ex.getMessage() + " [" + ex.getSQLState() + "]");
		}
	}

	long oid() {
		return this.table.oid();
	}

	TableTopology.Partitioned answered(Map<Long, NewestKey> beneath) {
		return this.table.measured(newestKey(), beneath, this.defaultRows);
	}

	NewestKey newestKey() {
		BigInteger last = (this.lastGivenOut != null) ? BigInteger.valueOf(this.lastGivenOut) : null;
		if (this.newest instanceof NewestKey.Known known) {
			return new NewestKey.Known(known.value(), last);
		}
		if (this.newest instanceof NewestKey.Unknown) {
			return this.newest;
		}
		NewestKey none = new NewestKey.None(
				(this.sequenceStart != null) ? BigInteger.valueOf(this.sequenceStart) : null);
		if (this.source == CursorSource.SEQUENCE) {
			return (this.sequenceStart != null) ? ((last != null) ? new NewestKey.Known(last) : none) : unowned();
		}
		return (last != null) ? new NewestKey.Drained(last) : none;
	}

	private NewestKey unowned() {
		RelationName root = this.sequenceOf;
		String column = RelationName.quoteIdentifier(column());
		RelationName sequence = root.sibling(root.name() + "_" + column() + "_seq");
		String literal = new Datum.Literal(sequence.toString()).toSql();
		return new NewestKey.Unknown("its column " + column + " owns no sequence, which cursor: sequence asks for",
				"Let it own the one it has, ALTER SEQUENCE <name> OWNED BY " + root + "." + column
						+ "; or make one: CREATE SEQUENCE " + sequence + " OWNED BY " + root + "." + column
						+ "; SELECT setval(" + literal + ", max(" + column + ")) FROM " + root + "; ALTER TABLE " + root
						+ " ALTER COLUMN " + column + " SET DEFAULT nextval(" + literal + ")");
	}

}

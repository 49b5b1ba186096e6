package io.partsmith.postgres;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Question;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Reads the catalog in one snapshot under a fixed time zone and date style, in which
 * PostgreSQL prints bounds; then, where somebody needs them, the few facts that stand in
 * the tables themselves.
 */
public class PostgresMetadataProvider implements PartitionMetadataProvider {

	private final Session session;

	private final KnownBounds bounds = new KnownBounds();

	private final FactReader facts;

	private final QuestionReader questions;

	private final @Nullable Clock clock;

	private final Dialect dialect;

	/**
	 * A reader that compares no clocks.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 */
	public PostgresMetadataProvider(DataSource dataSource, ExecutionSettings settings) {
		this(dataSource, settings, null);
	}

	/**
	 * A reader of a PostgreSQL that is part of no cluster.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 * @param clock the clock that is held against the database's, or {@code null} for
	 * none
	 */
	public PostgresMetadataProvider(DataSource dataSource, ExecutionSettings settings, @Nullable Clock clock) {
		this(dataSource, settings, clock, Dialect.POSTGRESQL);
	}

	/**
	 * A reader.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 * @param clock the clock that is held against the database's, or {@code null} for
	 * none
	 * @param dialect what the cluster knows besides
	 */
	public PostgresMetadataProvider(DataSource dataSource, ExecutionSettings settings, @Nullable Clock clock,
			Dialect dialect) {
		this.clock = clock;
		this.dialect = dialect;
		this.session = new Session(dataSource, settings);
		this.facts = new FactReader(this.session);
		this.questions = new QuestionReader(this.session, dialect);
	}

	@Override
	public CatalogSnapshot read(Collection<TablePartitionConfig> tables) {
		List<TablePartitionConfig> asked = List.copyOf(tables);
		try {
			CatalogSnapshot snapshot = this.session.inSnapshot((connection) -> this.dialect
				.complete(new CatalogReader(connection, this.session.settings().markerPrefix(), this.bounds, this.clock)
					.read(asked), connection));
			return this.facts.measure(asked, snapshot);
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Reading the catalog", null, ex);
		}
	}

	@Override
	public Map<Question, Answer> answer(Collection<Question> questions) {
		return this.questions.answer(questions);
	}

	@Override
	public Map<Long, Long> sizes(TableTopology.Partitioned table) {
		return sizes(List.of(table), (relation) -> true);
	}

	@Override
	public Map<Long, Long> sizes(Collection<TableTopology.Partitioned> tables, Predicate<Relation> asked) {
		Map<Relation, List<Long>> leaves = new LinkedHashMap<>();
		tables.forEach((table) -> {
			table.partitions().forEach((partition) -> collect(partition.relation(), partition.branch(), leaves));
			table.orphans().forEach((orphan) -> collect(orphan.relation(), orphan.branch(), leaves));
		});
		leaves.keySet().removeIf(asked.negate());
		Long[] units = leaves.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((leaf) -> entry.getKey().oid()))
			.toArray(Long[]::new);
		Long[] members = leaves.values().stream().flatMap(List::stream).toArray(Long[]::new);
		try {
			return this.session.inSnapshot((connection) -> {
				Map<Long, Long> sizes = new HashMap<>();
				// Not NULL: it is known that nothing lies there.
				leaves.forEach((relation, own) -> {
					if (own.isEmpty()) {
						sizes.put(relation.oid(), 0L);
					}
				});
				Rows.read(connection, CatalogQueries.SIZES.formatted(this.dialect.size("w.leaf::oid")),
						(row) -> sizes.put(row.getLong(1), row.getLong(2)), connection.createArrayOf("bigint", units),
						connection.createArrayOf("bigint", members));
				return sizes;
			});
		}
		catch (SQLException ex) {
			if (SqlFailures.isContention(ex)) {
				return Map.of();
			}
			throw new UncategorizedSQLException(
					"Measuring " + tables.stream().map(TableTopology.Partitioned::table).toList(), null, ex);
		}
	}

	@Override
	public List<String> smallestKeys(RelationName table, List<String> key, @Nullable KeyStart from, int most) {
		// Without its table, ORDER BY would mean the text that is selected.
		List<String> columns = key.stream().map((column) -> "k." + RelationName.quoteIdentifier(column)).toList();
		String sql = "SELECT " + columns.get(0) + "::text FROM " + table + " AS k WHERE "
				+ columns.stream().map((column) -> column + " IS NOT NULL").collect(Collectors.joining(" AND "))
				+ ((from != null) ? " AND " + columns.get(0) + (from.included() ? " >= " : " > ")
						+ new Datum.Literal(from.key()).toSql() : "")
				+ " ORDER BY " + columns.get(0) + " LIMIT " + most;
		try {
			return this.session.inReadOnlySnapshot((connection) -> {
				List<String> found = new ArrayList<>();
				Rows.read(connection, sql, (row) -> found.add(row.getString(1)));
				return found;
			});
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Looking for the smallest keys of " + table, null, ex);
		}
	}

	@Override
	public long rows(RelationName table, long most) {
		String sql = "SELECT count(*) FROM (SELECT 1 FROM ONLY " + table + " LIMIT " + most + ") AS found";
		try {
			return this.session
				.inReadOnlySnapshot((connection) -> Session.queryRow(connection, sql, (row) -> row.getLong(1)));
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Counting the rows of " + table, null, ex);
		}
	}

	/** A partitioned relation has no size of its own: that of its leaves is its size. */
	private static List<Long> collect(Relation relation, @Nullable Branch branch, Map<Relation, List<Long>> leaves) {
		List<Long> own = (branch != null) ? branch.partitions()
			.stream()
			.flatMap((partition) -> collect(partition.relation(), partition.branch(), leaves).stream())
			.toList() : List.of(relation.oid());
		leaves.put(relation, own);
		return own;
	}

}

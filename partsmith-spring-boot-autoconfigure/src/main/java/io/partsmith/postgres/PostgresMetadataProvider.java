package io.partsmith.postgres;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Question;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Relation;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Reads the catalog in one snapshot under a fixed time zone and date style, in which
 * PostgreSQL prints bounds; then, where somebody needs them, the few facts that stand in
 * the tables themselves.
 */
public class PostgresMetadataProvider implements PartitionMetadataProvider {

	private final Session session;

	private final FactReader facts;

	private final QuestionReader questions;

	/**
	 * A reader.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 */
	public PostgresMetadataProvider(DataSource dataSource, ExecutionSettings settings) {
		this.session = new Session(dataSource, settings);
		this.facts = new FactReader(this.session);
		this.questions = new QuestionReader(this.session);
	}

	@Override
	public CatalogSnapshot read(Collection<TablePartitionConfig> tables) {
		List<TablePartitionConfig> asked = List.copyOf(tables);
		try {
			CatalogSnapshot snapshot = this.session.inSnapshot(
					(connection) -> new CatalogReader(connection, this.session.settings().markerPrefix()).read(asked));
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
		Map<Long, List<Long>> leaves = new HashMap<>();
		table.partitions().forEach((partition) -> collect(partition.relation(), partition.branch(), leaves));
		table.orphans().forEach((orphan) -> collect(orphan.relation(), orphan.branch(), leaves));
		Long[] units = leaves.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((leaf) -> entry.getKey()))
			.toArray(Long[]::new);
		Long[] members = leaves.values().stream().flatMap(List::stream).toArray(Long[]::new);
		try {
			return this.session.inSnapshot((connection) -> {
				Map<Long, Long> sizes = new HashMap<>();
				Rows.read(connection, CatalogQueries.SIZES, (row) -> sizes.put(row.getLong(1), row.getLong(2)),
						connection.createArrayOf("bigint", units), connection.createArrayOf("bigint", members));
				return sizes;
			});
		}
		catch (SQLException ex) {
			if (SqlFailures.isContention(ex)) {
				return Map.of();
			}
			throw new UncategorizedSQLException("Measuring " + table.table(), null, ex);
		}
	}

	/** A partitioned relation has no size of its own: that of its leaves is its size. */
	private static List<Long> collect(Relation relation, @Nullable Branch branch, Map<Long, List<Long>> leaves) {
		List<Long> own = (branch != null) ? branch.partitions()
			.stream()
			.flatMap((partition) -> collect(partition.relation(), partition.branch(), leaves).stream())
			.toList() : List.of(relation.oid());
		leaves.put(relation.oid(), own);
		return own;
	}

}

package io.partsmith.postgres;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Question;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

import org.jspecify.annotations.Nullable;

/** Reads what exists. */
public interface PartitionMetadataProvider {

	/**
	 * Everything the planner needs of some tables, in a number of queries that does not
	 * grow with the tables or their partitions.
	 * @param tables the tables
	 * @return the snapshot
	 * @throws org.springframework.dao.DataAccessException if the catalog could not be
	 * read
	 */
	CatalogSnapshot read(Collection<TablePartitionConfig> tables);

	/**
	 * The sizes of a table's direct partitions and orphans, their subtrees included.
	 * @param table the table
	 * @return bytes on disk with indexes and TOAST, by OID; without the ones whose size
	 * could not be had because somebody locks them exclusively
	 */
	Map<Long, Long> sizes(TableTopology.Partitioned table);

	/**
	 * The sizes of partitions and orphans of several tables, at every level, measured
	 * together.
	 * @param tables the tables
	 * @param asked whether the size of a relation is asked for
	 * @return as {@link #sizes(TableTopology.Partitioned)}
	 */
	default Map<Long, Long> sizes(Collection<TableTopology.Partitioned> tables, Predicate<Relation> asked) {
		Map<Long, Long> sizes = new HashMap<>();
		tables.forEach((table) -> sizes.putAll(sizes(table)));
		return sizes;
	}

	/**
	 * The smallest leading keys of a table's rows that have no NULL in their key.
	 * @param table the table
	 * @param key the columns of the key
	 * @param from where keys begin to count; {@code null} for all
	 * @param most the number of rows that are read
	 * @return the keys as PostgreSQL prints them in UTC, the smallest first, each as
	 * often as it is there; fewer than asked for where no more rows are left
	 * @throws org.springframework.dao.DataAccessException if the table could not be read
	 */
	default List<String> smallestKeys(RelationName table, List<String> key, @Nullable KeyStart from, int most) {
		throw new UnsupportedOperationException(getClass().getName() + " reads no rows");
	}

	/**
	 * Counts the rows of a table itself, without what is beneath it.
	 * @param table the table
	 * @param most where it stops
	 * @return the rows, but no more than that
	 * @throws org.springframework.dao.DataAccessException if the table could not be read
	 */
	default long rows(RelationName table, long most) {
		throw new UnsupportedOperationException(getClass().getName() + " reads no rows");
	}

	/**
	 * Finds out what the catalog does not know, only where a rule asks for it: in bulk,
	 * without a change and within the statement timeout. What cannot be found out is
	 * answered too, with the reason; the planner keeps what depends on it.
	 * @param questions what is asked; none of them is for a bean
	 * @return an answer to each
	 */
	default Map<Question, Answer> answer(Collection<Question> questions) {
		Map<Question, Answer> answers = new HashMap<>();
		questions.forEach(
				(question) -> answers.put(question, new Answer.Unknown(getClass().getName() + " measures nothing")));
		return answers;
	}

}

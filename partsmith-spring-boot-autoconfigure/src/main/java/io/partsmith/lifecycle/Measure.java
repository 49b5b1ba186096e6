package io.partsmith.lifecycle;

import java.util.List;

import io.partsmith.topology.PartitionBounds;

/** What can be found out about a unit, its subtree included. */
public sealed interface Measure {

	/** Its size on disk with indexes and TOAST, in bytes. */
	record Size() implements Measure {
	}

	/**
	 * Its rows. They are counted, but not beyond a number; what has more is estimated by
	 * PostgreSQL's statistics.
	 *
	 * @param counted how far they are counted; 0 to 10,000
	 */
	record Rows(long counted) implements Measure {

		/** The most rows of a unit that are ever counted. */
		public static final long MOST = 10_000;

	}

	/**
	 * Those of its rows that a partition with other bounds would hold. They are counted
	 * among its first rows only, where it has very many.
	 *
	 * @param key the columns of the partition key
	 * @param bounds the bounds of that partition
	 * @param read how many rows are read for that at most
	 */
	record RowsWithin(List<String> key, PartitionBounds bounds, long read) implements Measure {

		/** The rows that a plan has read of a table, about 100 ms' worth. */
		public static final long FEW = 1_000_000;

		/**
		 * Copies the columns.
		 * @param key the columns of the partition key
		 * @param bounds the bounds of that partition
		 * @param read how many rows are read at most
		 */
		public RowsWithin {
			key = List.copyOf(key);
		}

	}

	/** What stands against keeping it in columns. */
	record ColumnarFit() implements Measure {
	}

	/** Whether a row outside refers to one of its rows by a foreign key. */
	record References() implements Measure {
	}

	/**
	 * What a query says.
	 *
	 * @param query the query as it is written, with its placeholder
	 */
	record SqlAnswer(String query) implements Measure {
	}

	/**
	 * What a bean of the application says.
	 *
	 * @param name the bean's name
	 */
	record BeanAnswer(String name) implements Measure {
	}

}

package io.partsmith.lifecycle;

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

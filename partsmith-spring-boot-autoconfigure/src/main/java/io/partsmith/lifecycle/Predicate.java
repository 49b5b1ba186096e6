package io.partsmith.lifecycle;

import io.partsmith.scheme.TimeAmount;

/** A condition on what a unit holds, not on its place in the order. */
public sealed interface Predicate extends Condition {

	/**
	 * The unit is larger on disk than a size, with indexes and TOAST.
	 *
	 * @param size the size
	 */
	record SizeAbove(DataAmount size) implements Predicate {

		@Override
		public Verdict judge(Subject subject) {
			return subject.by(new Measure.Size(), describe(),
					(answer) -> Verdict.of(((Answer.Number) answer).value() > this.size.bytes(),
							describe() + ": " + new DataAmount(((Answer.Number) answer).value())));
		}

		@Override
		public String describe() {
			return "size-above " + this.size;
		}

	}

	/**
	 * The unit has more rows than a number. Up to 10,000 rows are counted; above, the
	 * statistics must tell.
	 *
	 * @param rows the number of rows, 0 or more
	 */
	record RowsAbove(long rows) implements Predicate {

		/**
		 * Refuses a negative number.
		 * @param rows the number of rows
		 * @throws IllegalArgumentException if it is negative
		 */
		public RowsAbove {
			if (rows < 0) {
				throw new IllegalArgumentException("A number of rows is not negative");
			}
		}

		@Override
		public Verdict judge(Subject subject) {
			return subject.by(measure(), describe(), (answer) -> judge((Answer.Number) answer));
		}

		/**
		 * What has to be measured.
		 * @return the rows, counted no further than needed
		 */
		public Measure measure() {
			return new Measure.Rows(Math.min(this.rows, Measure.Rows.MOST));
		}

		private Verdict judge(Answer.Number counted) {
			boolean above = counted.value() > this.rows;
			if (!above && counted.precision() == Answer.Precision.AT_LEAST) {
				return Verdict.unknown(describe() + " could not be answered: there are " + counted
						+ " rows, and no statistics yet; ANALYZE the partition");
			}
			return Verdict.of(above, describe() + ": " + counted + " row(s)");
		}

		@Override
		public String describe() {
			return "rows-above " + this.rows;
		}

	}

	/**
	 * The unit's window ended longer ago than an age, by the calendar of the table; so
	 * every row in it is older. Never true of the cursor's own window or of what lies
	 * ahead; for tables over time only.
	 *
	 * @param age the age, at least an hour
	 */
	record WindowAgeAbove(TimeAmount age) implements Predicate {

		/**
		 * Refuses an age below an hour, behind which stands a mistaken unit.
		 * @param age the age
		 * @throws IllegalArgumentException if the age is below an hour
		 */
		public WindowAgeAbove {
			new Retention.KeepFor(age);
		}

		@Override
		public Verdict judge(Subject subject) {
			return subject.endsBefore(new Retention.KeepFor(this.age), describe());
		}

		@Override
		public String describe() {
			return "window-age-above " + this.age;
		}

	}

	/** No row outside refers to a row of the unit by a foreign key. */
	record Unreferenced() implements Predicate {

		@Override
		public Verdict judge(Subject subject) {
			return subject.by(new Measure.References(), describe(),
					(answer) -> ((Answer.Flag) answer).value()
							? Verdict.of(false, describe() + ": a row outside refers to it")
							: Verdict.of(true, describe() + ": no row outside refers to it"));
		}

		@Override
		public String describe() {
			return "unreferenced";
		}

	}

	/**
	 * A query says so. It runs in a read-only transaction under the statement timeout; no
	 * row and NULL mean no.
	 *
	 * @param query one boolean, with {@code {partition}} in the place of the quoted name
	 */
	record Sql(String query) implements Predicate {

		/** What becomes the name of the partition. */
		public static final String PLACEHOLDER = "{partition}";

		/**
		 * Refuses a query that asks the same of every partition, and more than one
		 * statement.
		 * @param query the query
		 * @throws IllegalArgumentException if the placeholder is missing or there is a
		 * semicolon
		 */
		public Sql {
			query = query.strip().replaceFirst(";$", "");
			if (!query.contains(PLACEHOLDER)) {
				throw new IllegalArgumentException("The query does not hold " + PLACEHOLDER
						+ ", in whose place the partition's quoted name is put; it would say the same of every partition");
			}
			if (query.indexOf(';') >= 0) {
				throw new IllegalArgumentException("The query holds a semicolon; it must be one SELECT of one boolean");
			}
		}

		@Override
		public Verdict judge(Subject subject) {
			return subject.by(new Measure.SqlAnswer(this.query), describe(), (answer) -> Verdict
				.of(((Answer.Flag) answer).value(), describe() + ": " + ((Answer.Flag) answer).value()));
		}

		@Override
		public String describe() {
			return "sql " + this.query;
		}

	}

	/**
	 * A bean of the application says so.
	 *
	 * @param name the name of a {@link PartitionPredicate} bean
	 */
	record Bean(String name) implements Predicate {

		/**
		 * Refuses an empty name.
		 * @param name the bean's name
		 * @throws IllegalArgumentException if it is blank
		 */
		public Bean {
			if (name.isBlank()) {
				throw new IllegalArgumentException("The name of a bean is not blank");
			}
		}

		@Override
		public Verdict judge(Subject subject) {
			return subject.by(new Measure.BeanAnswer(this.name), describe(), (answer) -> Verdict
				.of(((Answer.Flag) answer).value(), describe() + ": " + ((Answer.Flag) answer).value()));
		}

		@Override
		public String describe() {
			return "bean " + this.name;
		}

	}

}

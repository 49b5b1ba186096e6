package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for further columns that a file has no room for, once it is lost for one of them:
 * through as many rows as were written in vain. So a table is read a few times at most
 * until its columns are known, however many of them there are and wherever their values
 * stand.
 */
final class FitCheck {

	private final List<ParquetColumn> columns;

	private final List<ColumnType> types;

	private final Set<String> unfit = new LinkedHashSet<>();

	private long left;

	private boolean thrown;

	FitCheck(List<ParquetColumn> columns) {
		this.columns = columns;
		this.types = columns.stream().map(ParquetColumn::columnType).toList();
	}

	/** Whether the file is lost. */
	boolean isLost() {
		return !this.unfit.isEmpty();
	}

	/** Begins with the row that did not fit. */
	void begin(ByteBuffer row, long written) throws UnfitValueException {
		this.left = written + 1;
		check(row);
	}

	/** Looks at one more row. */
	void check(ByteBuffer row) throws UnfitValueException {
		int values = row.getShort();
		for (int i = 0; i < values; i++) {
			int length = row.getInt();
			if (length >= 0) {
				if (!this.types.get(i).write(row.slice(row.position(), length), new Nowhere())) {
					this.unfit.add(this.columns.get(i).name());
				}
				row.position(row.position() + length);
			}
		}
		this.left--;
		if (this.left <= 0) {
			end();
		}
	}

	/** There are no more rows. */
	void end() throws UnfitValueException {
		if (isLost() && !this.thrown) {
			this.thrown = true;
			throw new UnfitValueException(this.unfit);
		}
	}

	/** Takes values, and does nothing with them. */
	private static final class Nowhere extends RecordConsumer {

		@Override
		public void startMessage() {
			// Nowhere.
		}

		@Override
		public void endMessage() {
			// Nowhere.
		}

		@Override
		public void startField(@Nullable String field, int index) {
			// Nowhere.
		}

		@Override
		public void endField(@Nullable String field, int index) {
			// Nowhere.
		}

		@Override
		public void startGroup() {
			// Nowhere.
		}

		@Override
		public void endGroup() {
			// Nowhere.
		}

		@Override
		public void addInteger(int value) {
			// Nowhere.
		}

		@Override
		public void addLong(long value) {
			// Nowhere.
		}

		@Override
		public void addBoolean(boolean value) {
			// Nowhere.
		}

		@Override
		public void addBinary(@Nullable Binary value) {
			// Nowhere.
		}

		@Override
		public void addFloat(float value) {
			// Nowhere.
		}

		@Override
		public void addDouble(double value) {
			// Nowhere.
		}

	}

}

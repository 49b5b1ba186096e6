package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Takes rows apart. */
final class RowWriteSupport extends WriteSupport<ByteBuffer> {

	private final List<ParquetColumn> columns;

	private final List<ColumnType> types;

	private @Nullable RecordConsumer consumer;

	RowWriteSupport(List<ParquetColumn> columns) {
		this.columns = columns;
		this.types = columns.stream().map(ParquetColumn::columnType).toList();
	}

	@Override
	public WriteContext init(Configuration configuration) {
		return new WriteContext(ParquetColumn.schema(this.columns), Map.of());
	}

	@Override
	public WriteContext init(ParquetConfiguration configuration) {
		return new WriteContext(ParquetColumn.schema(this.columns), Map.of());
	}

	@Override
	public void prepareForWrite(RecordConsumer recordConsumer) {
		this.consumer = recordConsumer;
	}

	@Override
	public void write(ByteBuffer row) {
		RecordConsumer to = this.consumer;
		int values = row.getShort();
		if (to == null || values != this.columns.size()) {
			throw new IllegalStateException(values + " values came for " + this.columns.size() + " columns");
		}
		to.startMessage();
		for (int i = 0; i < values; i++) {
			int length = row.getInt();
			if (length >= 0) {
				write(row.slice(row.position(), length), i, to);
				row.position(row.position() + length);
			}
		}
		to.endMessage();
	}

	private void write(ByteBuffer value, int index, RecordConsumer to) {
		ParquetColumn column = this.columns.get(index);
		to.startField(column.name(), index);
		if (!this.types.get(index).write(value, to)) {
			throw new Unfit();
		}
		to.endField(column.name(), index);
	}

	/** Says through Parquet that there is no room for a value. */
	static final class Unfit extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}

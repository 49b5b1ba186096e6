package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;
import java.util.List;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/** Puts rows together. */
final class RowMaterializer extends RecordMaterializer<byte[]> {

	private final List<ColumnType.Cell> cells;

	RowMaterializer(List<ParquetColumn> columns) {
		this.cells = columns.stream().map((column) -> column.columnType().cell()).toList();
	}

	@Override
	public byte[] getCurrentRecord() {
		int size = Short.BYTES;
		for (ColumnType.Cell cell : this.cells) {
			size += Integer.BYTES + ((cell.value != null) ? cell.value.length : 0);
		}
		ByteBuffer row = ByteBuffer.allocate(size).putShort((short) this.cells.size());
		for (ColumnType.Cell cell : this.cells) {
			byte[] value = cell.value;
			row.putInt((value != null) ? value.length : -1);
			if (value != null) {
				row.put(value);
			}
		}
		return row.array();
	}

	@Override
	public GroupConverter getRootConverter() {
		return new GroupConverter() {

			@Override
			public Converter getConverter(int index) {
				return RowMaterializer.this.cells.get(index);
			}

			@Override
			public void start() {
				RowMaterializer.this.cells.forEach((cell) -> cell.value = null);
			}

			@Override
			public void end() {
				// Asked for next.
			}

		};
	}

}

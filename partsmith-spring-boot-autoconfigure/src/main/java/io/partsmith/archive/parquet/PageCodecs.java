package io.partsmith.archive.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's codecs without Hadoop, which would bring its whole configuration along.
 *
 * @param compression compresses a page
 */
record PageCodecs(PageCompression compression) implements CompressionCodecFactory {

	CompressionCodecName name() {
		return CompressionCodecName.valueOf(this.compression.codec());
	}

	@Override
	public BytesInputCompressor getCompressor(CompressionCodecName codec) {
		return new Compressor(codec, this.compression);
	}

	@Override
	public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
		if (codec != name()) {
			throw new IllegalArgumentException("The pages are compressed with " + codec + ", not with " + name());
		}
		return new Decompressor(this.compression);
	}

	@Override
	public void release() {
		// Nothing is held.
	}

	private record Compressor(CompressionCodecName codec, PageCompression compression) implements BytesInputCompressor {

		@Override
		public BytesInput compress(BytesInput page) throws IOException {
			ByteArrayOutputStream compressed = new ByteArrayOutputStream((int) page.size() / 2 + 64);
			try (OutputStream out = this.compression.compress(compressed)) {
				page.writeAllTo(out);
			}
			return BytesInput.from(compressed);
		}

		@Override
		public CompressionCodecName getCodecName() {
			return this.codec;
		}

		@Override
		public void release() {
			// Nothing is held.
		}

	}

	private record Decompressor(PageCompression compression) implements BytesInputDecompressor {

		@Override
		public BytesInput decompress(BytesInput page, int size) throws IOException {
			return BytesInput.from(read(page, size));
		}

		@Override
		public void decompress(ByteBuffer page, int compressed, ByteBuffer out, int size) throws IOException {
			ByteBuffer part = page.slice().limit(compressed);
			out.put(read(BytesInput.from(part), size));
			page.position(page.position() + compressed);
		}

		private byte[] read(BytesInput page, int size) throws IOException {
			try (InputStream in = this.compression.decompress(page.toInputStream())) {
				byte[] bytes = in.readNBytes(size);
				if (bytes.length != size || in.read(new byte[1]) > 0) {
					throw new IOException("A page does not have the " + size + " bytes that it should have");
				}
				return bytes;
			}
		}

		@Override
		public void release() {
			// Nothing is held.
		}

	}

}

package io.partsmith.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.WritableResource;

/** A resource loader with a store that is not made of files, and may misbehave. */
final class Bucket extends DefaultResourceLoader {

	final Map<String, byte[]> objects = new TreeMap<>();

	/** What becomes of the bytes of an object on their way into the store. */
	UnaryOperator<byte[]> fate = UnaryOperator.identity();

	/** The bytes that it takes before it is full. */
	int room = Integer.MAX_VALUE;

	/** The uploads that were given up. */
	int aborted;

	Bucket() {
		addProtocolResolver((location, loader) -> location.startsWith("bucket:") ? new Item(location) : null);
	}

	private final class Item extends AbstractResource implements WritableResource {

		private final String name;

		Item(String name) {
			this.name = name;
		}

		@Override
		public String getDescription() {
			return this.name;
		}

		@Override
		public Resource createRelative(String relativePath) {
			return new Item(this.name + relativePath);
		}

		@Override
		public InputStream getInputStream() throws IOException {
			byte[] bytes = Bucket.this.objects.get(this.name);
			if (bytes == null) {
				throw new FileNotFoundException(this.name);
			}
			return new ByteArrayInputStream(bytes);
		}

		@Override
		public OutputStream getOutputStream() {
			return new ByteArrayOutputStream() {

				@SuppressWarnings("unused")
				public void abort() {
					Bucket.this.aborted++;
				}

				@Override
				public synchronized void write(byte[] b, int off, int len) {
					if (size() + len > Bucket.this.room) {
						throw new IllegalStateException("no space left on device");
					}
					super.write(b, off, len);
				}

				@Override
				public void close() {
					Bucket.this.objects.put(Item.this.name, Bucket.this.fate.apply(toByteArray()));
				}

			};
		}

	}

}

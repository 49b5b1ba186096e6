package io.partsmith.archive;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says now and then how far something has come that takes long. */
final class Progress {

	private static final Logger log = LoggerFactory.getLogger(Progress.class);

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

	private static final long SHORT_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final String what;

	private final Listener listener;

	private final long begin = System.nanoTime();

	private long told = this.begin;

	private long rows;

	private long bytes;

	private long counted = this.begin;

	private long countedRows;

	private long countedBytes;

	Progress(String what) {
		this(what, (rows, bytes) -> {
		});
	}

	Progress(String what, Listener listener) {
		this.what = what;
		this.listener = listener;
	}

	long rows() {
		return this.rows;
	}

	/** One more row. */
	void row(int length) {
		this.rows++;
		bytes(length);
	}

	/** More bytes, of rows or not. */
	void bytes(int length) {
		this.bytes += length;
		long now = System.nanoTime();
		if (now - this.counted >= SHORT_PAUSE) {
			this.counted = now;
			count();
		}
		if (now - this.told >= PAUSE) {
			this.told = now;
			log.info("{}: {} rows, {} bytes so far, {}", this.what, this.rows, this.bytes, rate());
		}
	}

	/** Tells the listener what it does not know yet. */
	void count() {
		this.listener.more(this.rows - this.countedRows, this.bytes - this.countedBytes);
		this.countedRows = this.rows;
		this.countedBytes = this.bytes;
	}

	/** Bytes per second since the beginning. */
	String rate() {
		double seconds = Math.max(1, System.nanoTime() - this.begin) / 1e9;
		return String.format(Locale.ROOT, "%.1f MB/s", this.bytes / 1e6 / seconds);
	}

	/** Is told how much came since it was told last. */
	@FunctionalInterface
	interface Listener {

		void more(long rows, long bytes);

	}

}

package io.partsmith.autoconfigure.archive;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partsmith.archive.ArchiveListener;

import org.springframework.beans.factory.ObjectProvider;

/** Counts what was archived. */
final class ArchiveMetrics implements ArchiveListener {

	private final ObjectProvider<MeterRegistry> registry;

	ArchiveMetrics(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void progressed(String id, long rows, long bytes) {
		this.registry.ifUnique((meters) -> {
			Counter.builder("partsmith.archive.copied.rows")
				.description("Rows that were copied out of tables so far, whatever becomes of their archives")
				.tags("table", id)
				.register(meters)
				.increment(rows);
			Counter.builder("partsmith.archive.copied.bytes")
				.description("Bytes of these rows before they are compressed")
				.baseUnit("bytes")
				.tags("table", id)
				.register(meters)
				.increment(bytes);
		});
	}

	@Override
	public void archived(String id, boolean written, long rows, long bytes, Duration duration) {
		this.registry.ifUnique((meters) -> {
			String outcome = written ? "written" : "failed";
			Counter.builder("partsmith.archive.rows")
				.description("Rows that were copied into archives")
				.tags("table", id, "outcome", outcome)
				.register(meters)
				.increment(rows);
			Counter.builder("partsmith.archive.bytes")
				.description("Bytes that were stored in archives")
				.baseUnit("bytes")
				.tags("table", id, "outcome", outcome)
				.register(meters)
				.increment(bytes);
			Timer.builder("partsmith.archive.duration")
				.description("Time that archives took, reading back included")
				.tags("table", id, "outcome", outcome)
				.register(meters)
				.record(duration);
		});
	}

	@Override
	public void restoring(String id, long rows, long bytes) {
		this.registry.ifUnique((meters) -> {
			Counter.builder("partsmith.restore.copied.rows")
				.description("Rows that were sent back to tables so far, whatever becomes of them")
				.tags("table", id)
				.register(meters)
				.increment(rows);
			Counter.builder("partsmith.restore.copied.bytes")
				.description("Bytes of these rows, not compressed")
				.baseUnit("bytes")
				.tags("table", id)
				.register(meters)
				.increment(bytes);
		});
	}

	@Override
	public void restored(String id, boolean done, Duration duration) {
		this.registry.ifUnique((meters) -> Timer.builder("partsmith.restore.duration")
			.description("Time that restores took until all rows were compared")
			.tags("table", id, "outcome", done ? "restored" : "failed")
			.register(meters)
			.record(duration));
	}

}

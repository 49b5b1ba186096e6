package io.partsmith.autoconfigure.metrics;

import java.time.Duration;

import io.partsmith.autoconfigure.scheduling.AfterLook;
import io.partsmith.maintenance.PartitionLifecycleService;

/**
 * Has the sizes of partitions measured for gauges that somebody reads. A file of each
 * partition and index is asked for its size, so that all are measured at longer
 * intervals; what is new is measured behind the next look.
 */
final class SizeWatch implements AfterLook {

	private final PartitionLifecycleService service;

	private final Duration every;

	private volatile boolean asked;

	private boolean measured;

	private long begin;

	SizeWatch(PartitionLifecycleService service, Duration every) {
		this.service = service;
		this.every = every;
	}

	/** Somebody reads a size. */
	void ask() {
		this.asked = true;
	}

	@Override
	public void looked() {
		boolean anew = this.asked && (!this.measured || System.nanoTime() - this.begin >= this.every.toNanos());
		if (anew) {
			// Also where it fails: what takes too long must not be tried at every look.
			this.measured = true;
			this.asked = false;
			this.begin = System.nanoTime();
		}
		if (this.measured) {
			this.service.measure(anew);
		}
	}

}

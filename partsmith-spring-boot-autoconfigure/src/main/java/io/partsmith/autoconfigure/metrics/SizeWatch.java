package io.partsmith.autoconfigure.metrics;

import java.time.Duration;

import io.partsmith.autoconfigure.scheduling.AfterLook;
import io.partsmith.maintenance.PartitionLifecycleService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the sizes of partitions measured for gauges that somebody reads. A file of each
 * partition and index is asked for its size, so that all are measured at longer
 * intervals; what is new is measured behind the next look. What failed is not tried again
 * before such an interval is over: it may have taken long.
 */
final class SizeWatch implements AfterLook {

	private static final Logger log = LoggerFactory.getLogger(SizeWatch.class);

	private final PartitionLifecycleService service;

	private final Duration every;

	private volatile boolean asked;

	private boolean measured;

	private boolean failing;

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
		boolean over = !this.measured || System.nanoTime() - this.begin >= this.every.toNanos();
		boolean anew = this.asked && over;
		if (anew) {
			this.measured = true;
			this.asked = false;
			this.begin = System.nanoTime();
		}
		if (this.measured && (over || !this.failing)) {
			measure(anew);
		}
	}

	/** A failure is none of the look's, and is said once, until it is over. */
	private void measure(boolean anew) {
		try {
			this.service.measure(anew);
			if (this.failing) {
				log.info("The sizes of partitions can be measured again");
			}
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				log.warn("The sizes of partitions cannot be measured; partsmith.size shows those that were, and is"
						+ " tried again every {}", this.every, ex);
			}
			this.failing = true;
			this.begin = System.nanoTime();
		}
	}

}

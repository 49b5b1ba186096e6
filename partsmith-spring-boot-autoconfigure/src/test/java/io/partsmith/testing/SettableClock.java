package io.partsmith.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is moved, forward or back, by any thread. Clocks
 * made of it for other zones move with it.
 */
public final class SettableClock extends Clock {

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	private SettableClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	public SettableClock(Instant now) {
		this(new AtomicReference<>(now), ZoneOffset.UTC);
	}

	/**
	 * A clock in UTC.
	 * @param now where it stands, such as {@code 2027-10-02T03:00:00Z}
	 */
	public SettableClock(String now) {
		this(Instant.parse(now));
	}

	public void set(Instant now) {
		this.now.set(now);
	}

	public void set(String now) {
		set(Instant.parse(now));
	}

	public void advance(Duration by) {
		this.now.updateAndGet((instant) -> instant.plus(by));
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new SettableClock(this.now, zone);
	}

	@Override
	public String toString() {
		return "SettableClock[" + this.now.get() + "," + this.zone + "]";
	}

}

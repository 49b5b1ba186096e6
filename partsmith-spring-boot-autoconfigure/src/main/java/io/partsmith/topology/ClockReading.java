package io.partsmith.topology;

import java.time.Duration;
import java.time.Instant;

/**
 * The two clocks, read together.
 *
 * @param database what the database's clock said
 * @param application what the application's clock said in the middle of that question
 * @param roundTrip how long the question took
 */
public record ClockReading(Instant database, Instant application, Duration roundTrip) {

	/**
	 * How far the clocks are apart for certain: the answer may have been given at any
	 * time between the question and its arrival.
	 * @return the difference without its sign; never negative
	 */
	public Duration skew() {
		Duration least = Duration.between(this.database, this.application).abs().minus(this.roundTrip.dividedBy(2));
		return least.isNegative() ? Duration.ZERO : least;
	}

}

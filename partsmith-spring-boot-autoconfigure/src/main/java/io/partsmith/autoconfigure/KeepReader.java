package io.partsmith.autoconfigure;

import java.math.BigInteger;

import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.TimeAmount;

/** Reads the rules of retention that keep what lies near the cursor. */
final class KeepReader {

	private final TableEntry entry;

	private final boolean time;

	/**
	 * A reader.
	 * @param entry the table's entry
	 * @param time whether the level is divided over time
	 */
	KeepReader(TableEntry entry, boolean time) {
		this.entry = entry;
		this.time = time;
	}

	Retention keepNewest(Setting<Integer> count) {
		return count.map(Retention.KeepNewest::new, "Give the number of partitions to keep, for example 12.");
	}

	Retention keepFor(Setting<TimeAmount> age) {
		refuseAge(age);
		return age.map(Retention.KeepFor::new, "Write an age such as P90D or 12h.");
	}

	void refuseAge(Setting<TimeAmount> age) {
		if (!this.time) {
			throw age.refused("the partitions of " + this.entry.prefix() + " are divided by integers and have no age",
					"Keep a number of partitions (retention-count: 12) or, in the composed spelling, of ids "
							+ "(retention: { kind: keep-behind, distance: 10000000 }).");
		}
	}

	Retention keepBehind(Setting<BigInteger> distance) {
		if (this.time) {
			throw distance.refused("the partitions of " + this.entry.prefix() + " are divided by time and hold no ids",
					"Keep an age (retention: { kind: keep-for, age: P90D }) or a number of partitions "
							+ "(retention: { kind: keep-newest, count: 12 }).");
		}
		return distance.map(Retention.KeepBehind::new, "Give a number of ids, for example 10000000.");
	}

}

package io.partsmith.scheme;

import java.time.LocalDateTime;

/**
 * Days, weeks, months, quarters and years of the ISO calendar.
 *
 * @param unit the unit, no hour
 */
record GranularPeriods(Granularity unit) implements WallPeriods {

	@Override
	public LocalDateTime startOf(LocalDateTime time) {
		return this.unit.startOf(time.toLocalDate()).atStartOfDay();
	}

	@Override
	public LocalDateTime endOf(LocalDateTime start) {
		return this.unit.plus(start.toLocalDate(), 1).atStartOfDay();
	}

	@Override
	public String suffix(LocalDateTime start) {
		return this.unit.suffix(start.toLocalDate());
	}

	@Override
	public LocalDateTime near(String suffix) {
		return this.unit.dayNamed(suffix).atStartOfDay();
	}

}

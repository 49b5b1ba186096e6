package io.partsmith.scheme;

import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/**
 * Equal numbers of days or of months, one of them beginning at an origin.
 *
 * @param step days or months, not both
 * @param origin where a period begins; its day is in every month, if months are counted
 */
record StepPeriods(Period step, LocalDateTime origin) implements WallPeriods {

	@Override
	public LocalDateTime startOf(LocalDateTime time) {
		ChronoUnit unit = unit();
		long length = length();
		LocalDateTime start = at(Math.floorDiv(unit.between(this.origin, time), length));
		// A unit that is not complete before the origin counts as none.
		return start.isAfter(time) ? at(Math.floorDiv(unit.between(this.origin, time), length) - 1) : start;
	}

	private LocalDateTime at(long index) {
		return this.origin.plus(index * length(), unit());
	}

	private ChronoUnit unit() {
		return (this.step.toTotalMonths() != 0) ? ChronoUnit.MONTHS : ChronoUnit.DAYS;
	}

	private long length() {
		return (this.step.toTotalMonths() != 0) ? this.step.toTotalMonths() : this.step.getDays();
	}

	@Override
	public LocalDateTime endOf(LocalDateTime start) {
		return start.plus(this.step);
	}

	@Override
	public String suffix(LocalDateTime start) {
		return label().suffix(start.toLocalDate());
	}

	@Override
	public LocalDateTime near(String suffix) {
		return label().dayNamed(suffix).atStartOfDay();
	}

	private Granularity label() {
		if (this.step.toTotalMonths() == 0) {
			return Granularity.DAY;
		}
		return (this.step.toTotalMonths() % 12 == 0) ? Granularity.YEAR : Granularity.MONTH;
	}

}

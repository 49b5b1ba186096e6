package io.partsmith.scheme;

import java.time.LocalDateTime;

/** Quarters of a fiscal year that begins in April and is named by its end. */
public final class FromApril implements PartitionCalendar {

	@Override
	public Period periodAt(LocalDateTime time) {
		LocalDateTime shifted = time.minusMonths(3);
		int quarter = (shifted.getMonthValue() - 1) / 3;
		LocalDateTime from = LocalDateTime.of(shifted.getYear(), 1 + 3 * quarter, 1, 0, 0).plusMonths(3);
		return new Period(from, from.plusMonths(3), "fy%d_q%d".formatted(shifted.getYear() + 1, quarter + 1));
	}

	@Override
	public int longestName() {
		return "fy2027_q1".length();
	}

}

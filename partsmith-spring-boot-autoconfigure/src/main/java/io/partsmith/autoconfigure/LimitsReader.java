package io.partsmith.autoconfigure;

import java.math.BigDecimal;

import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Limits;
import org.jspecify.annotations.Nullable;

/** Reads how much one run may retire. */
final class LimitsReader {

	private LimitsReader() {
	}

	static Limits read(@Nullable Setting<LifecycleProperties.Limits> setting) {
		if (setting == null) {
			return Limits.NONE;
		}
		LifecycleProperties.Limits written = setting.value();
		Setting<Integer> units = Setting.of(setting.property() + ".max-units-per-run", written.maxUnitsPerRun());
		Setting<String> share = Setting.of(setting.property() + ".max-share-per-run", written.maxSharePerRun());
		Limits counted = (units != null) ? units.map((number) -> new Limits(number, null, null),
				"Give the number of partitions that one run may retire, for example 3.") : Limits.NONE;
		Limits shared = (share != null)
				? share.map((text) -> new Limits(null, null, fraction(text)), "Write for example 30% or 0.3.")
				: Limits.NONE;
		DataAmount bytes = written.maxBytesPerRun();
		return new Limits(counted.units(), bytes, shared.share());
	}

	/** A share as people write it. */
	static BigDecimal fraction(String text) {
		String number = text.strip();
		try {
			return number.endsWith("%")
					? new BigDecimal(number.substring(0, number.length() - 1).strip()).movePointLeft(2)
					: new BigDecimal(number);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' is no share");
		}
	}

}

package io.partsmith.autoconfigure.metrics;

import java.util.Locale;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What is observed of hooks: a timer and a span for each call. */
public enum HookObservation implements ObservationDocumentation {

	/** One call of a hook in one phase. */
	HOOK {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultHookObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	};

	/** Keys of metrics and traces. */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The hook's bean name. */
		HOOK,

		/** The phase, for example {@code before_drop}. */
		PHASE,

		/**
		 * What it came to: {@code done}, {@code refused}, {@code failed} or
		 * {@code timed_out}; {@code none} before its end.
		 */
		OUTCOME;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** Keys of traces alone. */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The table's id. */
		TABLE,

		/** The partition. */
		PARTITION;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

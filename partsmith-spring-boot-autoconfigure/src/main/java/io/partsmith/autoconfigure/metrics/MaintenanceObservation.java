package io.partsmith.autoconfigure.metrics;

import java.util.Locale;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What is observed of maintenance: a timer and a span for each run and operation. */
public enum MaintenanceObservation implements ObservationDocumentation {

	/** The run of one table, or one operation in it. */
	MAINTENANCE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultMaintenanceObservationConvention.class;
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

		/** The table's id. */
		TABLE,

		/**
		 * What was done: {@code maintain}, {@code create}, {@code retire} or
		 * {@code reconcile} by a run; {@code create}, {@code attach}, {@code finalize},
		 * {@code detach} or {@code drop} by an operation; {@code analyze} where the
		 * statistics of the table itself were looked at, and renewed where that came to
		 * {@code changed}.
		 */
		OPERATION,

		/**
		 * What it came to: the outcome of a run; {@code changed}, {@code blocked} or
		 * {@code failed} for an operation; {@code none} before its end.
		 */
		OUTCOME,

		/**
		 * Why: the reason of a run or an operation, or the code of what went wrong with
		 * an operation; {@code none} before its end.
		 */
		REASON;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** Keys of traces alone. */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The partition an operation works on. */
		PARTITION;

		@Override
		public String asString() {
			return "partition";
		}

	}

}

package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;

import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions begin and end.
 *
 * @param kind What the boundaries are laid over
 * @param granularity Calendar unit of a partition, for times
 * @param every Step of a partition in place of a calendar unit, such as PT15M, P10D or
 * P2M, for times
 * @param calendar Name of the PartitionCalendar bean whose periods are the partitions, in
 * place of a calendar unit, for times
 * @param zone Time zone whose days and hours the partitions follow, for times
 * @param codec How the key carries time: timestamp for its own type, uuidv7, ulid,
 * snowflake, epoch-seconds, epoch-milliseconds, epoch-microseconds, or the name of a
 * KeyCodec bean
 * @param epoch Instant at which snowflake ids begin with 0
 * @param step Number of ids in a partition, for integers
 * @param origin Id, date or instant at which a partition begins, for integers (0 when
 * absent) and for every (the beginning of 2000 when absent)
 * @param start First value, for a sequence. 1 when absent
 * @param cursor What tells where the table stands, for integers (max-key when absent) and
 * for a sequence (newest-member when absent)
 */
public record BoundariesProperties(@Nullable Kind kind, @Nullable Granularity granularity, @Nullable TimeAmount every,
		@Nullable String calendar, @Nullable ZoneId zone, @Nullable String codec, @Nullable Instant epoch,
		@Nullable BigInteger step, @Nullable String origin, @Nullable BigInteger start, @Nullable CursorSource cursor) {

	/** What boundaries are laid over. */
	public enum Kind {

		/** Times. */
		TIME,

		/** Whole numbers. */
		INTEGER,

		/** Single whole numbers, one for each partition of a list. */
		SEQUENCE

	}

	/** The same as an entry of the flat spelling has it. */
	static BoundariesProperties flat(TableProperties keys) {
		BigInteger origin = keys.origin();
		return new BoundariesProperties(null, keys.granularity(), null, null, keys.zone(), keys.codec(), null,
				keys.step(), (origin != null) ? origin.toString() : null, null, null);
	}

}

package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/** Reads when partitions come and go, from either spelling. */
final class LifecycleReader {

	private static final int DEFAULT_AHEAD = 6;

	private final TableEntry entry;

	private final boolean time;

	private final String prefix;

	private final TableProperties.@Nullable Lifecycle composed;

	LifecycleReader(TableEntry entry, Boundaries boundaries) {
		this.entry = entry;
		this.time = boundaries instanceof Boundaries.Time;
		Setting<TableProperties.Lifecycle> setting = entry.lifecycle();
		this.composed = (setting != null) ? setting.value() : null;
		this.prefix = (setting != null) ? setting.property() : entry.prefix();
	}

	Lifecycle read() {
		return new Lifecycle(creation(), retention(), detach(), drop());
	}

	private Creation creation() {
		TableProperties.Creation written = (this.composed != null) ? this.composed.creation() : null;
		if (written == null) {
			return createAhead(null);
		}
		if (written.kind() == null) {
			throw this.entry.missing(this.prefix + ".creation.kind", "a rule of creation needs its kind",
					"creation: { kind: create-ahead, count: 6 }");
		}
		return switch (written.kind()) {
			case CREATE_AHEAD -> {
				refuse("creation.until", written.until(), "create-ahead");
				yield createAhead(setting("creation.count", written.count()));
			}
			case CREATE_UNTIL -> {
				refuse("creation.count", written.count(), "create-until");
				yield new Creation.CreateUntil(until(required("creation.until", written.until(),
						this.time ? "creation: { kind: create-until, until: 2030-01-01 }"
								: "creation: { kind: create-until, until: 10000000 }")));
			}
		};
	}

	private Creation createAhead(@Nullable Setting<Integer> count) {
		Setting<Integer> given = (count != null) ? count
				: this.entry.either("create-ahead-count", TableProperties::createAheadCount);
		return (given != null)
				? given.map(Creation.CreateAhead::new, "Give the number of partitions to have ready, for example 6.")
				: new Creation.CreateAhead(DEFAULT_AHEAD);
	}

	private Creation.Until until(Setting<String> written) {
		Creation.Until until = parse(written.value().strip());
		if (until == null || this.time == until instanceof Creation.Until.AtId) {
			throw written.refused(
					this.time ? "this is neither an instant nor a date, which a table over time needs"
							: "this is no whole number, which a table over integers needs",
					this.time ? "Write a date such as 2030-01-01, or an instant such as 2030-01-01T00:00:00Z."
							: "Write an id such as 10000000.");
		}
		return until;
	}

	private static Creation.@Nullable Until parse(String text) {
		if (text.matches("[+-]?[0-9]+")) {
			return new Creation.Until.AtId(new BigInteger(text));
		}
		try {
			return (text.indexOf('T') < 0) ? new Creation.Until.OnDate(LocalDate.parse(text))
					: new Creation.Until.AtInstant(instant(text));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static Instant instant(String text) {
		return OffsetDateTime.parse(text).toInstant();
	}

	private Retention retention() {
		TableProperties.Retention written = (this.composed != null) ? this.composed.retention() : null;
		if (written == null) {
			// A lifecycle block without retention keeps everything, whatever flat
			// defaults say:
			// nothing may expire by surprise, and there must be a way to say so.
			return (this.composed != null) ? new Retention.KeepAll() : flatRetention();
		}
		if (written.kind() == null) {
			throw this.entry.missing(this.prefix + ".retention.kind", "a rule of retention needs its kind",
					"retention: { kind: keep-for, age: P90D }");
		}
		return switch (written.kind()) {
			case KEEP_NEWEST -> {
				refuse("retention.age", written.age(), "keep-newest");
				refuse("retention.distance", written.distance(), "keep-newest");
				yield keepNewest(
						required("retention.count", written.count(), "retention: { kind: keep-newest, count: 12 }"));
			}
			case KEEP_FOR -> {
				refuse("retention.count", written.count(), "keep-for");
				refuse("retention.distance", written.distance(), "keep-for");
				yield keepFor(required("retention.age", written.age(), "retention: { kind: keep-for, age: P90D }"));
			}
			case KEEP_BEHIND -> {
				refuse("retention.count", written.count(), "keep-behind");
				refuse("retention.age", written.age(), "keep-behind");
				yield keepBehind(required("retention.distance", written.distance(),
						"retention: { kind: keep-behind, distance: 10000000 }"));
			}
		};
	}

	private Retention flatRetention() {
		TableProperties own = this.entry.ownKeys();
		boolean mine = own.retentionCount() != null || own.retentionAge() != null;
		String from = mine ? this.entry.prefix() : TableEntry.DEFAULTS;
		TableProperties keys = mine ? own : this.entry.defaultKeys();
		Setting<Integer> count = Setting.of(from + ".retention-count", keys.retentionCount());
		// A default age says nothing about a table that is divided by ids.
		Setting<TimeAmount> age = (mine || this.time) ? Setting.of(from + ".retention-age", keys.retentionAge()) : null;
		refuseBoth(count, age);
		if (count != null) {
			return keepNewest(count);
		}
		return (age != null) ? keepFor(age) : new Retention.KeepAll();
	}

	/** Refuses two rules of retention, of which one would be silently left out. */
	static void refuseBoth(@Nullable Setting<Integer> count, @Nullable Setting<TimeAmount> age) {
		if (count != null && age != null) {
			throw age.refused("a table has one rule of retention, and retention-count is given too",
					"Keep retention-age or retention-count.");
		}
	}

	private static Retention keepNewest(Setting<Integer> count) {
		return count.map(Retention.KeepNewest::new, "Give the number of partitions to keep, for example 12.");
	}

	private Retention keepFor(Setting<TimeAmount> age) {
		if (!this.time) {
			throw age.refused("the partitions of " + this.entry.prefix() + " are divided by integers and have no age",
					"Keep a number of partitions (retention-count: 12) or, in the composed spelling, of ids "
							+ "(retention: { kind: keep-behind, distance: 10000000 }).");
		}
		return age.map(Retention.KeepFor::new, "Write an age such as P90D or 12h.");
	}

	private Retention keepBehind(Setting<BigInteger> distance) {
		if (this.time) {
			throw distance.refused("the partitions of " + this.entry.prefix() + " are divided by time and hold no ids",
					"Keep an age (retention: { kind: keep-for, age: P90D }) or a number of partitions "
							+ "(retention: { kind: keep-newest, count: 12 }).");
		}
		return distance.map(Retention.KeepBehind::new, "Give a number of ids, for example 10000000.");
	}

	private DetachMode detach() {
		DetachMode written = (this.composed != null) ? this.composed.detach() : null;
		Setting<DetachMode> flat = this.entry.either("detach", TableProperties::detach);
		return Objects.requireNonNullElse((written != null || flat == null) ? written : flat.value(), DetachMode.AUTO);
	}

	private Drop drop() {
		TableProperties.Drop written = (this.composed != null) ? this.composed.drop() : null;
		if (written == null) {
			return dropAfter(null);
		}
		if (written.kind() == null) {
			throw this.entry.missing(this.prefix + ".drop.kind", "a rule of dropping needs its kind",
					"drop: { kind: drop-after, grace: P7D }");
		}
		return switch (written.kind()) {
			case DROP_AFTER -> dropAfter(written.grace());
			case DROP_NEVER -> {
				refuse("drop.grace", written.grace(), "drop-never");
				yield new Drop.DropNever();
			}
		};
	}

	private Drop dropAfter(@Nullable TimeAmount grace) {
		Setting<TimeAmount> flat = this.entry.either("drop-grace", TableProperties::dropGrace);
		return new Drop.DropAfter(
				Objects.requireNonNullElse((grace != null || flat == null) ? grace : flat.value(), Drop.DEFAULT_GRACE));
	}

	private <T> @Nullable Setting<T> setting(String key, @Nullable T value) {
		return Setting.of(this.prefix + "." + key, value);
	}

	private <T> Setting<T> required(String key, @Nullable T value, String yaml) {
		Setting<T> setting = setting(key, value);
		if (setting == null) {
			throw this.entry.missing(this.prefix + "." + key, "the rule is not complete without it", yaml);
		}
		return setting;
	}

	private void refuse(String key, @Nullable Object value, String kind) {
		Setting<Object> setting = setting(key, value);
		if (setting != null) {
			throw setting.refused("this does not belong to the kind " + kind, "Take it out, or choose another kind.");
		}
	}

}

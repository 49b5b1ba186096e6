package io.partsmith.autoconfigure;

import java.util.List;
import java.util.Objects;

import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
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

	private final @Nullable LifecycleProperties composed;

	private final PointReader points;

	private final RetentionReader retentions;

	/** A reader of the table's own lifecycle, in either spelling. */
	LifecycleReader(TableEntry entry, Boundaries boundaries) {
		this(entry, boundaries, entry.lifecycle());
	}

	/**
	 * A reader of the lifecycle of a level.
	 * @param entry the table's entry
	 * @param boundaries the boundaries of the level
	 * @param setting the block, or {@code null} for flat keys
	 */
	LifecycleReader(TableEntry entry, Boundaries boundaries, @Nullable Setting<LifecycleProperties> setting) {
		this.entry = entry;
		this.time = boundaries instanceof Boundaries.Time;
		this.composed = (setting != null) ? setting.value() : null;
		this.prefix = (setting != null) ? setting.property() : entry.prefix();
		this.points = new PointReader(this.time);
		this.retentions = new RetentionReader(entry, this.time);
	}

	Lifecycle read() {
		LifecycleProperties.Limits limits = (this.composed != null) ? this.composed.limits() : null;
		return new Lifecycle(creation(), retention(), detach(), drop(), holds(),
				LimitsReader.read(setting("limits", limits)), columnar());
	}

	private @Nullable Columnar columnar() {
		Setting<TimeAmount> after = setting("columnar-after",
				(this.composed != null) ? this.composed.columnarAfter() : null);
		if (after == null) {
			return null;
		}
		if (!this.time) {
			throw after.refused("the partitions hold ids, of which no clock tells how long ago they ended",
					"Take it out; a level that is divided over time can have it in a lifecycle of its own.");
		}
		return after.map(Columnar::new, "Write for example P30D.");
	}

	private Creation creation() {
		Setting<LifecycleProperties.Creation> setting = setting("creation",
				(this.composed != null) ? this.composed.creation() : null);
		if (setting == null) {
			return createAhead(null);
		}
		LifecycleProperties.Creation written = setting.value();
		RuleKeys keys = new RuleKeys(this.entry, setting.property()).with("count", written.count())
			.with("until", written.until())
			.with("when", written.when());
		LifecycleProperties.CreationKind kind = keys.kind(written.kind(), "a rule of creation",
				"creation: { kind: create-ahead, count: 6 }");
		return switch (kind) {
			case CREATE_AHEAD -> {
				keys.only(kind, "count");
				yield createAhead(setting("creation.count", written.count()));
			}
			case CREATE_UNTIL -> {
				keys.only(kind, "until");
				yield new Creation.CreateUntil(this.points.read(keys.required("until", written.until(),
						this.time ? "creation: { kind: create-until, until: 2030-01-01 }"
								: "creation: { kind: create-until, until: 10000000 }")));
			}
			case CREATE_NEXT_IF -> {
				keys.only(kind, "when");
				Setting<ConditionProperties> when = keys.required("when", written.when(),
						"creation:\n  kind: create-next-if\n  when: { kind: rows-above, rows: 1000000 }");
				Condition condition = this.retentions.conditions().read(when);
				yield when.map((keysOfWhen) -> new Creation.CreateNextIf(condition), "Write another condition.");
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

	private Retention retention() {
		if (this.composed == null) {
			return this.retentions.readFlat();
		}
		Setting<LifecycleProperties.Retention> written = setting("retention", this.composed.retention());
		// A lifecycle block without retention keeps everything, whatever flat defaults
		// say:
		// nothing may expire by surprise, and there must be a way to say so.
		return (written != null) ? this.retentions.read(written) : new Retention.KeepAll();
	}

	private DetachMode detach() {
		DetachMode written = (this.composed != null) ? this.composed.detach() : null;
		Setting<DetachMode> flat = this.entry.either("detach", TableProperties::detach);
		return Objects.requireNonNullElse((written != null || flat == null) ? written : flat.value(), DetachMode.AUTO);
	}

	private Drop drop() {
		Setting<LifecycleProperties.Drop> setting = setting("drop",
				(this.composed != null) ? this.composed.drop() : null);
		if (setting == null) {
			return dropAfter(null, null);
		}
		LifecycleProperties.Drop written = setting.value();
		RuleKeys keys = new RuleKeys(this.entry, setting.property()).with("grace", written.grace())
			.with("when", written.when());
		LifecycleProperties.DropKind kind = keys.kind(written.kind(), "a rule of dropping",
				"drop: { kind: drop-after, grace: P7D }");
		if (kind == LifecycleProperties.DropKind.DROP_NEVER) {
			keys.only(kind);
			return new Drop.DropNever();
		}
		Setting<ConditionProperties> when = setting("drop.when", written.when());
		return dropAfter(written.grace(), (when != null) ? this.retentions.conditions().read(when) : null);
	}

	private Drop dropAfter(@Nullable TimeAmount grace, @Nullable Condition when) {
		Setting<TimeAmount> flat = this.entry.either("drop-grace", TableProperties::dropGrace);
		return new Drop.DropAfter(
				Objects.requireNonNullElse((grace != null || flat == null) ? grace : flat.value(), Drop.DEFAULT_GRACE),
				when);
	}

	private List<Hold> holds() {
		Setting<List<LifecycleProperties.Hold>> written = (this.composed != null)
				? setting("holds", this.composed.holds()) : this.entry.own("holds", TableProperties::holds);
		return (written != null) ? new HoldReader(this.entry, this.points).read(written) : List.of();
	}

	private <T> @Nullable Setting<T> setting(String key, @Nullable T value) {
		return Setting.of(this.prefix + "." + key, value);
	}

}

package io.partsmith.autoconfigure;

import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/** Reads which partitions are kept, from either spelling. */
final class RetentionReader {

	private final TableEntry entry;

	private final boolean time;

	private final KeepReader keep;

	private final ConditionReader conditions;

	/**
	 * A reader.
	 * @param entry the table's entry
	 * @param time whether the level is divided over time
	 */
	RetentionReader(TableEntry entry, boolean time) {
		this.entry = entry;
		this.time = time;
		this.keep = new KeepReader(entry, time);
		this.conditions = new ConditionReader(entry, this.keep);
	}

	/** Reads conditions of this level. */
	ConditionReader conditions() {
		return this.conditions;
	}

	/** Reads a rule of the composed spelling. */
	Retention read(Setting<LifecycleProperties.Retention> setting) {
		LifecycleProperties.Retention written = setting.value();
		String property = setting.property();
		RuleKeys keys = new RuleKeys(this.entry, property).with("count", written.count())
			.with("age", written.age())
			.with("distance", written.distance())
			.with("when", written.when())
			.with("rules", written.rules())
			.with("rule", written.rule());
		LifecycleProperties.RetentionKind kind = keys.kind(written.kind(), "a rule of retention",
				"retention: { kind: keep-for, age: P90D }");
		keys.only(kind, keyOf(kind));
		return switch (kind) {
			case KEEP_NEWEST -> this.keep
				.keepNewest(keys.required("count", written.count(), "retention: { kind: keep-newest, count: 12 }"));
			case KEEP_FOR ->
				this.keep.keepFor(keys.required("age", written.age(), "retention: { kind: keep-for, age: P90D }"));
			case KEEP_BEHIND -> this.keep.keepBehind(keys.required("distance", written.distance(),
					"retention: { kind: keep-behind, distance: 10000000 }"));
			case EXPIRE_IF -> new Combination.ExpireIf(this.conditions.read(keys.required("when", written.when(),
					"retention:\n  kind: expire-if\n  when: { kind: size-above, size: 10GB }")));
			case ALL_OF -> new Combination.AllOf(this.conditions.rules(property, written.rules()));
			case ANY_OF -> new Combination.AnyOf(this.conditions.rules(property, written.rules()));
			case NOT -> new Combination.Not(this.conditions.read(keys.required("rule", written.rule(),
					"retention:\n  kind: not\n  rule: { kind: size-above, size: 10GB }")));
		};
	}

	private static String keyOf(LifecycleProperties.RetentionKind kind) {
		return switch (kind) {
			case KEEP_NEWEST -> "count";
			case KEEP_FOR -> "age";
			case KEEP_BEHIND -> "distance";
			case EXPIRE_IF -> "when";
			case ALL_OF, ANY_OF -> "rules";
			case NOT -> "rule";
		};
	}

	/** Reads the flat spelling; without a key, nothing ever expires. */
	Retention readFlat() {
		TableProperties own = this.entry.ownKeys();
		boolean mine = own.retentionCount() != null || own.retentionAge() != null;
		String from = mine ? this.entry.prefix() : TableEntry.DEFAULTS;
		TableProperties keys = mine ? own : this.entry.defaultKeys();
		Setting<Integer> count = Setting.of(from + ".retention-count", keys.retentionCount());
		// A default age says nothing about a table that is divided by ids.
		Setting<TimeAmount> age = (mine || this.time) ? Setting.of(from + ".retention-age", keys.retentionAge()) : null;
		refuseBoth(count, age);
		if (count != null) {
			return this.keep.keepNewest(count);
		}
		return (age != null) ? this.keep.keepFor(age) : new Retention.KeepAll();
	}

	/** Refuses two rules of retention, of which one would be silently left out. */
	static void refuseBoth(@Nullable Setting<Integer> count, @Nullable Setting<TimeAmount> age) {
		if (count != null && age != null) {
			throw age.refused("a table has one rule of retention, and retention-count is given too",
					"Keep retention-age or retention-count.");
		}
	}

}

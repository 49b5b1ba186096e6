package io.partsmith.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/** Reads conditions, however deep they stand. */
final class ConditionReader {

	private final TableEntry entry;

	private final KeepReader keep;

	/**
	 * A reader.
	 * @param entry the table's entry
	 * @param keep reads rules about a place on the axis
	 */
	ConditionReader(TableEntry entry, KeepReader keep) {
		this.entry = entry;
		this.keep = keep;
	}

	/** Reads one condition. */
	Condition read(Setting<? extends ConditionKeys> setting) {
		return read(setting, false);
	}

	/**
	 * Spring binds a rule within a rule once only, so that one not stands in no other.
	 */
	private Condition read(Setting<? extends ConditionKeys> setting, boolean negated) {
		String property = setting.property();
		ConditionKeys written = setting.value();
		ConditionProperties.Operand operand = (written instanceof ConditionProperties whole) ? whole.rule() : null;
		RuleKeys keys = new RuleKeys(this.entry, property).with("count", written.count())
			.with("age", written.age())
			.with("distance", written.distance())
			.with("size", written.size())
			.with("rows", written.rows())
			.with("query", written.query())
			.with("name", written.name())
			.with("rules", written.rules())
			.with("rule", operand);
		ConditionProperties.Kind kind = keys.kind(written.kind(), "a condition", "kind: size-above\nsize: 10GB");
		keys.only(kind, keyOf(kind));
		return switch (kind) {
			case KEEP_NEWEST -> this.keep.keepNewest(keys.required("count", written.count(), "count: 12"));
			case KEEP_FOR -> this.keep.keepFor(keys.required("age", written.age(), "age: P90D"));
			case KEEP_BEHIND ->
				this.keep.keepBehind(keys.required("distance", written.distance(), "distance: 10000000"));
			case ALL_OF -> new Combination.AllOf(rules(property, written.rules(), negated));
			case ANY_OF -> new Combination.AnyOf(rules(property, written.rules(), negated));
			case NOT -> new Combination.Not(not(property, keys, operand, negated));
			case SIZE_ABOVE -> new Predicate.SizeAbove(keys.required("size", written.size(), "size: 10GB").value());
			case ROWS_ABOVE -> keys.required("rows", written.rows(), "rows: 10000000")
				.map(Predicate.RowsAbove::new, "Give a number of rows, for example 10000000.");
			case WINDOW_AGE_ABOVE -> windowAgeAbove(keys, written);
			case UNREFERENCED -> new Predicate.Unreferenced();
			case SQL -> keys
				.required("query", written.query(), "query: SELECT count(*) = 0 FROM {partition} WHERE NOT exported")
				.map(Predicate.Sql::new,
						"Write one SELECT of one boolean: SELECT count(*) = 0 FROM {partition} WHERE NOT exported");
			case BEAN -> bean(keys.required("name", written.name(), "name: alreadyArchived"));
		};
	}

	private static String keyOf(ConditionProperties.Kind kind) {
		return switch (kind) {
			case KEEP_NEWEST -> "count";
			case KEEP_FOR, WINDOW_AGE_ABOVE -> "age";
			case KEEP_BEHIND -> "distance";
			case ALL_OF, ANY_OF -> "rules";
			case NOT -> "rule";
			case SIZE_ABOVE -> "size";
			case ROWS_ABOVE -> "rows";
			case UNREFERENCED -> "";
			case SQL -> "query";
			case BEAN -> "name";
		};
	}

	private Condition windowAgeAbove(RuleKeys keys, ConditionKeys written) {
		Setting<TimeAmount> age = keys.required("age", written.age(), "age: P90D");
		this.keep.refuseAge(age);
		return age.map(Predicate.WindowAgeAbove::new, "Write an age such as P90D or 12h.");
	}

	private Condition not(String property, RuleKeys keys, ConditionProperties.@Nullable Operand operand,
			boolean negated) {
		if (negated) {
			throw new Setting<>(property + ".kind", "not").refused("this stands within another not",
					"Turn the outer one around: not (a and not b) is the same as (not a) or b.");
		}
		return read(keys.required("rule", operand, "rule: { kind: size-above, size: 10GB }"), true);
	}

	private Condition bean(Setting<String> name) {
		this.entry.beans().refuseUnknown(name, PartitionPredicate.class);
		return name.map(Predicate.Bean::new, "Write the name of a PartitionPredicate bean.");
	}

	/** Reads the parts of a combination. */
	List<Condition> rules(String property, @Nullable List<ConditionProperties> written) {
		return rules(property, written, false);
	}

	private List<Condition> rules(String property, @Nullable List<ConditionProperties> written, boolean negated) {
		if (written == null || written.isEmpty()) {
			throw this.entry.missing(property + ".rules", "a combination needs at least one rule",
					"rules:\n  - { kind: keep-for, age: P90D }\n  - { kind: unreferenced }");
		}
		List<Condition> rules = new ArrayList<>();
		for (int i = 0; i < written.size(); i++) {
			rules.add(read(new Setting<>(property + ".rules[" + i + "]", written.get(i)), negated));
		}
		return rules;
	}

}

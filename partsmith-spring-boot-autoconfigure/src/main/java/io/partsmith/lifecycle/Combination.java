package io.partsmith.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A rule of retention that is made of conditions. */
public sealed interface Combination extends Retention {

	/**
	 * What a condition is true of.
	 *
	 * @param when the condition
	 */
	record ExpireIf(Condition when) implements Combination {

		@Override
		public Verdict judge(Subject subject) {
			return this.when.judge(subject);
		}

		@Override
		public List<Condition> parts() {
			return List.of(this.when);
		}

		@Override
		public String describe() {
			return "expire-if " + this.when.describe();
		}

	}

	/**
	 * What every one of some conditions is true of. They are asked in their order, and a
	 * later one only where those before it leave the matter open.
	 *
	 * @param rules the conditions, at least one
	 */
	record AllOf(List<Condition> rules) implements Combination {

		/**
		 * Refuses to be made of nothing, which would expire everything.
		 * @param rules the conditions
		 * @throws IllegalArgumentException if there is none
		 */
		public AllOf {
			rules = Combination.copy(rules);
		}

		@Override
		public Verdict judge(Subject subject) {
			return Combination.judge(this.rules, subject, Truth.NO);
		}

		@Override
		public List<Condition> parts() {
			return this.rules;
		}

		@Override
		public String describe() {
			return "all-of " + Combination.describe(this.rules);
		}

	}

	/**
	 * What at least one of some conditions is true of. They are asked in their order, and
	 * a later one only where those before it leave the matter open.
	 *
	 * @param rules the conditions, at least one
	 */
	record AnyOf(List<Condition> rules) implements Combination {

		/**
		 * Refuses to be made of nothing.
		 * @param rules the conditions
		 * @throws IllegalArgumentException if there is none
		 */
		public AnyOf {
			rules = Combination.copy(rules);
		}

		@Override
		public Verdict judge(Subject subject) {
			return Combination.judge(this.rules, subject, Truth.YES);
		}

		@Override
		public List<Condition> parts() {
			return this.rules;
		}

		@Override
		public String describe() {
			return "any-of " + Combination.describe(this.rules);
		}

	}

	/**
	 * What a condition is not true of. What nobody can tell of the condition nobody can
	 * tell of its opposite either.
	 *
	 * @param rule the condition
	 */
	record Not(Condition rule) implements Combination {

		/**
		 * Refuses the opposite of keeping everything.
		 * @param rule the condition
		 * @throws IllegalArgumentException if it would expire everything
		 */
		public Not {
			if (rule instanceof Retention.KeepAll) {
				throw new IllegalArgumentException("The opposite of keeping everything expires everything");
			}
		}

		@Override
		public Verdict judge(Subject subject) {
			Verdict verdict = this.rule.judge(subject);
			Truth opposite = switch (verdict.truth()) {
				case YES -> Truth.NO;
				case NO -> Truth.YES;
				case UNKNOWN -> Truth.UNKNOWN;
			};
			return new Verdict(opposite, "not (" + verdict.because() + ")", verdict.open());
		}

		@Override
		public List<Condition> parts() {
			return List.of(this.rule);
		}

		@Override
		public String describe() {
			return "not (" + this.rule.describe() + ")";
		}

	}

	private static List<Condition> copy(List<Condition> rules) {
		if (rules.isEmpty()) {
			throw new IllegalArgumentException("A combination needs at least one rule");
		}
		return List.copyOf(rules);
	}

	/**
	 * One answer of the deciding kind decides; otherwise all must be known. Only the
	 * first part that is open asks, so that what it settles costs no further question.
	 */
	private static Verdict judge(List<Condition> rules, Subject subject, Truth deciding) {
		List<Verdict> known = new ArrayList<>();
		List<Verdict> unknown = new ArrayList<>();
		for (Condition rule : rules) {
			Verdict verdict = rule.judge(subject);
			if (verdict.truth() == deciding) {
				return verdict;
			}
			((verdict.truth() == Truth.UNKNOWN) ? unknown : known).add(verdict);
		}
		if (unknown.isEmpty()) {
			return new Verdict((deciding == Truth.YES) ? Truth.NO : Truth.YES, because(known), List.of());
		}
		List<Question> open = unknown.stream()
			.map(Verdict::open)
			.filter((questions) -> !questions.isEmpty())
			.findFirst()
			.orElse(List.of());
		return new Verdict(Truth.UNKNOWN, because(unknown), open);
	}

	private static String because(List<Verdict> verdicts) {
		return verdicts.stream().map(Verdict::because).collect(Collectors.joining(", "));
	}

	private static String describe(List<Condition> rules) {
		return rules.stream().map(Condition::describe).collect(Collectors.joining(", ", "(", ")"));
	}

}

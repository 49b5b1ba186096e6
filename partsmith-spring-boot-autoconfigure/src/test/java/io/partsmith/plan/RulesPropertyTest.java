package io.partsmith.plan;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Horizon;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Question;
import io.partsmith.lifecycle.Retention;
import io.partsmith.lifecycle.Subject;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every plan, whatever the rules, the answers and the holds are. */
class RulesPropertyTest {

	private static final Instant NOW = Instant.parse("2026-08-26T00:00:00Z");

	/** Where the current window begins. */
	private static final Position PRESENT = time("2026-08-01");

	private static final Boundaries.Time MONTHS = new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC);

	@Test
	void nothingGoesThatIsKeptHeldOrUnknown() {
		Seeded.check(1500, (random) -> {
			Case it = new Case(random);
			OpenPlan open = it.planUntilSettled();
			assertThat(open.questions(Lane.RETIRE)).isSubsetOf(it.asked.keySet());
			it.check(open.plan());
		});
	}

	@Test
	void withoutAnswersNothingThatDependsOnThemGoes() {
		Seeded.check(500, (random) -> {
			Case it = new Case(random);
			it.check(new Planner().plan(it.config, it.table, NOW));
		});
	}

	private static Position time(String date) {
		return new Position.Time(LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant());
	}

	/** A random table with random rules, and what would be found out about it. */
	private static final class Case {

		private final Random random;

		private final Map<String, Answer> truth = new HashMap<>();

		private final Map<Question, Answer> asked = new HashMap<>();

		private final TablePartitionConfig config;

		private final TableTopology.Partitioned table;

		Case(Random random) {
			this.random = random;
			Lifecycle lifecycle = Lifecycle.creating(new Creation.CreateAhead(1 + random.nextInt(3)))
				.keeping(random.nextBoolean() ? retention() : new Combination.ExpireIf(condition(3)))
				.dropping(new Drop.DropAfter(TimeAmount.valueOf(Seeded.pick(random, "P0D", "P7D", "P60D")),
						random.nextBoolean() ? condition(2) : null))
				.holding(holds())
				.limited(new Limits(random.nextInt(3) == 0 ? 1 + random.nextInt(4) : null,
						random.nextInt(3) == 0 ? new DataAmount(random.nextInt(8)) : null,
						random.nextInt(3) == 0 ? new BigDecimal("0.3") : null));
			this.config = new TablePartitionConfig("t", RelationName.parse("t"),
					new RangeScheme(List.of("created_at"), MONTHS), lifecycle);
			this.table = table();
		}

		private TableTopology.Partitioned table() {
			Topologies table = Topologies.of("t");
			for (int month = 1; month <= 10; month++) {
				switch (this.random.nextInt(5)) {
					case 0 -> table.orphan("__2026_%02d".formatted(month),
							Instant.parse("2026-08-%02dT00:00:00Z".formatted(1 + this.random.nextInt(25))));
					case 1 -> {
						// A gap.
					}
					default -> table.months(2026, month, month);
				}
			}
			if (this.random.nextInt(4) == 0) {
				table.orphan("__renamed", Instant.parse("2026-01-01T00:00:00Z"));
			}
			return table.build();
		}

		private List<Hold> holds() {
			List<Hold> holds = new ArrayList<>();
			while (this.random.nextInt(3) == 0) {
				LocalDate from = LocalDate.of(2026, 1 + this.random.nextInt(9), 1 + this.random.nextInt(28));
				holds.add(new Hold("h" + holds.size(), (this.random.nextInt(3) > 0) ? new Until.OnDate(from) : null,
						(this.random.nextInt(3) > 0) ? new Until.OnDate(from.plusDays(1 + this.random.nextInt(60)))
								: null));
			}
			return holds;
		}

		private Retention retention() {
			return Seeded.pick(this.random, new Retention.KeepAll(),
					new Retention.KeepNewest(1 + this.random.nextInt(5)),
					new Retention.KeepFor(TimeAmount.valueOf("P" + (1 + this.random.nextInt(150)) + "D")),
					new Combination.AllOf(List.of(new Retention.KeepNewest(2), condition(2))),
					new Combination.AnyOf(List.of(new Retention.KeepNewest(4), condition(2))));
		}

		private Condition condition(int depth) {
			return switch (this.random.nextInt((depth > 0) ? 8 : 5)) {
				case 0 -> new Retention.KeepNewest(1 + this.random.nextInt(4));
				case 1 -> new Predicate.SizeAbove(new DataAmount(this.random.nextInt(4)));
				case 2 -> new Predicate.RowsAbove(this.random.nextInt(4));
				case 3 -> new Predicate.Unreferenced();
				case 4 -> new Predicate.Bean("b" + this.random.nextInt(3));
				case 5 -> new Combination.Not(condition(depth - 1));
				case 6 -> new Combination.AllOf(List.of(condition(depth - 1), condition(depth - 1)));
				default -> new Combination.AnyOf(List.of(condition(depth - 1), condition(depth - 1)));
			};
		}

		/** Always the same to the same question; often nobody knows. */
		private Answer answer(Question question) {
			return this.truth.computeIfAbsent(question.unit().relation().oid() + " " + question.measure(), (key) -> {
				if (this.random.nextInt(5) == 0) {
					return new Answer.Unknown("lost");
				}
				return (question.measure() instanceof Measure.Size || question.measure() instanceof Measure.Rows)
						? new Answer.Number(this.random.nextInt(5), Answer.Precision.EXACT)
						: new Answer.Flag(this.random.nextBoolean());
			});
		}

		OpenPlan planUntilSettled() {
			while (true) {
				OpenPlan plan = new Planner().plan(this.config, this.table, knowledge(), NOW);
				Set<Question> open = new HashSet<>(plan.questions(Lane.RETIRE));
				open.removeAll(this.asked.keySet());
				if (open.isEmpty()) {
					return plan;
				}
				open.forEach((question) -> this.asked.put(question, answer(question)));
			}
		}

		private Knowledge knowledge() {
			return new Knowledge(Facts.NONE, Facts.of(this.asked));
		}

		void check(MaintenancePlan plan) {
			for (Operation operation : plan.operations()) {
				if (operation instanceof Operation.Detach detach) {
					goes(detach, true);
				}
				else if (operation instanceof Operation.Drop drop) {
					goes(drop, false);
					droppedRightly(drop);
				}
				else if (operation instanceof Operation.Attach attach && !PRESENT.isBefore(attach.window().to())) {
					assertThat(verdict(this.config.lifecycle().retention(), attach, false)).as("%s comes back", attach)
						.isFalse();
				}
				else if (operation instanceof Operation.Create create) {
					assertThat(create.window()).isNotNull();
				}
			}
			limited(plan.permitted());
			assertThat(plan.approved().operations()).isEqualTo(plan.operations());
			assertThat(plan.approved().hash()).isEqualTo(plan.hash());
			assertThat(plan.approved().permitted().operations()).isEqualTo(plan.operations());
		}

		private void goes(Operation.OnTable operation, boolean attached) {
			Window window = operation.window();
			if (window == null) {
				assertThat(this.config.lifecycle().holds()).as("nobody knows what %s held", operation).isEmpty();
				return;
			}
			assertThat(window.to()).as("%s does not hold the present", operation).isLessThanOrEqualTo(PRESENT);
			assertThat(verdict(this.config.lifecycle().retention(), operation, attached)).as("%s is expired", operation)
				.isTrue();
			for (Hold hold : this.config.lifecycle().holds()) {
				boolean before = hold.to() instanceof Until.OnDate to
						&& !window.from().isBefore(time(to.date().toString()));
				boolean behind = hold.from() instanceof Until.OnDate from
						&& !time(from.date().toString()).isBefore(window.to());
				assertThat(before || behind).as("%s is not under %s", operation, hold).isTrue();
			}
		}

		private void droppedRightly(Operation.Drop drop) {
			Condition when = ((Drop.DropAfter) this.config.lifecycle().drop()).when();
			if (when != null) {
				assertThat(verdict(when, drop, drop.reason() == Reason.FOLLOWS_DETACH)).as("%s may go", drop).isTrue();
			}
		}

		/** For certain, by the answers that were given. */
		private boolean verdict(Condition condition, Operation.OnTable operation, boolean attached) {
			Candidate unit = new Candidate(operation.parent().name(), operation.table(), operation.window(), attached);
			Horizon horizon = new Horizon(MONTHS.over(KeyType.TIMESTAMPTZ).orElseThrow(), new Position.Time(NOW));
			return condition.judge(new Subject(unit, horizon, Facts.of(this.asked))).isYes();
		}

		private void limited(MaintenancePlan permitted) {
			Limits limits = this.config.lifecycle().limits();
			for (OperationKind kind : List.of(OperationKind.DETACH, OperationKind.DROP)) {
				List<Operation.OnTable> retired = permitted.operations()
					.stream()
					.filter((operation) -> operation.kind() == kind)
					.map(Operation.OnTable.class::cast)
					.toList();
				if (limits.units() != null) {
					assertThat(retired).hasSizeLessThanOrEqualTo(limits.units());
				}
				if (limits.bytes() != null && !this.asked.isEmpty()) {
					assertThat(retired.stream()
						.map((operation) -> this.truth.getOrDefault(operation.table().oid() + " " + new Measure.Size(),
								new Answer.Number(0, Answer.Precision.EXACT)))
						.mapToLong((size) -> (size instanceof Answer.Number number) ? number.value() : 1000)
						.sum()).isLessThanOrEqualTo(limits.bytes().bytes());
				}
			}
		}

	}

}

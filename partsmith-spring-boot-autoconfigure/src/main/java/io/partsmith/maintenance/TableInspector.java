package io.partsmith.maintenance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.lifecycle.Question;
import io.partsmith.plan.Finding;
import io.partsmith.plan.Batches;
import io.partsmith.plan.Knowledge;
import io.partsmith.plan.Lane;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.OpenPlan;
import io.partsmith.plan.Planner;
import io.partsmith.plan.Scope;
import io.partsmith.plan.ServerCheck;
import io.partsmith.plan.Unit;
import io.partsmith.postgres.KeyStart;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at tables and plans them, without a lock and without a change. */
public final class TableInspector {

	private static final Logger log = LoggerFactory.getLogger(TableInspector.class);

	private static final Duration DEFAULT_SKEW = Duration.ofMinutes(1);

	private static final Set<Lane> BOTH = EnumSet.allOf(Lane.class);

	private final PartitionMetadataProvider metadata;

	private final FactFinder facts;

	private final MaintenanceJournal journal;

	private final Clock clock;

	private final ServerCheck server;

	private final Planner planner;

	/** What was learnt last, by the table's id. */
	private final Map<String, Knowledge> known = new ConcurrentHashMap<>();

	/**
	 * An inspector of tables whose rules ask no beans.
	 * @param metadata reads what exists
	 * @param journal remembers what was seen
	 * @param clock all time comes from it
	 */
	public TableInspector(PartitionMetadataProvider metadata, MaintenanceJournal journal, Clock clock) {
		this(metadata, Map.of(), new Planner(), journal, clock, DEFAULT_SKEW);
	}

	/**
	 * An inspector.
	 * @param metadata reads what exists
	 * @param predicates the beans that rules may ask, by their names
	 * @param planner plans what was seen
	 * @param journal remembers what was seen
	 * @param clock all time comes from it
	 * @param maxClockSkew how far it may be from the database's clock, before nothing is
	 * retired any more
	 */
	public TableInspector(PartitionMetadataProvider metadata, Map<String, PartitionPredicate> predicates,
			Planner planner, MaintenanceJournal journal, Clock clock, Duration maxClockSkew) {
		this(metadata, new FactFinder(metadata, predicates), new ServerCheck(maxClockSkew), planner, journal, clock);
	}

	private TableInspector(PartitionMetadataProvider metadata, FactFinder facts, ServerCheck server, Planner planner,
			MaintenanceJournal journal, Clock clock) {
		this.metadata = metadata;
		this.facts = facts;
		this.server = server;
		this.planner = planner;
		this.journal = journal;
		this.clock = clock;
	}

	/** Looks at another database, of which nothing was learnt yet. */
	TableInspector on(PartitionMetadataProvider other) {
		return new TableInspector(other, this.facts.on(other), this.server, this.planner, this.journal, this.clock);
	}

	/** Looks without asking anything: rules go by what the last run learnt. */
	List<TableInspection> glance(Collection<TablePartitionConfig> configs) {
		return inspect(configs, EnumSet.noneOf(Lane.class));
	}

	/**
	 * Looks, and asks what the rules of some lanes must know. The create lane must not
	 * wait for what only retention wants to know.
	 */
	List<TableInspection> inspect(Collection<TablePartitionConfig> configs, Scope scope) {
		return inspect(configs, asking(scope));
	}

	private static Set<Lane> asking(Scope scope) {
		return switch (scope) {
			case CREATE -> EnumSet.of(Lane.CREATE);
			default -> EnumSet.noneOf(Lane.class);
			case MAINTAIN, RETIRE, RECONCILE -> BOTH;
		};
	}

	private List<TableInspection> inspect(Collection<TablePartitionConfig> configs, Set<Lane> asking) {
		// Fractions of a second change no plan, but clutter every text about it.
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		try {
			Map<TablePartitionConfig, Learning> learnt = new LinkedHashMap<>();
			List<TableInspection> inspections = look(configs, asking, now, learnt);
			learnt.forEach((config, plan) -> this.known.put(config.id(), plan.knowledge()));
			inspections.forEach(this.journal::saw);
			return inspections;
		}
		catch (RuntimeException ex) {
			configs.forEach((config) -> this.journal.couldNotLook(config, String.valueOf(ex.getMessage())));
			throw ex;
		}
	}

	private List<TableInspection> look(Collection<TablePartitionConfig> configs, Set<Lane> asking, Instant now,
			Map<TablePartitionConfig, Learning> plans) {
		CatalogSnapshot snapshot = this.metadata.read(configs);
		for (TablePartitionConfig config : configs) {
			Knowledge before = this.known.getOrDefault(config.id(), Knowledge.NONE);
			TableTopology topology = snapshot.table(config.table());
			plans.put(config, new Learning(asking, before, (knowledge) -> planned(config, topology, knowledge, now)));
		}
		learn(plans.values());
		List<Finding> seen = this.server.check(snapshot.server());
		List<TableInspection> inspections = new ArrayList<>();
		plans.forEach((config, plan) -> inspections
			.add(new TableInspection(config, snapshot.table(config.table()), plan.plan().plan(), snapshot.server(), now)
				.on(seen)));
		return inspections;
	}

	/** Asks for all tables together, until none of them asks anything new. */
	private void learn(Collection<Learning> plans) {
		while (true) {
			Set<Question> questions = new LinkedHashSet<>();
			plans.forEach((plan) -> questions.addAll(plan.questions()));
			if (questions.isEmpty()) {
				return;
			}
			Map<Question, Answer> answers = this.facts.find(questions);
			plans.forEach((plan) -> plan.learn(answers));
		}
	}

	/** Plans windows that a caller names, of what was seen. */
	MaintenancePlan ensure(TableInspection seen, List<Window> windows) {
		Learning plan = new Learning(EnumSet.of(Lane.CREATE), Knowledge.NONE,
				(knowledge) -> this.planner.ensure(seen.config(), seen.topology(), windows, knowledge, seen.at()));
		learn(List.of(plan));
		return plan.plan().plan();
	}

	/** Plans the way of a window's rows out of DEFAULT, of what was seen. */
	MaintenancePlan drain(TableInspection seen, Window window, Batches batches) {
		Learning plan = new Learning(EnumSet.of(Lane.CREATE), Knowledge.NONE, (knowledge) -> this.planner
			.drain(seen.config(), seen.topology(), window, batches, knowledge, seen.at()));
		learn(List.of(plan));
		return plan.plan().plan();
	}

	/** The smallest keys in DEFAULT, from some key on. */
	List<String> smallestKeys(RelationName source, List<String> key, @Nullable KeyStart from, int most) {
		return this.metadata.smallestKeys(source, key, from, most);
	}

	/** The rows of a table itself, as far as that matters. */
	long rows(RelationName leaf, long most) {
		return this.metadata.rows(leaf, most);
	}

	TableInspection glance(TablePartitionConfig config) {
		return glance(List.of(config)).get(0);
	}

	TableInspection inspect(TablePartitionConfig config, Scope scope) {
		return inspect(List.of(config), scope).get(0);
	}

	/** With the sizes of its units, which the catalog does not know. */
	TableInspection inspectClosely(TablePartitionConfig config) {
		TableInspection inspection = inspect(config, Scope.MAINTAIN);
		if (!(inspection.topology() instanceof TableTopology.Partitioned table)) {
			return inspection;
		}
		Map<Long, Long> sizes = this.metadata.sizes(table);
		return inspection.with(inspection.plan().units().stream().map((unit) -> sized(unit, sizes)).toList());
	}

	/** Measures what was seen last: all of it, or only what was not measured yet. */
	void measure(Collection<TablePartitionConfig> configs, boolean anew) {
		Map<TableInspection, TableTopology.Partitioned> asked = new LinkedHashMap<>();
		Set<Long> missing = new HashSet<>();
		for (TablePartitionConfig config : configs) {
			TableInspection seen = this.journal.lastInspection(config.id()).orElse(null);
			if (seen != null && seen.topology() instanceof TableTopology.Partitioned table) {
				UnitSizes known = this.journal.sizes(config.id());
				List<Unit> units = seen.plan().units().stream().filter((unit) -> anew || !known.has(unit)).toList();
				units.forEach((unit) -> missing.add(unit.relation().oid()));
				if (anew || !units.isEmpty()) {
					asked.put(seen, table);
				}
			}
		}
		if (!asked.isEmpty()) {
			Map<Long, Long> sizes = missing.isEmpty() ? Map.of()
					: this.metadata.sizes(asked.values(), (relation) -> missing.contains(relation.oid()));
			asked.keySet().forEach((seen) -> this.journal.measured(seen, sizes));
		}
	}

	private static Unit sized(Unit unit, Map<Long, Long> sizes) {
		Relation relation = unit.relation();
		return new Unit(relation.withBytes(sizes.get(relation.oid())), unit.state(), unit.bounds(), unit.extent(),
				unit.why(), unit.children());
	}

	MaintenancePlan plan(TablePartitionConfig config, Instant at) {
		return look(List.of(config), BOTH, at, new LinkedHashMap<>()).get(0).plan();
	}

	private OpenPlan planned(TablePartitionConfig config, TableTopology topology, Knowledge knowledge, Instant at) {
		try {
			return this.planner.plan(config, topology, knowledge, at);
		}
		catch (RuntimeException ex) {
			log.error("{} could not be planned", config.table(), ex);
			return new OpenPlan(Planner.failed(config, at, ex), Map.of());
		}
	}

}

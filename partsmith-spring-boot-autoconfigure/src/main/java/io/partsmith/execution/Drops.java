package io.partsmith.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.plan.Operation;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.PartitionRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the orphans of a plan, several in one transaction where they follow each other.
 * Each of them alone costs a commit and a handful of round trips more.
 */
final class Drops {

	private static final Logger log = LoggerFactory.getLogger(Drops.class);

	/**
	 * The tables that one transaction drops at most. It holds a lock on each of them and
	 * on each of their indexes until it ends, in a table that all sessions share.
	 */
	private static final int WIDEST = 50;

	private final PartitionRepository repository;

	private final LockLedger ledger;

	/** What is dropped together, by the first of it. */
	private final Map<Operation, List<Operation.Drop>> batches = new IdentityHashMap<>();

	/** What was dropped ahead of its turn. */
	private final Set<Operation> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * The drops of a plan. One that builds on another operation stands behind it; so a
	 * batch never reaches across what is done alone.
	 */
	Drops(PartitionRepository repository, LockLedger ledger, List<Operation> planned) {
		this.repository = repository;
		this.ledger = ledger;
		List<Operation.Drop> batch = List.of();
		for (Operation operation : planned) {
			if (!(operation instanceof Operation.Drop drop) || !drop.table().kind().isOrdinary()) {
				batch = List.of();
				continue;
			}
			if (batch.isEmpty() || batch.size() >= WIDEST) {
				batch = new ArrayList<>();
				this.batches.put(drop, batch);
			}
			batch.add(drop);
		}
	}

	boolean isDropped(Operation operation) {
		return this.dropped.contains(operation);
	}

	/** Drops one, and with the first of a batch all of that. */
	void drop(Operation.Drop operation) {
		List<Operation.Drop> batch = this.batches.getOrDefault(operation, List.of());
		if (batch.size() > 1) {
			dropTogether(batch);
		}
		if (!this.dropped.remove(operation)) {
			this.repository.drop(List.of(operation), this.ledger);
		}
	}

	/**
	 * What fails together is tried alone, so that each has its own attempts and its own
	 * failure.
	 */
	private void dropTogether(List<Operation.Drop> batch) {
		try {
			this.repository.drop(batch, this.ledger);
			this.dropped.addAll(batch);
		}
		catch (PartitionOperationException ex) {
			log.debug("{} orphans of {} were not dropped together; each is tried alone", batch.size(),
					batch.get(0).parent().name(), ex);
		}
	}

}

package io.partsmith.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.PartitionRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detaches the partitions of a plan. PostgreSQL carries out one concurrent detach after
 * the other; but several that follow each other are marked in one transaction. For each
 * of them alone, that costs as many round trips as the detach.
 */
final class Detaches {

	private static final Logger log = LoggerFactory.getLogger(Detaches.class);

	/** The tables that one transaction locks at most. */
	private static final int WIDEST = 50;

	private final PartitionRepository repository;

	private final LockLedger ledger;

	/** What is marked together, by the first of it. */
	private final Map<Operation, List<Operation.Detach>> batches = new IdentityHashMap<>();

	/** What is marked and not detached yet. */
	private final Set<Operation> marked = Collections.newSetFromMap(new IdentityHashMap<>());

	Detaches(PartitionRepository repository, LockLedger ledger, List<Operation> planned) {
		this.repository = repository;
		this.ledger = ledger;
		List<Operation.Detach> batch = List.of();
		for (Operation operation : planned) {
			if (!(operation instanceof Operation.Detach detach) || detach.mode() != DetachMode.CONCURRENT) {
				batch = List.of();
				continue;
			}
			if (batch.isEmpty() || batch.size() >= WIDEST || !batch.get(0).parent().equals(detach.parent())) {
				batch = new ArrayList<>();
				this.batches.put(detach, batch);
			}
			batch.add(detach);
		}
	}

	/** Detaches one, and with the first of a batch marks all of that. */
	void detach(Operation.Detach operation) {
		List<Operation.Detach> batch = this.batches.getOrDefault(operation, List.of());
		if (batch.size() > 1) {
			mark(batch);
		}
		this.marked.remove(operation);
		this.repository.detach(operation, this.ledger);
	}

	/** What is not marked together is marked alone, so that each has its own failure. */
	private void mark(List<Operation.Detach> batch) {
		try {
			this.repository.mark(batch, this.ledger);
			this.marked.addAll(batch);
		}
		catch (PartitionOperationException ex) {
			log.debug("{} partitions of {} were not marked together; each is marked alone", batch.size(),
					batch.get(0).parent().name(), ex);
		}
	}

	/** Whether something is marked that was not detached. */
	boolean isAhead() {
		return !this.marked.isEmpty();
	}

	/** Takes the markers off what is not detached any more. */
	void takeBack() {
		this.marked.clear();
		this.repository.takeBack(this.ledger);
	}

}

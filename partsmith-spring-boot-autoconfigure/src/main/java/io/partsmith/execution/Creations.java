package io.partsmith.execution;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.PartitionRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of a plan, several in one transaction where that holds up nobody.
 * Each of them alone costs a commit and a handful of round trips more.
 */
final class Creations {

	private static final Logger log = LoggerFactory.getLogger(Creations.class);

	/**
	 * The tables that one transaction makes at most. It holds about eight locks for each
	 * of them until it ends, in a table that all sessions share.
	 */
	private static final int WIDEST = 50;

	private final PartitionRepository repository;

	private final LockLedger ledger;

	/** What is made together, by the first of it. */
	private final Map<Operation, List<Operation.Create>> batches = new IdentityHashMap<>();

	/** The OIDs of what was made ahead of its turn. */
	private final Map<Operation, Long> made = new IdentityHashMap<>();

	Creations(PartitionRepository repository, LockLedger ledger, List<Operation> planned) {
		this.repository = repository;
		this.ledger = ledger;
		List<Operation.Create> batch = new ArrayList<>();
		long width = WIDEST;
		for (Operation operation : planned) {
			if (operation instanceof Operation.Create create && holdsUpNobody(create)) {
				width += create.made().size();
				if (width > WIDEST || !batch.get(0).parent().equals(create.parent())) {
					batch = new ArrayList<>();
					width = create.made().size();
					this.batches.put(create, batch);
				}
				batch.add(create);
			}
		}
	}

	/**
	 * Beside a DEFAULT partition ATTACH locks that one, and with foreign keys the tables
	 * at their other end; a catch-all that makes room locks the parent. Such locks must
	 * not be held for longer than one partition takes.
	 */
	private static boolean holdsUpNobody(Operation.Create operation) {
		return operation.parent().defaultPartition() == null && operation.parent().foreignKeys().all().isEmpty()
				&& operation.displaced() == null;
	}

	boolean isMade(Operation operation) {
		return this.made.containsKey(operation);
	}

	/** Answers the OID of the new table. */
	long make(Operation.Create operation) {
		List<Operation.Create> batch = this.batches.getOrDefault(operation, List.of());
		if (batch.size() > 1) {
			makeTogether(batch);
		}
		Long oid = this.made.remove(operation);
		return (oid != null) ? oid : this.repository.create(List.of(operation), this.ledger).get(0);
	}

	/** What fails together is tried alone, so that each has its own failure. */
	private void makeTogether(List<Operation.Create> batch) {
		try {
			List<Long> oids = this.repository.create(batch, this.ledger);
			for (int i = 0; i < batch.size(); i++) {
				this.made.put(batch.get(i), oids.get(i));
			}
		}
		catch (PartitionOperationException ex) {
			if (ex.code() == FindingCode.LOCK_NOT_AVAILABLE) {
				throw ex;
			}
			log.debug("{} partitions of {} were not made together; each is tried alone", batch.size(),
					batch.get(0).parent().name(), ex);
		}
	}

}

package io.partsmith.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.autoconfigure.PartsmithProperties.OnMismatch;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.Finding;
import io.partsmith.plan.TableCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds every configured table against the database, once at start. What passes by itself
 * never refuses the start: a database that cannot be reached yet, a standby, or a server
 * that gives read-only transactions for now.
 */
public final class StartupCheck {

	private static final Logger log = LoggerFactory.getLogger(StartupCheck.class);

	private final PartitionLifecycleService service;

	private final OnMismatch onMismatch;

	/**
	 * A check.
	 * @param service looks at the tables
	 * @param onMismatch what a mismatch does
	 */
	StartupCheck(PartitionLifecycleService service, OnMismatch onMismatch) {
		this.service = service;
		this.onMismatch = onMismatch;
	}

	/**
	 * Looks at the tables, which also gives health and metrics their first look.
	 * @return whether there are tables and they could be looked at
	 * @throws TableMismatchException if a table does not fit its configuration and the
	 * start is to be refused then
	 */
	public boolean check() {
		if (this.service.tables().all().isEmpty()) {
			log.warn("No table is configured under partsmith.tables: nothing is maintained");
			return false;
		}
		try {
			check(this.service.inspectReachable());
			return true;
		}
		catch (TableMismatchException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			log.warn("The configured tables could not be checked at start; the next run looks again", ex);
			return false;
		}
	}

	private void check(List<TableInspection> inspections) {
		Map<String, List<Finding>> mismatches = new LinkedHashMap<>();
		for (TableInspection inspection : inspections) {
			List<Finding> findings = TableCheck.check(inspection.config(), inspection.topology());
			if (!findings.isEmpty()) {
				mismatches.put(inspection.config().id(), findings);
			}
		}
		boolean writable = inspections.stream().allMatch((inspection) -> inspection.server().isWritable());
		if (this.onMismatch == OnMismatch.FAIL && !mismatches.isEmpty() && writable) {
			throw new TableMismatchException(mismatches);
		}
		mismatches.forEach((id, findings) -> findings
			.forEach((finding) -> log.error("partsmith.tables.{}: {}. {}", id, finding.message(), finding.next())));
	}

}

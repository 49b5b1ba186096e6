package io.partsmith.plan;

import java.util.List;
import java.util.function.Function;

import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/** Writes a plan down for people. */
final class PlanText {

	private final StringBuilder text = new StringBuilder();

	private final Function<Operation, List<String>> sql;

	PlanText(MaintenancePlan plan, Function<Operation, List<String>> sql) {
		this.sql = sql;
		line("Plan of " + plan.id() + " for " + plan.table() + " at " + plan.at() + " (hash " + plan.hash()
				+ ", configuration " + plan.fingerprint() + ")");
		runway(plan.runway());
		if (plan.isConverged()) {
			line("Nothing to do.");
		}
		int number = 1;
		for (Operation operation : plan.operations()) {
			operation(number++, operation);
		}
		plan.findings().forEach(this::finding);
	}

	private void runway(@Nullable Runway runway) {
		if (runway == null) {
			line("The table could not be judged; see the findings.");
		}
		else if (!runway.covered()) {
			line("Inserts at the cursor find no partition of their own.");
		}
		else {
			line("Inserts find a partition " + ((runway.until() != null) ? "until " + runway.until() : "without an end")
					+ ((runway.ids() != null) ? ", for " + runway.ids() + " more ids." : "."));
		}
	}

	private void operation(int number, Operation operation) {
		line("");
		line(number + ". " + operation.kind() + " " + operation.partition()
				+ ((operation.window() != null) ? " " + operation.window() : ""));
		line("   why:    " + operation.reason() + ": " + operation.detail());
		line("   table:  " + table(operation));
		line("   bounds: " + ((operation.bounds() != null) ? operation.bounds().toSql() : "not known"));
		line("   parent: " + operation.parent().name() + ", OID " + operation.parent().oid());
		line("   lock:   " + operation.lock());
		line("   effect: " + (operation.kind().isDestructive() ? "destructive" : "not destructive") + ", "
				+ (operation.transactional() ? "one transaction" : "several transactions"));
		List<String> statements = this.sql.apply(operation);
		if (!statements.isEmpty()) {
			line("   sql:");
			statements.forEach((statement) -> statement.lines().forEach((each) -> line("     " + each)));
		}
	}

	private static String table(Operation operation) {
		if (operation instanceof Operation.OnTable known) {
			return table(known.table());
		}
		if (operation instanceof Operation.Move move) {
			return table(move.into()) + "; " + move.rows() + " row(s) from " + move.source().name();
		}
		if (operation instanceof Operation.Fill fill) {
			return table(fill.whole().into()) + "; " + fill.rows() + " row(s) from " + fill.whole().source().name();
		}
		long beneath = (operation instanceof Operation.Create create) ? create.made().all().count() - 1 : 0;
		return "new" + ((beneath > 0) ? ", with " + beneath + " more beneath it" : "");
	}

	private static String table(Relation table) {
		return "OID " + table.oid() + ", "
				+ ((table.rows() != null) ? "about " + table.rows() + " rows" : "rows not counted yet") + ", "
				+ ((table.bytes() != null) ? table.bytes() + " bytes" : "size not measured");
	}

	private void finding(Finding finding) {
		line("");
		line(finding.severity() + " " + finding.code()
				+ ((finding.partition() != null) ? " " + finding.partition() : "")
				+ (finding.urgent() ? " (inserts fail, or soon will)" : ""));
		line("   " + finding.message());
		line("   next: " + finding.next());
	}

	private void line(String line) {
		this.text.append(line).append('\n');
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}

package io.partsmith.testing;

import java.util.List;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.table.TablePartitionConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** Results of runs, in the shape that tests compare. */
public final class Results {

	private Results() {
	}

	/**
	 * What was done.
	 * @param result the result of a run
	 * @return for example {@code create t__2024_12}, in the order of the run
	 */
	public static List<String> done(MaintenanceResult result) {
		return result.done()
			.stream()
			.map((operation) -> operation.kind() + " " + operation.partition().name())
			.toList();
	}

	/**
	 * What was planned.
	 * @param result the result of a run
	 * @return for example {@code create t__2024_12}
	 */
	public static List<String> planned(MaintenanceResult result) {
		return result.plan()
			.operations()
			.stream()
			.map((operation) -> operation.kind() + " " + operation.partition().name())
			.toList();
	}

	/**
	 * What needs a person.
	 * @param result the result of a run
	 * @return for example {@code create name_unusable t__2024_12}
	 */
	public static List<String> issues(MaintenanceResult result) {
		return result.issues()
			.stream()
			.map((issue) -> issue.step().name().toLowerCase() + " " + issue.code()
					+ ((issue.partition() != null) ? " " + issue.partition().name() : ""))
			.toList();
	}

	/**
	 * What the plan saw.
	 * @param result the result of a run
	 * @return for example {@code grace_pending t__2024_12}
	 */
	public static List<String> findings(MaintenanceResult result) {
		return result.plan()
			.findings()
			.stream()
			.map((finding) -> finding.code() + ((finding.partition() != null) ? " " + finding.partition().name() : ""))
			.toList();
	}

	/**
	 * Runs again and finds nothing to do and nothing to tell.
	 * @param engine the engine, at its instant
	 * @param config the table
	 */
	public static void assertConverged(Engine engine, TablePartitionConfig config) {
		MaintenanceResult again = engine.run(config);
		assertThat(planned(again)).isEmpty();
		assertThat(issues(again)).isEmpty();
	}

}

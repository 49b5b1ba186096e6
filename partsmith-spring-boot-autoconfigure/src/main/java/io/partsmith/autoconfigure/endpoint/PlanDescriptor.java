package io.partsmith.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;

/**
 * A plan in JSON.
 *
 * @param at the instant it was made for
 * @param operations its operations in their order
 * @param findings what was seen and left alone
 * @param fingerprint identifies the configuration it was made from
 * @param hash identifies what it would do
 */
record PlanDescriptor(Instant at, List<OperationDescriptor> operations, List<FindingDescriptor> findings,
		String fingerprint, String hash) {

	static PlanDescriptor of(MaintenancePlan plan, Function<Operation, List<String>> sql) {
		return new PlanDescriptor(plan.at(),
				plan.operations()
					.stream()
					.map((operation) -> OperationDescriptor.of(operation, plan.isWithheld(operation), sql))
					.toList(),
				plan.findings().stream().map(FindingDescriptor::of).toList(), plan.fingerprint(), plan.hash());
	}

}

package io.partsmith.autoconfigure.endpoint;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Refuses what is posted to our endpoint under a name that no operation knows. The
 * actuator drops such arguments silently, so that a misspelt {@code dryRun} would run for
 * good.
 */
final class KnownArguments implements OperationInvokerAdvisor {

	private static final String PLAN_HASH = "planHash";

	private static final EndpointId PARTITIONS = EndpointId.of("partitions");

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(PARTITIONS) || operationType != OperationType.WRITE) {
			return invoker;
		}
		Set<String> known = new TreeSet<>();
		parameters.forEach((parameter) -> known.add(parameter.getName()));
		return (context) -> {
			Set<String> unknown = new TreeSet<>(context.getArguments().keySet());
			unknown.removeAll(known);
			return unknown.isEmpty() ? invoker.invoke(context) : refusal(unknown, known);
		};
	}

	private static WebEndpointResponse<Map<String, String>> refusal(Set<String> unknown, Set<String> known) {
		Set<String> writable = new TreeSet<>(known);
		writable.remove("id");
		return new WebEndpointResponse<>(Map.of("error", "No key here is named " + unknown + "; write one of "
				+ writable + ". Nothing was done"
				+ (writable.contains(PLAN_HASH)
						? ". The 'hash' of GET /actuator/partitions/<id>/plan " + "is posted as " + PLAN_HASH : "")),
				WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}

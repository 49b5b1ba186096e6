package io.partsmith.autoconfigure.endpoint;

import java.util.Map;
import java.util.function.Supplier;

import io.partsmith.archive.ArchiveException;
import io.partsmith.archive.UnknownArchiveException;
import io.partsmith.maintenance.PlanRefusedException;
import io.partsmith.maintenance.UnknownTableException;
import io.partsmith.postgres.PartitionOperationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.dao.DataAccessException;

/**
 * Gives the answers of {@link PartitionsEndpoint} their HTTP status, and every refusal a
 * body that says why.
 */
@EndpointWebExtension(endpoint = PartitionsEndpoint.class)
public class PartitionsEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final PartitionsEndpoint delegate;

	/**
	 * An extension.
	 * @param delegate the endpoint
	 */
	public PartitionsEndpointWebExtension(PartitionsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Every table at a glance.
	 * @return 200, or 503 where the catalog could not be read
	 */
	@ReadOperation
	public WebEndpointResponse<Object> tables() {
		return answer(this.delegate::tables);
	}

	/**
	 * One table with every unit.
	 * @param id its id
	 * @return 200, 404 or 503
	 */
	@ReadOperation
	public WebEndpointResponse<Object> table(@Selector String id) {
		return answer(() -> this.delegate.table(id));
	}

	/**
	 * The plan of one table.
	 * @param id its id
	 * @param view {@code plan}
	 * @param at the time to plan for
	 * @return 200, 400, 404 or 503
	 */
	@ReadOperation
	public WebEndpointResponse<Object> view(@Selector String id, @Selector String view, @Nullable String at) {
		return answer(() -> this.delegate.view(id, view, at));
	}

	/**
	 * Runs every table.
	 * @param action what is to be done
	 * @param dryRun whether to change nothing
	 * @return 200 or 400
	 */
	@WriteOperation
	public WebEndpointResponse<Object> runAll(@Nullable String action, @Nullable String dryRun) {
		return answer(() -> this.delegate.runAll(action, dryRun));
	}

	/**
	 * Runs one table, or restores one of its partitions.
	 * @param id its id
	 * @param action what is to be done
	 * @param dryRun whether to change nothing
	 * @param planHash the hash of the plan to run
	 * @param partition the partition to restore
	 * @param from the manifest to restore from
	 * @param ignoreDroppedColumns whether to leave out what columns held that are gone
	 * @return 200, 400, 404, or 409 where another run holds the table's lock, the plan is
	 * another one by now, or the archive or the table forbids what was asked for
	 */
	@WriteOperation
	public WebEndpointResponse<Object> run(@Selector String id, @Nullable String action, @Nullable String dryRun,
			@Nullable String planHash, @Nullable String partition, @Nullable String from,
			@Nullable String ignoreDroppedColumns) {
		return answer(() -> this.delegate.run(id, action, dryRun, planHash, partition, from, ignoreDroppedColumns));
	}

	private static WebEndpointResponse<Object> answer(Supplier<Object> operation) {
		try {
			Object body = operation.get();
			boolean conflict = body instanceof ResultDescriptor result && result.isLockHeld();
			return new WebEndpointResponse<>(body, conflict ? CONFLICT : WebEndpointResponse.STATUS_OK);
		}
		catch (UnknownTableException | UnknownViewException | UnknownArchiveException ex) {
			return refuse(ex, WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (PlanRefusedException | ArchiveException ex) {
			return refuse(ex, CONFLICT);
		}
		catch (PartitionOperationException ex) {
			return new WebEndpointResponse<>(Map.of("error", String.valueOf(ex.getMessage()), "next", ex.next()),
					CONFLICT);
		}
		catch (InvalidEndpointRequestException ex) {
			return refuse(ex, WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (DataAccessException ex) {
			return refuse(ex, WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private static WebEndpointResponse<Object> refuse(RuntimeException ex, int status) {
		return new WebEndpointResponse<>(Map.of("error", String.valueOf(ex.getMessage())), status);
	}

}

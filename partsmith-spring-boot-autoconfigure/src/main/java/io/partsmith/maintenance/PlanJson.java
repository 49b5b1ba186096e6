package io.partsmith.maintenance;

import io.partsmith.plan.MaintenancePlan;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plans as JSON, to be looked at, kept, approved, and applied later. What is read back
 * equals what was written, OIDs, bounds and markers included.
 * <p>
 * The document has {@code format}, {@code version}, {@code hash} and {@code plan}; the
 * fields of the plan and of everything in it are the components of the records of the
 * same names, beginning with {@link MaintenancePlan}. Of several kinds of one thing, the
 * field {@code kind} names the record, such as {@code create} or {@code finalize_detach}.
 * Names and bounds are written as in SQL, ids of a table as text.
 * <p>
 * Needs Jackson 3 ({@code tools.jackson.core:jackson-databind}), which Spring Boot's web
 * starters bring along. Safe for concurrent use.
 */
public final class PlanJson {

	private static final String FORMAT = "partsmith-plan";

	private static final int VERSION = 1;

	private final JsonMapper mapper = PlanMapper.create();

	/**
	 * Writes a plan.
	 * @param plan the plan
	 * @return JSON, over several lines
	 */
	public String write(MaintenancePlan plan) {
		return this.mapper.writeValueAsString(new Document(FORMAT, VERSION, plan.hash(), plan));
	}

	/**
	 * Reads a plan.
	 * @param json what {@link #write} gave
	 * @return a plan that equals the one that was written
	 * @throws PlanFormatException if the text is no plan, was written by another version,
	 * or its operations are not those that were written
	 */
	public MaintenancePlan read(String json) {
		try {
			requireOurs(this.mapper.readTree(json));
			Document document = this.mapper.readValue(json, Document.class);
			if (!document.plan().hash().equals(document.hash())) {
				throw new PlanFormatException("The plan of '" + document.plan().id() + "' was changed since it was "
						+ "written: its operations have the hash " + document.plan().hash() + ", not " + document.hash()
						+ "; cut a plan with only and without, and write it again", null);
			}
			return document.plan();
		}
		catch (JacksonException ex) {
			throw new PlanFormatException("The text is no plan, or a damaged one: " + ex.getMessage(), ex);
		}
	}

	private static void requireOurs(JsonNode document) {
		if (!document.path("format").asString("").equals(FORMAT)) {
			throw new PlanFormatException("The text is JSON, but no plan: 'format' is not " + FORMAT, null);
		}
		if (document.path("version").asInt(0) != VERSION) {
			throw new PlanFormatException("The plan was written in version " + document.path("version")
					+ " of the format, and this is version " + VERSION + "; plan anew", null);
		}
	}

	/**
	 * A plan in its envelope.
	 *
	 * @param format tells plans from other JSON
	 * @param version of the fields
	 * @param hash the plan's hash
	 * @param plan the plan
	 */
	record Document(String format, int version, String hash, MaintenancePlan plan) {
	}

}

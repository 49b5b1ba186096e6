package io.partsmith.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.json.JsonMapper;

/** The schema of events that is in the jar. */
public final class EventSchema {

	private static final String FILE = "/META-INF/partsmith/lifecycle-event.schema.json";

	private EventSchema() {
	}

	/** What is wrong with an event, empty where nothing is. */
	public static List<String> errors(String event) {
		try (InputStream file = EventSchema.class.getResourceAsStream(FILE)) {
			Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(Objects.requireNonNull(file));
			return schema.validate(JsonMapper.shared().readTree(event)).stream().map(Object::toString).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

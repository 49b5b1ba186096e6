package io.partsmith.mpp.patroni;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.mpp.MppCluster;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to {@code GET /cluster}, of Patroni 3 and 4. They differ in more than is
 * read here (the state of a running standby, roles, lags), and more may come: what is not
 * known is passed over.
 */
final class ClusterJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private ClusterJson() {
	}

	/**
	 * Reads an answer.
	 * @throws IllegalArgumentException if it is none
	 */
	static GroupState.Known read(String body) {
		JsonNode list = list(body);
		@Nullable String leader = null;
		boolean leading = false;
		@Nullable Integer timeline = null;
		List<MppCluster.Member> members = new ArrayList<>();
		for (JsonNode entry : list) {
			String name = entry.path("name").asString("");
			String state = entry.path("state").asString("");
			boolean running = state.equals("running") || state.equals("streaming");
			if (name.isEmpty()) {
				continue;
			}
			// The leader of a standby cluster is no primary.
			if (entry.path("role").asString("").equals("leader")) {
				leader = name;
				leading = running;
				timeline = entry.path("timeline").isInt() ? (Integer) entry.path("timeline").asInt() : null;
			}
			members
				.add(new MppCluster.Member(name, entry.path("host").isString() ? entry.path("host").asString() : null,
						entry.path("port").isInt() ? entry.path("port").asInt() : 5432, running,
						!entry.path("tags").path("noloadbalance").asBoolean(false)));
		}
		return new GroupState.Known(leader, leading, timeline, members);
	}

	private static JsonNode list(String body) {
		try {
			JsonNode list = MAPPER.readTree(body).path("members");
			if (list.isArray()) {
				return list;
			}
			throw new IllegalArgumentException("the answer has no list 'members'");
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("the answer is no JSON", ex);
		}
	}

}

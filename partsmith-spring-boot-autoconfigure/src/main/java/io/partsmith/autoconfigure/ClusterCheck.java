package io.partsmith.autoconfigure;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.partsmith.mpp.citus.CitusMppProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/** Refuses what is wrong in {@code partsmith.mpp} and {@code partsmith.patroni}. */
final class ClusterCheck {

	private static final String CITUS = "partsmith.mpp.citus";

	private static final String GROUPS = "partsmith.patroni.groups";

	private static final String EXAMPLE = "For example:\n\npartsmith:\n  patroni:\n    groups:\n      0: [\"http://db1:8008\", \"http://db2:8008\"]";

	private ClusterCheck() {
	}

	static void check(PartsmithProperties properties) {
		PartsmithProperties.@Nullable Mpp mpp = properties.mpp();
		PartsmithProperties.@Nullable Citus citus = (mpp != null) ? mpp.citus() : null;
		if (citus != null) {
			citus(citus);
		}
		if (citus != null && citus.metadata() != null) {
			metadata(citus, properties.patroni() != null && !properties.patroni().groups().isEmpty());
		}
		if (properties.patroni() != null && !properties.patroni().groups().isEmpty()) {
			patroni(properties.patroni().groups(), citus);
		}
	}

	/** The key that is wrong is the one whose correction would help. */
	private static void citus(PartsmithProperties.Citus citus) {
		CitusMppProvider provider = new CitusMppProvider();
		Map<String, Object> section = new HashMap<>();
		section.put("database", "any");
		section.put("group", citus.group());
		provider.validateConfig(section).ifPresent((reason) -> {
			throw new PartsmithConfigurationException(CITUS + ".group", citus.group(), reason,
					"Give the group of the node that the application is connected to: 0, the coordinator.");
		});
		section.put("database", citus.database());
		provider.validateConfig(section).ifPresent((reason) -> {
			throw new PartsmithConfigurationException(CITUS + ".database", citus.database(), reason,
					"Give the name of the database that Citus is installed in.");
		});
	}

	private static void metadata(PartsmithProperties.Citus citus, boolean watched) {
		if (!watched) {
			throw new PartsmithConfigurationException(CITUS + ".metadata", String.valueOf(citus.metadata()),
					"nobody tells what the groups are, because partsmith.patroni.groups is empty", EXAMPLE);
		}
		if (Integer.parseInt(Objects.requireNonNull(citus.group()).strip()) != 0) {
			throw new PartsmithConfigurationException(CITUS + ".metadata", String.valueOf(citus.metadata()),
					"only the coordinator, group 0, has a list of nodes that counts", "Take the key out here.");
		}
	}

	private static void patroni(Map<String, List<String>> groups, PartsmithProperties.@Nullable Citus citus) {
		if (!ClassUtils.isPresent("org.springframework.web.client.RestClient", null)
				|| !ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", null)) {
			throw new PartsmithConfigurationException(GROUPS, null,
					"Patroni is asked by Spring's RestClient and Jackson 3, which are not here",
					"Add the dependency org.springframework.boot:spring-boot-starter-restclient.");
		}
		groups.forEach((group, members) -> {
			if (!group.matches("0|[1-9][0-9]{0,8}")) {
				throw new PartsmithConfigurationException(GROUPS + "." + group, null,
						"'" + group + "' is no group, which is a number", EXAMPLE);
			}
			if (members.isEmpty()) {
				throw new PartsmithConfigurationException(GROUPS + "." + group, null, "nobody could be asked", EXAMPLE);
			}
			members.forEach((member) -> url(GROUPS + "." + group, member));
		});
		String own = (citus != null) ? String.valueOf(Integer.parseInt(Objects.requireNonNull(citus.group()).strip()))
				: null;
		if (own == null && groups.size() > 1) {
			throw new PartsmithConfigurationException(GROUPS, null,
					"there are several groups, and nothing says which of them the application is connected to",
					"Leave one, or say which kind of cluster it is: partsmith.mpp.citus.group.");
		}
		if (own != null && !groups.containsKey(own)) {
			throw new PartsmithConfigurationException(GROUPS, null,
					"the group of the node itself, " + own + " by " + CITUS + ".group, is missing", EXAMPLE);
		}
	}

	private static void url(String property, String member) {
		boolean good;
		try {
			URI uri = URI.create(member);
			good = uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
		}
		catch (IllegalArgumentException ex) {
			good = false;
		}
		if (!good) {
			throw new PartsmithConfigurationException(property, member, "this is no URL of a REST API", EXAMPLE);
		}
	}

}

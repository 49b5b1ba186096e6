package io.partsmith.mpp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which kind of cluster is configured. */
public final class Mpps {

	private static final Logger log = LoggerFactory.getLogger(Mpps.class);

	private Mpps() {
	}

	/**
	 * The first kind of cluster whose section is good. Never throws for a bad one.
	 * @param config sections by their keys, such as {@code citus}, or {@code null}
	 * @return what is configured; {@link NullMpp} where nothing is, or nothing good,
	 * which then says why and is logged
	 */
	public static Mpp getMpp(@Nullable Map<String, ?> config) {
		return getMpp(config, providers());
	}

	/**
	 * The same among some kinds of clusters.
	 * @param config sections by their keys, or {@code null}
	 * @param providers the kinds there are, in the order in which they are tried
	 * @return as {@link #getMpp(Map)}
	 */
	public static Mpp getMpp(@Nullable Map<String, ?> config, List<MppProvider> providers) {
		if (config == null) {
			return NullMpp.INSTANCE;
		}
		List<String> reasons = new ArrayList<>();
		for (MppProvider provider : named(config, providers)) {
			@Nullable Object section = config.get(provider.name());
			Optional<String> refusal = provider.validateConfig(section);
			if (refusal.isEmpty()) {
				return provider.create(section);
			}
			reasons.add(provider.name() + ": " + refusal.get());
		}
		config.keySet()
			.stream()
			.filter((key) -> providers.stream().noneMatch((provider) -> provider.name().equals(key)))
			.forEach((key) -> reasons.add(key + ": no such kind of cluster is known"));
		reasons.forEach((reason) -> log.warn("Not used, this is taken for plain PostgreSQL: {}", reason));
		return reasons.isEmpty() ? NullMpp.INSTANCE : new NullMpp(reasons);
	}

	/**
	 * The kinds of clusters that a configuration names, or all.
	 * @param config sections by their keys, or {@code null} for every kind
	 * @return the kinds; one that cannot be loaded is left out and logged
	 */
	public static List<MppProvider> iterMppClasses(@Nullable Map<String, ?> config) {
		return (config != null) ? named(config, providers()) : providers();
	}

	private static List<MppProvider> named(Map<String, ?> config, List<MppProvider> providers) {
		return providers.stream().filter((provider) -> config.containsKey(provider.name())).toList();
	}

	private static List<MppProvider> providers() {
		List<MppProvider> found = new ArrayList<>();
		Iterator<MppProvider> candidates = ServiceLoader.load(MppProvider.class, Mpps.class.getClassLoader())
			.iterator();
		while (true) {
			try {
				if (!candidates.hasNext()) {
					return found;
				}
				found.add(candidates.next());
			}
			catch (ServiceConfigurationError | LinkageError ex) {
				log.info("A kind of cluster could not be loaded and is left out", ex);
			}
		}
	}

}

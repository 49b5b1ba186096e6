package io.partsmith.mpp.patroni;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.partsmith.mpp.MppCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the groups of a cluster through Patroni, and tells what has changed. Nothing
 * happens by itself: somebody calls {@link #poll()}.
 */
public final class PatroniWatch {

	private static final Logger log = LoggerFactory.getLogger(PatroniWatch.class);

	private final Map<Integer, Observed> groups = new TreeMap<>();

	private final Map<Integer, GroupState> states = new HashMap<>();

	private final List<Consumer<PatroniEvent>> listeners;

	private volatile MppCluster cluster = MppCluster.UNKNOWN;

	private volatile Map<Integer, Leadership> leaderships = Map.of();

	/**
	 * A watch.
	 * @param groups base URLs of Patroni's REST API, such as {@code http://db1:8008}, of
	 * one member or more for each group
	 * @param timeout how long a member may take for its answer
	 * @param listeners told of every change, one after the other; one that fails is
	 * logged
	 */
	public PatroniWatch(Map<Integer, List<URI>> groups, Duration timeout, List<Consumer<PatroniEvent>> listeners) {
		this.listeners = List.copyOf(listeners);
		groups.forEach((group, members) -> this.groups.put(group,
				new Observed(new PatroniClient(members.stream().map(PatroniWatch::directory).toList(), timeout),
						new LeaderWatch(group))));
	}

	private static URI directory(URI base) {
		return base.getPath().endsWith("/") ? base : URI.create(base + "/");
	}

	/** Looks once at every group. Never throws; who does not answer is logged once. */
	public synchronized void poll() {
		Map<Integer, MppCluster.Group> seen = new HashMap<>();
		Map<Integer, Leadership> found = new HashMap<>(this.leaderships);
		this.groups.forEach((group, observed) -> {
			GroupState state = observed.client().ask();
			LeaderWatch watch = observed.watch();
			GroupState before = this.states.put(group, state);
			List<PatroniEvent> events = List.of();
			if (state instanceof GroupState.Known known) {
				if (before instanceof GroupState.Unknown) {
					log.info("Patroni answers again for group {}", group);
				}
				events = watch.see(known);
				known.group().ifPresent((members) -> seen.put(group, members));
			}
			else if (!(before instanceof GroupState.Unknown) && state instanceof GroupState.Unknown unknown) {
				log.warn("Patroni does not answer for group {}, so that only the database itself tells who leads: {}",
						group, unknown.why());
			}
			boolean running = state instanceof GroupState.Known known && known.running();
			found.put(group, new Leadership(state instanceof GroupState.Known, watch.leader(), running,
					watch.timeline(), watch.coming()));
			// The guard must know before anybody who is told acts.
			this.leaderships = Map.copyOf(found);
			events.forEach(this::tell);
		});
		this.cluster = new MppCluster(seen);
	}

	private void tell(PatroniEvent event) {
		log.info("Group {}: {} {}, timeline {}", event.group(), event.leader(), event.kind(), event.timeline());
		for (Consumer<PatroniEvent> listener : this.listeners) {
			try {
				listener.accept(event);
			}
			catch (RuntimeException ex) {
				log.warn("{} could not be told to {}", event, listener, ex);
			}
		}
	}

	/**
	 * The cluster as it was seen last.
	 * @return the groups that somebody has told of
	 */
	public MppCluster cluster() {
		return this.cluster;
	}

	/** Who leads a group; looks first where nobody has looked yet. */
	Leadership leadership(int group) {
		if (this.leaderships.isEmpty()) {
			poll();
		}
		return this.leaderships.getOrDefault(group, Leadership.UNKNOWN);
	}

	/**
	 * A group that is looked at.
	 *
	 * @param client asks its members
	 * @param watch finds what has changed
	 */
	private record Observed(PatroniClient client, LeaderWatch watch) {
	}

}

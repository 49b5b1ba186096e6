package io.partsmith.mpp.citus;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.partsmith.mpp.MppCluster;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppEvent;
import io.partsmith.mpp.MppHandler;
import io.partsmith.mpp.ReplicationSlot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A Citus node and its database. On a coordinator it changes {@code pg_dist_node}, from
 * the first {@link #syncMetaData} on: nothing may call that where Patroni, configured
 * with its own section {@code citus}, does the same.
 */
public final class CitusMppHandler extends CitusMpp implements MppHandler {

	private static final Logger log = LoggerFactory.getLogger(CitusMppHandler.class);

	private final MppDatabase database;

	private final Clock clock;

	private final MetadataSynchronizer synchronizer;

	private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor((work) -> {
		Thread thread = new Thread(work, "partsmith-citus-metadata");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean ready;

	/**
	 * A handler.
	 * @param config the node's section
	 * @param database the node's database
	 */
	public CitusMppHandler(CitusConfig config, MppDatabase database) {
		this(config, database, new JdbcNodeWriter(database.database()), Clock.systemUTC());
	}

	CitusMppHandler(CitusConfig config, MppDatabase database, NodeWriter writer, Clock clock) {
		super(config);
		this.database = database;
		this.clock = clock;
		this.synchronizer = new MetadataSynchronizer(writer, clock);
	}

	@Override
	public void adjustPostgresSettings(Map<String, Object> settings) {
		CitusSettings.adjust(settings, this.database.host());
	}

	@Override
	public void bootstrap() {
		new CitusBootstrap(config(), this.database).run();
	}

	@Override
	public boolean ignoreReplicationSlot(ReplicationSlot slot) {
		return CitusSlots.isOwn(slot, config().database())
				&& Boolean.FALSE.equals(new JdbcTemplate(this.database.database())
					.queryForObject("SELECT pg_catalog.pg_is_in_recovery()", Boolean.class));
	}

	@Override
	public void onDemote() {
		this.synchronizer.forgetTasks();
		begin(this.synchronizer::reset);
	}

	@Override
	public void scheduleCacheRebuild() {
		this.synchronizer.forgetRows();
	}

	@Override
	public void syncMetaData(MppCluster cluster) {
		if (!isCoordinator()) {
			return;
		}
		this.ready = true;
		boolean added = false;
		for (Map.Entry<Integer, MppCluster.Group> group : new TreeMap<>(cluster.groups()).entrySet()) {
			Optional<GroupNodes> wish = wish(group.getKey(), group.getValue(), NodeRole.PRIMARY);
			added |= wish.isPresent() && this.synchronizer.add(NodeTask.periodic(wish.get()));
		}
		if (added) {
			begin(this::drain);
		}
	}

	@Override
	public void handleEvent(MppCluster cluster, MppEvent event) {
		Optional<MppCluster.Group> group = cluster.group(event.group());
		if (!this.ready || group.isEmpty() || !event.leader().equals(group.get().leader())) {
			log.info("Discarded {} of '{}' in group {}: {}", event.type(), event.leader(), event.group(),
					this.ready ? "it does not lead the group, as far as is known" : "nothing is kept in line here yet");
			return;
		}
		boolean ending = event.type() == MppEvent.Type.BEFORE_DEMOTE;
		wish(event.group(), group.get(), ending ? NodeRole.DEMOTED : NodeRole.PRIMARY).ifPresent((wish) -> {
			NodeTask task = NodeTask.of(wish, event);
			if (this.synchronizer.add(task)) {
				begin(this::drain);
				if (ending) {
					await(task, event.timeout());
				}
			}
		});
	}

	static Optional<GroupNodes> wish(int number, MppCluster.Group group, NodeRole leading) {
		Optional<MppCluster.Member> leader = group.primary();
		if (leader.isEmpty() || leader.get().host() == null || !leader.get().running() && leading == NodeRole.PRIMARY) {
			log.debug("Group {} has no leader that could be listed: {}", number, group);
			return Optional.empty();
		}
		List<CitusNode> nodes = new ArrayList<>();
		for (MppCluster.Member member : group.members()) {
			boolean leads = member.equals(leader.get());
			if (member.host() != null && (leads || member.running() && member.balanced())) {
				nodes.add(new CitusNode(member.host(), member.port(), leads ? leading : NodeRole.SECONDARY, null));
			}
		}
		return Optional.of(new GroupNodes(number, nodes));
	}

	/** The caller answers the old primary, which ends then: traffic must be paused. */
	private static void await(NodeTask task, Duration timeout) {
		try {
			if (!task.processed().await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				log.warn("Group {} could not be paused within {}", task.group(), timeout);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void begin(Runnable work) {
		if (!this.worker.isShutdown()) {
			this.worker.execute(work);
		}
	}

	private void drain() {
		while (this.synchronizer.round()) {
			log.debug("pg_dist_node was looked after");
		}
		this.synchronizer.due().ifPresent((due) -> {
			long wait = Math.max(1, Duration.between(this.clock.instant(), due).toMillis());
			this.worker.schedule(this::drain, wait, TimeUnit.MILLISECONDS);
		});
	}

	/** What is left open is undone. */
	@Override
	public void close() {
		this.synchronizer.forgetTasks();
		begin(this.synchronizer::reset);
		this.worker.shutdown();
	}

}

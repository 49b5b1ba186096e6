package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.mpp.MppCluster;
import io.partsmith.mpp.MppHandler;
import io.partsmith.topology.Datum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Holds what Patroni says of the groups against {@code pg_dist_node}, and tells the steps
 * that would bring the one in line with the other. Takes them only where it is told to,
 * and never beside a Patroni that does so itself.
 */
public final class CitusMetadata {

	private static final Logger log = LoggerFactory.getLogger(CitusMetadata.class);

	/** Between two looks at the database where Patroni tells nothing new. */
	private static final Duration PAUSE = Duration.ofSeconds(20);

	private static final int COOL_DOWN = 10_000;

	/**
	 * Patroni 4 names the session by which it changes the list; one of Patroni 3 has no
	 * other reason to be in this database.
	 */
	private static final String PATRONI = """
			SELECT count(*) FROM pg_catalog.pg_stat_activity
			WHERE application_name = 'Patroni citus' OR application_name = 'Patroni' AND datname = current_database()
			  AND datname <> 'postgres'""";

	private final MppHandler handler;

	private final DataSource dataSource;

	private final Supplier<MppCluster> cluster;

	private final boolean applying;

	private volatile List<String> pending = List.of();

	private MppCluster seen = MppCluster.UNKNOWN;

	private long looked;

	private String told = "";

	/**
	 * A comparison.
	 * @param handler changes {@code pg_dist_node}, where that is wanted
	 * @param dataSource the coordinator's database
	 * @param cluster the groups as Patroni told of them last
	 * @param applying whether steps are taken, and not only told
	 */
	public CitusMetadata(MppHandler handler, DataSource dataSource, Supplier<MppCluster> cluster, boolean applying) {
		this.handler = handler;
		this.dataSource = dataSource;
		this.cluster = cluster;
		this.applying = applying;
	}

	/**
	 * The steps that are due, as the last look found them.
	 * @return the statements in their order, which want a superuser; empty where the list
	 * is in line
	 */
	public List<String> pending() {
		return this.pending;
	}

	/**
	 * Looks once, where Patroni has told something new or the last look is some time ago.
	 * Never throws; what it cannot do is logged once.
	 */
	public synchronized void look() {
		MppCluster now = this.cluster.get();
		boolean due = this.looked == 0 || System.nanoTime() - this.looked > PAUSE.toNanos();
		if (!due && now.equals(this.seen)) {
			return;
		}
		this.seen = now;
		this.looked = System.nanoTime();
		try {
			look(now);
		}
		catch (DataAccessException ex) {
			tell("pg_dist_node could not be held against the cluster: " + ex.getMessage());
		}
	}

	private void look(MppCluster now) {
		Optional<String> objection = objection();
		if (objection.isPresent()) {
			this.pending = List.of();
			tell("pg_dist_node is not looked after: " + objection.get());
			return;
		}
		this.pending = steps(now);
		if (this.pending.isEmpty()) {
			this.told = "";
		}
		else {
			tell((this.applying ? "pg_dist_node is brought in line with the cluster: "
					: "pg_dist_node is not what Patroni says of the cluster. Due: ") + String.join("; ", this.pending));
		}
		if (this.applying) {
			apply(now);
		}
	}

	/**
	 * Also where nothing is due: before its first look at a cluster, the handler takes no
	 * event.
	 */
	private void apply(MppCluster now) {
		if (!this.pending.isEmpty()) {
			this.handler.scheduleCacheRebuild();
		}
		this.handler.syncMetaData(now);
	}

	/** Two writers would undo each other's changes. */
	private Optional<String> objection() {
		try (Connection connection = this.dataSource.getConnection()) {
			Optional<String> here = CitusRole.of(connection).objection().map(Objection::detail);
			if (here.isPresent() || !this.applying) {
				return here;
			}
			try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(PATRONI)) {
				row.next();
				return (row.getLong(1) > 0)
						? Optional.of("Patroni is configured with its section citus, and does so itself. Next: write"
								+ " partsmith.mpp.citus.metadata: report")
						: Optional.empty();
			}
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Asking who looks after pg_dist_node", null, ex);
		}
	}

	private List<String> steps(MppCluster now) {
		Map<Integer, GroupNodes> rows = new JdbcNodeWriter(this.dataSource).load();
		List<String> steps = new ArrayList<>();
		new TreeMap<>(now.groups()).forEach((number, group) -> CitusMppHandler.wish(number, group, NodeRole.PRIMARY)
			.ifPresent((wish) -> Transition.between(rows.getOrDefault(number, new GroupNodes(number, List.of())), wish)
				.steps()
				.forEach((step) -> steps.add(sql(number, step)))));
		return List.copyOf(steps);
	}

	private static String sql(int group, NodeStep step) {
		CitusNode node = step.node();
		String address = new Datum.Literal(node.rowHost()).toSql() + ", " + node.port();
		if (step instanceof NodeStep.Add) {
			return "SELECT citus_add_node(" + address + ", " + group + ", '" + node.role().column() + "', 'default')";
		}
		return (step instanceof NodeStep.Update)
				? "SELECT citus_update_node(" + node.id() + ", " + address + ", true, " + COOL_DOWN + ")"
				: "SELECT citus_remove_node(" + address + ")";
	}

	private void tell(String message) {
		if (!message.equals(this.told)) {
			log.warn(message);
			this.told = message;
		}
	}

}

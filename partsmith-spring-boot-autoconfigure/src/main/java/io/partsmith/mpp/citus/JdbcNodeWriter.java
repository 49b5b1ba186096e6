package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Changes {@code pg_dist_node} by the functions of Citus, which want a superuser. What is
 * done alone is a transaction too, so that no setting stays on a pooled connection.
 */
final class JdbcNodeWriter implements NodeWriter {

	private static final String LOAD = "SELECT groupid, nodename, nodeport, noderole::text, nodeid"
			+ " FROM pg_catalog.pg_dist_node ORDER BY nodeid";

	private static final String LIMITS = "SELECT set_config('idle_in_transaction_session_timeout', ?, true),"
			+ " set_config('statement_timeout', ?, true)";

	private static final String ADD = "SELECT citus_add_node(?, ?, ?, ?::noderole, 'default')";

	private static final String UPDATE = "SELECT citus_update_node(?, ?, ?, true, ?)";

	private static final String REMOVE = "SELECT citus_remove_node(?, ?)";

	private static final Duration ALONE = Duration.ofMinutes(1);

	private final DataSource dataSource;

	private @Nullable Connection open;

	JdbcNodeWriter(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	@Override
	public Map<Integer, GroupNodes> load() {
		return inTransaction("Reading pg_dist_node", (connection) -> {
			Map<Integer, List<CitusNode>> groups = new HashMap<>();
			try (PreparedStatement statement = connection.prepareStatement(LOAD);
					ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					groups.computeIfAbsent(row.getInt(1), (group) -> new ArrayList<>())
						.add(node(row.getString(2), row.getInt(3), row.getString(4), row.getInt(5)));
				}
			}
			Map<Integer, GroupNodes> found = new HashMap<>();
			groups.forEach((group, nodes) -> found.put(group, new GroupNodes(group, nodes)));
			return found;
		});
	}

	/** What is no primary is a secondary here, also where Citus calls it unavailable. */
	private static CitusNode node(String host, int port, String role, int id) {
		boolean paused = host.endsWith(CitusNode.PAUSED);
		NodeRole leading = paused ? NodeRole.DEMOTED : NodeRole.PRIMARY;
		return new CitusNode(paused ? host.substring(0, host.length() - CitusNode.PAUSED.length()) : host, port,
				role.equals(NodeRole.PRIMARY.column()) ? leading : NodeRole.SECONDARY, id);
	}

	@Override
	public void begin(Duration silence) {
		Connection connection = null;
		try {
			connection = this.dataSource.getConnection();
			connection.setAutoCommit(false);
			limit(connection, silence);
			this.open = connection;
		}
		catch (SQLException ex) {
			giveBack(connection);
			throw new UncategorizedSQLException("Beginning to change pg_dist_node", null, ex);
		}
	}

	@Override
	public @Nullable Integer apply(int group, NodeStep step, Duration cooldown) {
		@Nullable Connection transaction = this.open;
		Work<Optional<Integer>> work = (connection) -> apply(connection, group, step, cooldown);
		if (transaction == null) {
			return inTransaction("Changing pg_dist_node", work).orElse(null);
		}
		try {
			return work.on(transaction).orElse(null);
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Changing pg_dist_node", null, ex);
		}
	}

	private static Optional<Integer> apply(Connection connection, int group, NodeStep step, Duration cooldown)
			throws SQLException {
		CitusNode node = step.node();
		if (step instanceof NodeStep.Add) {
			return Optional.of(call(connection, ADD, node.rowHost(), node.port(), group, node.role().column()));
		}
		if (step instanceof NodeStep.Update) {
			call(connection, UPDATE, node.id(), node.rowHost(), node.port(), (int) cooldown.toMillis());
			return Optional.ofNullable(node.id());
		}
		call(connection, REMOVE, node.rowHost(), node.port());
		return Optional.empty();
	}

	private static int call(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return (row.getObject(1) instanceof Number number) ? number.intValue() : 0;
			}
		}
	}

	private static void limit(Connection connection, Duration silence) throws SQLException {
		call(connection, LIMITS, silence.toMillis() + "ms", silence.toMillis() + "ms");
	}

	@Override
	public void commit() {
		@Nullable Connection connection = this.open;
		if (connection == null) {
			throw new IllegalStateException("No transaction is open");
		}
		try {
			connection.commit();
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Ending the change of pg_dist_node", null, ex);
		}
		finally {
			this.open = null;
			giveBack(connection);
		}
	}

	@Override
	public void rollback() {
		@Nullable Connection connection = this.open;
		this.open = null;
		giveBack(connection);
	}

	private <T> T inTransaction(String task, Work<T> work) {
		Connection connection = null;
		try {
			connection = this.dataSource.getConnection();
			connection.setAutoCommit(false);
			limit(connection, ALONE);
			T result = work.on(connection);
			connection.commit();
			return result;
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException(task, null, ex);
		}
		finally {
			giveBack(connection);
		}
	}

	/** Undoes what was not committed. A connection that cannot be used again is ended. */
	private static void giveBack(@Nullable Connection connection) {
		if (connection == null) {
			return;
		}
		try (connection) {
			connection.rollback();
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			abort(connection);
		}
	}

	private static void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			// It is gone already.
		}
	}

	/** What is done on a connection. */
	@FunctionalInterface
	private interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

}

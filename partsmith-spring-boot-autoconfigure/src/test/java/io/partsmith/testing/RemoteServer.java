package io.partsmith.testing;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A second server behind postgres_fdw, as far as the server under test can reach one: a
 * second embedded server, or else a second database of the same server.
 */
public final class RemoteServer implements AutoCloseable {

	private final PostgresServer server;

	private final PostgresDatabase database;

	private final boolean ownServer;

	private RemoteServer(PostgresServer server, boolean ownServer) {
		this.server = server;
		this.ownServer = ownServer;
		this.database = PostgresDatabase.create(server);
	}

	/**
	 * Starts one.
	 * @param local the database from which it will be reached
	 * @return the remote server
	 */
	public static RemoteServer beside(PostgresDatabase local) {
		PostgresServer second = PostgresServer.anotherEmbedded();
		return (second != null) ? new RemoteServer(second, true) : new RemoteServer(local.server(), false);
	}

	/**
	 * The database there.
	 * @return the database
	 */
	public PostgresDatabase database() {
		return this.database;
	}

	/**
	 * Makes it known to a database under the name {@code archive}, with a user mapping
	 * for everybody.
	 * @param local the database
	 */
	public void introduceTo(PostgresDatabase local) {
		List<@Nullable String> known = this.database
			.queryStrings("SELECT current_setting('port') UNION ALL SELECT current_user");
		String password = this.server.dataSource(null).getPassword();
		local.execute("CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA public",
				"CREATE SERVER archive FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost', port '"
						+ known.get(0) + "', dbname '" + this.database.name() + "')",
				"CREATE USER MAPPING FOR PUBLIC SERVER archive OPTIONS (user '" + known.get(1)
						+ "', password_required 'false'" + ((password != null) ? ", password '" + password + "'" : "")
						+ ")");
	}

	@Override
	public void close() {
		this.database.close();
		if (this.ownServer) {
			this.server.close();
		}
	}

}

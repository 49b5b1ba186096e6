package io.partsmith.sample;

import io.partsmith.embedded.EmbeddedServer;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How to connect to the embedded server, which trusts whoever comes from this machine.
 *
 * @param server the server
 */
record EmbeddedConnectionDetails(EmbeddedServer server) implements JdbcConnectionDetails {

	@Override
	public String getJdbcUrl() {
		return this.server.jdbcUrl("postgres");
	}

	@Override
	public String getUsername() {
		return this.server.username();
	}

	@Override
	public String getPassword() {
		return "";
	}

}

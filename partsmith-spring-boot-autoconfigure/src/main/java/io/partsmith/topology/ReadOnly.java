package io.partsmith.topology;

/**
 * Why a server that is no standby gives us transactions that cannot write.
 *
 * @param source where the setting comes from, in PostgreSQL's words: {@code database},
 * {@code user}, {@code configuration file} and the like; {@code session} where the
 * connection itself asks for it
 * @param database the database, quoted as SQL names it
 * @param role our role, likewise
 */
public record ReadOnly(String source, String database, String role) {

	/** The source where no default of the server is the cause. */
	public static final String SESSION = "session";

}

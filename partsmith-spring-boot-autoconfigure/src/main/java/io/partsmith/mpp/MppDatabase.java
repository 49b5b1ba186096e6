package io.partsmith.mpp;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * What a handler works on.
 *
 * @param server connects to a database of this node that is always there, such as
 * {@code postgres}
 * @param database connects to the configured database of this node; may be the same
 * @param host name by which this node is reached by itself and by the other groups, or
 * {@code null} for {@code localhost}
 * @param port port of this node
 */
public record MppDatabase(DataSource server, DataSource database, @Nullable String host, int port) {

	/**
	 * The database of an application, which is there.
	 * @param dataSource connects to it
	 * @return the same for both, on {@code localhost} and 5432
	 */
	public static MppDatabase of(DataSource dataSource) {
		return new MppDatabase(dataSource, dataSource, null, 5432);
	}

}

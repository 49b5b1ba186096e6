package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.partsmith.topology.ClockReading;
import io.partsmith.topology.ReadOnly;
import io.partsmith.topology.Server;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.util.ClassUtils;

/** One look at the server behind a connection, and at who we are on it. */
final class ServerReader {

	private static final boolean PGJDBC = ClassUtils.isPresent("org.postgresql.PGConnection",
			ServerReader.class.getClassLoader());

	private final Connection connection;

	private final @Nullable Clock clock;

	/**
	 * A reader.
	 * @param connection a connection in a transaction
	 * @param clock the application's clock, or {@code null} not to compare it
	 */
	ServerReader(Connection connection, @Nullable Clock clock) {
		this.connection = connection;
		this.clock = clock;
	}

	Look read() throws SQLException {
		Instant asked = (this.clock != null) ? this.clock.instant() : Instant.EPOCH;
		long begin = System.nanoTime();
		return Session.queryRow(this.connection, CatalogQueries.SERVER, (row) -> {
			Duration roundTrip = Duration.ofNanos(System.nanoTime() - begin);
			String source = row.getString(4);
			String role = row.getString(6);
			ReadOnly readOnly = (source != null) ? new ReadOnly(source, row.getString(5), role) : null;
			ClockReading clocks = (this.clock != null) ? new ClockReading(Instant.ofEpochMilli(row.getLong(1)),
					asked.plus(roundTrip.dividedBy(2)), roundTrip) : null;
			boolean recovering = row.getBoolean(3);
			return new Look(new Server(row.getInt(2), recovering, recovering ? null : readOnly, clocks), role,
					isPooled(row.getInt(7)), row.getString(8));
		});
	}

	/**
	 * The server tells each client its process number when it connects; a pooler tells a
	 * number of its own.
	 */
	private boolean isPooled(int process) throws SQLException {
		return PGJDBC && this.connection.isWrapperFor(PGConnection.class)
				&& this.connection.unwrap(PGConnection.class).getBackendPID() != process;
	}

	/**
	 * What was seen.
	 *
	 * @param server the server
	 * @param role our role, quoted
	 * @param pooled whether a pooler answers in the server's place
	 * @param source the database, since when its server runs, and what its enums are
	 */
	record Look(Server server, String role, boolean pooled, String source) {
	}

}

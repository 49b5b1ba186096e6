package io.partsmith.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import io.partsmith.postgres.OwnTable;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code partsmith_outbox}: events that happened and are not sent yet, in the
 * order of their table. Each call is one short transaction of its own, whatever the
 * thread is in, and takes one connection for it.
 */
public final class Outbox {

	private static final String COLUMNS = "seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE,"
			+ " table_name text NOT NULL, phase text NOT NULL, run_id text NOT NULL, schema_version integer NOT NULL,"
			+ " payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT clock_timestamp(), held_by text,"
			+ " held_until timestamptz";

	private final OwnTable table;

	/**
	 * The outbox in a schema.
	 * @param dataSource where it is
	 * @param schema its schema, as the catalog spells it
	 * @param initialize whether it may be made where it is missing
	 */
	public Outbox(DataSource dataSource, String schema, boolean initialize) {
		this.table = new OwnTable(dataSource, new RelationName(schema, "partsmith_outbox"), COLUMNS, initialize,
				"an event after an operation that Kafka does not take at once is lost");
	}

	RelationName name() {
		return this.table.name();
	}

	boolean isReady() {
		return this.table.isReady();
	}

	/** Puts an event last; one that is there already is left alone. */
	void add(EventMessage event) {
		this.table.inTransaction((jdbc) -> jdbc
			.sql("INSERT INTO " + name() + " (id, table_name, phase, run_id, schema_version, payload)"
					+ " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
			.params(event.id(), event.table(), event.phase().name().toLowerCase(Locale.ROOT), event.runId(),
					event.schemaVersion(), event.payload())
			.update());
	}

	/** The tables whose events wait, the one that waits for longest first. */
	List<String> tables() {
		return this.table.inTransaction(
				(jdbc) -> jdbc.sql("SELECT table_name FROM " + name() + " GROUP BY table_name ORDER BY min(seq)")
					.query(String.class)
					.list());
	}

	/** The oldest events of a table in their order. */
	List<EventMessage> oldest(String table, int most) {
		return this.table.inTransaction((jdbc) -> jdbc
			.sql("SELECT id, table_name AS \"table\", upper(phase) AS phase, run_id, schema_version, payload FROM "
					+ name() + " WHERE table_name = ? ORDER BY seq LIMIT ?")
			.params(table, most)
			.query(EventMessage.class)
			.list());
	}

	boolean holds(UUID id) {
		return this.table.inTransaction((jdbc) -> jdbc.sql("SELECT EXISTS (SELECT FROM " + name() + " WHERE id = ?)")
			.param(id)
			.query(Boolean.class)
			.single());
	}

	boolean holdsAnyOf(String table) {
		return this.table
			.inTransaction((jdbc) -> jdbc.sql("SELECT EXISTS (SELECT FROM " + name() + " WHERE table_name = ?)")
				.param(table)
				.query(Boolean.class)
				.single());
	}

	void delete(Collection<UUID> ids) {
		if (!ids.isEmpty()) {
			this.table.inTransaction((jdbc) -> jdbc.sql("DELETE FROM " + name() + " WHERE id IN (:ids)")
				.param("ids", Set.copyOf(ids))
				.update());
		}
	}

	/**
	 * Takes or keeps the right to relay for a while. It hangs on the oldest event, and so
	 * goes with it. It saves that two nodes get into each other's way, and no more: that
	 * nothing is sent twice hangs on Kafka.
	 * @return whether this holder has it; {@code false} also where nothing waits
	 */
	boolean lease(String holder, Duration time) {
		return this.table.inTransaction((jdbc) -> jdbc
			.sql("UPDATE " + name()
					+ " SET held_by = :holder, held_until = clock_timestamp() + :millis * interval '1 millisecond'"
					+ " WHERE seq = (SELECT min(seq) FROM " + name() + ")"
					+ " AND (held_by IS NULL OR held_by = :holder OR held_until < clock_timestamp())")
			.param("holder", holder)
			.param("millis", time.toMillis())
			.update() > 0);
	}

	void release(String holder) {
		this.table.inTransaction(
				(jdbc) -> jdbc.sql("UPDATE " + name() + " SET held_by = NULL, held_until = NULL WHERE held_by = ?")
					.param(holder)
					.update());
	}

	/** How much waits, and since when. */
	Waiting waiting() {
		return this.table.inTransaction((jdbc) -> jdbc
			.sql("SELECT count(*) AS events, (extract(epoch FROM min(created_at)) * 1000)::bigint AS since FROM "
					+ name())
			.query(Waiting.class)
			.single());
	}

	/**
	 * What waits in the outbox.
	 *
	 * @param events the events
	 * @param since when the oldest of them was put there, by the database's clock, in
	 * milliseconds since 1970, or {@code null} without any
	 */
	record Waiting(long events, @Nullable Long since) {

		@Nullable Instant oldest() {
			return (this.since != null) ? Instant.ofEpochMilli(this.since) : null;
		}

	}

}

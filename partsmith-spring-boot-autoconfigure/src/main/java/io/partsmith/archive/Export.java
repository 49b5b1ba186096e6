package io.partsmith.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.partsmith.archive.parquet.ParquetColumn;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.Seal;
import io.partsmith.topology.Marker;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one sealed table on their way into an archive.
 *
 * @param event what happens to it
 * @param operation the operation on it
 * @param seal its seal
 * @param policy how it is archived
 * @param asText the columns for whose values the format turned out to have no room, and
 * that are written as text
 */
record Export(PartitionEvent event, Operation.OnTable operation, Seal seal, ArchivePolicy policy, Set<String> asText) {

	private static final String VERSIONS = "SELECT current_setting('server_version'),"
			+ " to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') WHERE ?::text IS NOT NULL";

	/** The name of the archive's files, without what tells them apart. */
	String base() {
		return ArchiveNames.base(this.event.config().table(), partition(), detachedAt(), this.operation.table().oid(),
				this.seal.oid());
	}

	String dataName() {
		return base() + this.policy.format().suffix(this.policy.compression());
	}

	RelationName partition() {
		return this.operation.partition();
	}

	/**
	 * Copies the rows. The look at the seal is of the snapshot that the rows are of.
	 * @return the manifest; empty where the rows lie outside and stay there
	 */
	Optional<Manifest> copy(Connection connection, OutputStream stored, Progress progress)
			throws SQLException, IOException {
		if (Seal.of(connection, partition()).filter((now) -> now.oid() == this.seal.oid()).isEmpty()) {
			throw Proof.unsealed(partition());
		}
		Blueprint blueprint = Blueprint.of(connection, this.operation.table().oid(),
				this.operation.parent().name().toString());
		if (blueprint.rowsOutside()) {
			return Optional.empty();
		}
		List<Manifest.Column> columns = blueprint.columns().stream().map(this::stored).toList();
		Encoding encoding = new Encoding(this.policy.format(), this.policy.compression(),
				columns.stream().filter((column) -> !column.generated()).toList());
		Measured measured = new Measured();
		Contents contents;
		try (RowSink sink = encoding.sink(measured.writing(new BufferedOutputStream(stored, Encoding.BUFFER)))) {
			contents = new Copy(connection, encoding.columns(), encoding.format()).out(partition(), sink, progress);
		}
		String name = dataName();
		return Optional.of(manifest(connection, blueprint, columns,
				new Manifest.Data(name.substring(name.lastIndexOf('/') + 1), this.policy.format(),
						this.policy.compression(), measured.bytes(), measured.hash(), contents.rows(),
						contents.digest())));
	}

	/** With more columns as text. */
	Export withAsText(Set<String> columns) {
		Set<String> more = new HashSet<>(this.asText);
		more.addAll(columns);
		return new Export(this.event, this.operation, this.seal, this.policy, more);
	}

	private Manifest.Column stored(Manifest.Column column) {
		boolean text = this.policy.format() == ArchiveFormat.PARQUET
				&& (this.asText.contains(column.name()) || !ParquetColumn.isNative(column.type()));
		return text ? column.as(ParquetColumn.TEXT) : column;
	}

	private Manifest manifest(Connection connection, Blueprint blueprint, List<Manifest.Column> columns,
			Manifest.Data data) throws SQLException {
		List<String> versions = new ArrayList<>();
		Blueprint.each(connection, VERSIONS, "", (row) -> versions.addAll(List.of(row.getString(1), row.getString(2))));
		PartitionBounds bounds = this.operation.bounds();
		Instant detachedAt = detachedAt();
		String partsmith = Export.class.getPackage().getImplementationVersion();
		return new Manifest(Manifest.FORMAT, Manifest.VERSION, this.event.config().id(),
				this.event.config().table().toString(), this.operation.parent().name().toString(),
				partition().toString(), this.operation.table().oid(), this.seal.oid(), blueprint.key(),
				(bounds != null) ? bounds.toSql() : null, (detachedAt != null) ? detachedAt.toString() : null, data,
				columns, blueprint.relations(), blueprint.ddl(), versions.get(0),
				(partsmith != null) ? partsmith : "unknown", this.event.runId(), versions.get(1));
	}

	private @Nullable Instant detachedAt() {
		Marker marker = (this.operation instanceof Operation.Drop drop) ? drop.marker()
				: (this.operation instanceof Operation.Detach detach) ? detach.marker()
						: (this.operation instanceof Operation.FinalizeDetach pending) ? pending.marker() : null;
		return (marker != null) ? marker.detachedAt() : null;
	}

}

package io.partsmith.archive;

import java.util.List;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the rows: what they are, and how to tell whether they are whole.
 *
 * @param format always {@code partsmith-archive}
 * @param version the version of this document
 * @param id the id of the table
 * @param table the table, qualified
 * @param parent the relation that the partition was detached from, qualified
 * @param partition the partition, qualified
 * @param oid the OID of the partition
 * @param seal the OID of the constraint that has kept it as it was since before it was
 * copied
 * @param key how the parent is divided
 * @param bounds what the partition held, as {@code ATTACH PARTITION} takes it, or
 * {@code null} where that is not known
 * @param detachedAt when it was detached, or {@code null} where that is not known
 * @param data the rows
 * @param columns the columns in the order of the rows, and those that are generated
 * @param relations the partition and all beneath it
 * @param ddl what makes the partition anew
 * @param postgres the version of PostgreSQL
 * @param partsmith the version of partsmith
 * @param runId the run
 * @param writtenAt when it was written, by the database's clock
 */
record Manifest(String format, int version, String id, String table, String parent, String partition, long oid,
		long seal, String key, @Nullable String bounds, @Nullable String detachedAt, Data data, List<Column> columns,
		List<String> relations, List<String> ddl, String postgres, String partsmith, String runId, String writtenAt) {

	static final String FORMAT = "partsmith-archive";

	static final int VERSION = 1;

	/** The type of values that are stored as their texts. */
	static final String TEXT = "text";

	/** The columns whose values are in the rows, in their order. */
	List<Column> stored() {
		return this.columns.stream().filter((column) -> !column.generated()).toList();
	}

	/** How the rows are stored. */
	Encoding encoding() {
		return new Encoding(this.data.format(), this.data.compression(), stored());
	}

	/**
	 * The rows.
	 *
	 * @param name the name of the file, beside the manifest
	 * @param format how they are written
	 * @param compression how that is compressed
	 * @param bytes the size of the file
	 * @param sha256 its SHA-256 in hexadecimal digits
	 * @param rows the number of rows
	 * @param rowsDigest what is made of them whatever their order
	 */
	record Data(String name, ArchiveFormat format, ArchiveCompression compression, long bytes, String sha256, long rows,
			String rowsDigest) {

		Contents contents() {
			return new Contents(this.rows, this.rowsDigest);
		}

	}

	/**
	 * A column.
	 *
	 * @param name its name, unquoted
	 * @param type its type as {@code format_type} has it
	 * @param generated whether it is computed from others, and so not in the rows
	 * @param stored the type of its values in the rows: its own, or {@code text} where
	 * they are written as texts because the format has no room for them
	 */
	record Column(String name, String type, boolean generated, String stored) {

		Column as(String stored) {
			return new Column(this.name, this.type, this.generated, stored);
		}

		/** The column of a table that holds the values as they are stored. */
		Column aside() {
			return new Column(this.name, this.stored, false, this.stored);
		}

		boolean isAsText() {
			return !this.stored.equals(this.type);
		}

		String quotedName() {
			return RelationName.quoteIdentifier(this.name);
		}

	}

}

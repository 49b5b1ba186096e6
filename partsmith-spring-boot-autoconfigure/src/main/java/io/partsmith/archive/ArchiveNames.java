package io.partsmith.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * How the files of an archive are called: by the table, the partition, when that was
 * detached, its OID and the OID of its seal. So a partition that was restored, or came
 * back and was detached again, never takes the place of what was archived of it before,
 * while a second attempt takes the place of the first.
 */
final class ArchiveNames {

	static final String MANIFEST = ".json";

	private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private ArchiveNames() {
	}

	/** What the names of all archives of a partition begin with. */
	static String prefix(RelationName table, RelationName partition) {
		return encode(table.schema() + "." + table.name()) + "/" + encode(partition.name()) + ".";
	}

	/** The name of an archive, without what tells its files apart. */
	static String base(RelationName table, RelationName partition, @Nullable Instant detachedAt, long oid, long seal) {
		return prefix(table, partition) + ((detachedAt != null) ? INSTANT.format(detachedAt) + "." : "") + oid + "-"
				+ seal;
	}

	/** A letter that some file system or store does not take is written {@code =2F}. */
	private static String encode(String name) {
		StringBuilder encoded = new StringBuilder();
		for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
			boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-'
					|| b == '.';
			encoded.append(plain ? Character.toString(b) : String.format("=%02X", b));
		}
		return encoded.toString();
	}

}

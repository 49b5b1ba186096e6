package io.partsmith.autoconfigure;

import io.partsmith.archive.ArchiveCompression;
import io.partsmith.archive.ArchiveFormat;
import io.partsmith.archive.ArchiveMoment;
import org.jspecify.annotations.Nullable;

/**
 * How partitions are archived, as it is written: for all tables, or for one, whose keys
 * come before those for all.
 *
 * @param enabled Whether partitions are archived before they are dropped. They are where
 * a location is given when absent
 * @param location Directory or bucket of the archives, as Spring's ResourceLoader
 * understands it, such as file:/var/lib/archive
 * @param format Format of the rows
 * @param compression Compression of the rows
 * @param when Moment at which a partition is archived
 */
public record ArchiveProperties(@Nullable Boolean enabled, @Nullable String location, @Nullable ArchiveFormat format,
		@Nullable ArchiveCompression compression, @Nullable ArchiveMoment when) {
}

package io.partsmith.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import org.jspecify.annotations.Nullable;

/**
 * The compressed PostgreSQL for this machine: the one in the given jar, otherwise the one
 * on the class path. Equal archives are unpacked once, by the library too.
 *
 * @param jar the jar, or {@code null} for the class path
 */
record BinariesArchive(@Nullable Path jar) implements PgBinaryResolver {

	InputStream open() throws IOException {
		return getPgBinary("Linux", System.getProperty("os.arch"));
	}

	@Override
	public InputStream getPgBinary(String system, String architecture) throws IOException {
		if (this.jar == null) {
			return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture);
		}
		String entry = "postgres-%s-%s.txz".formatted(system.toLowerCase(Locale.ROOT),
				ArchUtils.normalize(architecture));
		return URI.create("jar:" + this.jar.toUri() + "!/" + entry).toURL().openStream();
	}

}

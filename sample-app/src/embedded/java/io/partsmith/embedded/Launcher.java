package io.partsmith.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.partsmith.embedded.EmbeddedServer.Options;
import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * Decides who runs PostgreSQL, which refuses to run as root.
 * <p>
 * That matters because a container is usually root. The library deals with it by a user
 * namespace ({@code unshare -U}), which a container's own security profile commonly
 * forbids, and then it only fails. So there, and nowhere else, the server is run by
 * {@link UnprivilegedServer} as another user. The library's own probe is asked, so that
 * both always come to the same conclusion.
 */
final class Launcher {

	private static final Path SELF = Path.of("/proc/self");

	private Launcher() {
	}

	static EmbeddedServer start(Options options) {
		try {
			BinariesArchive archive = new BinariesArchive(options.binaries());
			if (isRoot() && !LinuxUtils.isUnshareAvailable()) {
				return UnprivilegedServer.start(archive, options);
			}
			return LibraryServer.start(archive, options);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The embedded PostgreSQL did not start: " + ex.getMessage(), ex);
		}
	}

	private static boolean isRoot() throws IOException {
		return Files.exists(SELF) && Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
	}

}

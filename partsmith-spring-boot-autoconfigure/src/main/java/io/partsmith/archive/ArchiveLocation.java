package io.partsmith.archive;

import java.io.IOException;
import java.nio.file.Path;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** What can be told of a location before anything is archived there. */
public final class ArchiveLocation {

	private ArchiveLocation() {
	}

	/**
	 * Makes the directory of a location and tries to write into it; of any other
	 * resource, only whether it could be written is known.
	 * @param loader the application's resource loader
	 * @param location the location
	 * @throws IOException if nothing can be written there
	 */
	public static void requireWritable(ResourceLoader loader, String location) throws IOException {
		ArchiveStore.of(loader, location).probe();
	}

	/** Whether something lies below a location, whichever way both are written. */
	static boolean holds(ResourceLoader loader, String location, String candidate) throws IOException {
		Resource folder = loader.getResource(location + "/");
		Resource found = loader.getResource(candidate);
		if (folder.isFile() && found.isFile()) {
			return path(found).startsWith(path(folder));
		}
		return !folder.isFile() && candidate.startsWith(location + "/") && !candidate.contains("..");
	}

	private static Path path(Resource resource) throws IOException {
		return resource.getFile().toPath().toAbsolutePath().normalize();
	}

}

package io.partsmith.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;

import io.partsmith.topology.RelationName;
import org.springframework.core.io.ResourceLoader;

/**
 * Finds archives.
 *
 * @param archives reads manifests
 * @param loader the application's resource loader
 */
record ArchiveIndex(Archives archives, ResourceLoader loader) {

	/** The newest archive of a partition. */
	Found newest(ArchivePolicy policy, RelationName table, RelationName partition) {
		String prefix = ArchiveNames.prefix(table, partition);
		try {
			ArchiveStore store = ArchiveStore.of(this.loader, policy.location());
			List<String> names = store.find(prefix)
				.stream()
				.filter((name) -> name.endsWith(ArchiveNames.MANIFEST))
				.toList();
			return names.stream()
				.map(store::locate)
				.map(this::at)
				.filter((found) -> found.manifest().partition().equals(partition.toString()))
				.max(Comparator.comparing((found) -> found.manifest().writtenAt()))
				.orElseThrow(() -> new UnknownArchiveException("There is no archive of " + partition + " in "
						+ policy.location() + "/" + prefix + "*" + ArchiveNames.MANIFEST));
		}
		catch (IOException ex) {
			throw new ArchiveException("Archives of " + partition + " could not be looked for in " + policy.location()
					+ "; name the manifest itself ('from')", ex);
		}
	}

	/** The archive of a manifest. */
	Found at(String location) {
		try {
			return new Found(location, this.archives.manifest(location));
		}
		catch (FileNotFoundException | NoSuchFileException ex) {
			throw new UnknownArchiveException("There is no manifest " + location);
		}
		catch (IOException ex) {
			throw new ArchiveException("The manifest " + location + " could not be read", ex);
		}
	}

	/**
	 * An archive.
	 *
	 * @param location the location of its manifest
	 * @param manifest its manifest
	 */
	record Found(String location, Manifest manifest) {
	}

}

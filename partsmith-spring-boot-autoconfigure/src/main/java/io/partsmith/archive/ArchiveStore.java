package io.partsmith.archive;

import java.io.IOException;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.WritableResource;

/** Where archives are kept: one location. */
interface ArchiveStore {

	/**
	 * The store of a location.
	 * @throws IOException if nothing can be written there
	 */
	static ArchiveStore of(ResourceLoader loader, String location) throws IOException {
		Resource resource = loader.getResource(location + "/");
		if (resource.isFile()) {
			return new FileStore(resource.getFile().toPath());
		}
		if (loader.getResource(location + "/archive") instanceof WritableResource) {
			return new ResourceStore(loader, location);
		}
		throw new IOException("The application's ResourceLoader makes '" + resource.getDescription()
				+ "' of it, which cannot be written to");
	}

	/** Begins to write under a name; what was left there unfinished is overwritten. */
	Upload begin(String name) throws IOException;

	/** What is there under a name, if anything is. */
	Resource open(String name);

	/** Where something of a name is, in one line for people and to be read again. */
	String locate(String name);

	/**
	 * The names that begin so.
	 * @throws IOException if the location cannot be listed
	 */
	List<String> find(String prefix) throws IOException;

	/** Tries whether it can be written to, as far as that can be told. */
	void probe() throws IOException;

}

package io.partsmith.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.WritableResource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Whatever the application's resource loader can write to, such as a bucket. It has no
 * renaming: what is there without a manifest, which is written last, is no archive.
 *
 * @param loader the application's resource loader
 * @param location the location, without a slash at its end
 */
record ResourceStore(ResourceLoader loader, String location) implements ArchiveStore {

	@Override
	public Upload begin(String name) throws IOException {
		WritableResource resource = (WritableResource) resource(name);
		return new ResourceUpload(resource);
	}

	@Override
	public Resource open(String name) {
		return resource(name);
	}

	@Override
	public String locate(String name) {
		return this.location + "/" + name;
	}

	@Override
	public List<String> find(String prefix) throws IOException {
		if (!(this.loader instanceof ResourcePatternResolver resolver)) {
			throw new IOException("this location cannot be listed");
		}
		String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
		List<String> names = new ArrayList<>();
		try {
			for (Resource found : resolver.getResources(locate(prefix) + "*")) {
				names.add(folder + found.getFilename());
			}
		}
		catch (FileNotFoundException ex) {
			return List.of();
		}
		return names.stream().filter((name) -> name.startsWith(prefix)).sorted().toList();
	}

	@Override
	public void probe() {
		// What can be told without writing was told when the store was made.
	}

	private Resource resource(String name) {
		return this.loader.getResource(locate(name));
	}

}

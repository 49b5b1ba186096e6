package io.partsmith.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Archives by the location of their manifests.
 *
 * @param loader the application's resource loader
 * @param json reads and writes manifests
 */
record Archives(ResourceLoader loader, ManifestJson json) {

	Archives(ResourceLoader loader) {
		this(loader, new ManifestJson());
	}

	/** Writes a manifest, which makes an archive of what lies beside it. */
	void write(ArchiveStore store, String name, Manifest manifest) throws IOException {
		Upload upload = store.begin(name);
		try {
			byte[] bytes = this.json.write(manifest);
			try (OutputStream out = upload.out()) {
				out.write(bytes);
			}
			upload.complete();
			try (InputStream back = upload.readBack().getInputStream()) {
				if (!Arrays.equals(bytes, back.readAllBytes())) {
					throw new IOException("the manifest read back is not what was written");
				}
			}
			upload.publish();
		}
		catch (IOException | RuntimeException ex) {
			upload.abandon();
			throw ex;
		}
	}

	/** Reads a manifest. */
	Manifest manifest(String location) throws IOException {
		try (InputStream in = folder(location).open(file(location)).getInputStream()) {
			return this.json.read(in.readAllBytes(), location);
		}
	}

	/** The stored rows of an archive. */
	Resource rows(String location, Manifest manifest) throws IOException {
		return folder(location).open(manifest.data().name());
	}

	/** Reads an archive to its end and holds it against its manifest. */
	void requireWhole(String location, Manifest manifest) throws IOException {
		ReadBack.require(rows(location, manifest), manifest);
	}

	private ArchiveStore folder(String location) throws IOException {
		return ArchiveStore.of(this.loader, location.substring(0, Math.max(0, location.lastIndexOf('/'))));
	}

	private static String file(String location) {
		return location.substring(location.lastIndexOf('/') + 1);
	}

}

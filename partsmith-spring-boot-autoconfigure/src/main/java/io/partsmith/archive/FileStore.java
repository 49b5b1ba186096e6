package io.partsmith.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * A directory. A file is written under another name, forced to the disk and renamed, so
 * that under its own name there is all of it or nothing.
 *
 * @param directory the directory
 */
record FileStore(Path directory) implements ArchiveStore {

	private static final Logger log = LoggerFactory.getLogger(FileStore.class);

	private static final String UNFINISHED = ".unfinished";

	/** No file system takes a name of more than 255 bytes. */
	private static final int LONGEST = 200;

	@Override
	public Upload begin(String name) throws IOException {
		Path file = this.directory.resolve(name).toAbsolutePath();
		Path folder = DurableDirectory.make(file.resolveSibling(""));
		String finished = file.getFileName().toString();
		String stem = finished.substring(0, Math.min(finished.length(), LONGEST)) + ".";
		removeUnfinished(folder, stem);
		// Nobody else may write to a file that is about to get its name.
		Path unfinished = file.resolveSibling(stem + UUID.randomUUID() + UNFINISHED);
		return new FileUpload(file, unfinished,
				FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
	}

	/** What an attempt has left that was killed. */
	private static void removeUnfinished(Path folder, String stem) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (Path left : files.filter((each) -> {
				String name = each.getFileName().toString();
				return name.startsWith(stem) && name.endsWith(UNFINISHED);
			}).toList()) {
				Files.deleteIfExists(left);
			}
		}
	}

	@Override
	public Resource open(String name) {
		return new FileSystemResource(this.directory.resolve(name));
	}

	@Override
	public String locate(String name) {
		return "file:" + this.directory.resolve(name).toAbsolutePath().normalize();
	}

	@Override
	public List<String> find(String prefix) throws IOException {
		int cut = prefix.lastIndexOf('/') + 1;
		Path folder = this.directory.resolve(prefix.substring(0, cut));
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> prefix.substring(0, cut) + file.getFileName())
				.filter((name) -> name.startsWith(prefix) && !name.endsWith(UNFINISHED))
				.sorted()
				.toList();
		}
	}

	@Override
	public void probe() throws IOException {
		DurableDirectory.make(this.directory);
		Files.delete(Files.createTempFile(this.directory, ".partsmith", UNFINISHED));
	}

	/**
	 * A file that does not have its name yet.
	 *
	 * @param file its name
	 * @param unfinished where it is meanwhile
	 * @param channel writes it
	 */
	private record FileUpload(Path file, Path unfinished, FileChannel channel) implements Upload {

		@Override
		public OutputStream out() {
			OutputStream out = Channels.newOutputStream(this.channel);
			return new OutputStream() {

				@Override
				public void write(int b) throws IOException {
					out.write(b);
				}

				@Override
				public void write(byte[] bytes, int from, int length) throws IOException {
					out.write(bytes, from, length);
				}

			};
		}

		@Override
		public void complete() throws IOException {
			this.channel.force(true);
			this.channel.close();
		}

		@Override
		public Resource readBack() {
			return new FileSystemResource(this.unfinished);
		}

		@Override
		public void publish() throws IOException {
			Files.move(this.unfinished, this.file, StandardCopyOption.ATOMIC_MOVE);
			DurableDirectory.force(this.file.resolveSibling(""));
		}

		@Override
		public void abandon() {
			try {
				this.channel.close();
				Files.deleteIfExists(this.unfinished);
			}
			catch (IOException ex) {
				log.debug("{} stays until the next attempt", this.unfinished, ex);
			}
		}

	}

}

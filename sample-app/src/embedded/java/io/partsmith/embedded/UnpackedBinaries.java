package io.partsmith.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/**
 * Keeps each archive unpacked in the temporary directory, readable for every user. It is
 * unpacked aside and moved into place in one step, so that several JVMs may do it at once
 * and none ever sees half of it.
 */
final class UnpackedBinaries {

	private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

	private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

	private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

	private UnpackedBinaries() {
	}

	static synchronized Path of(BinariesArchive archive) throws IOException {
		Path home = TEMPORARY.resolve("partsmith-postgres-" + digest(archive));
		if (!Files.isDirectory(home)) {
			Path aside = Files.createTempDirectory(TEMPORARY, "partsmith-unpack-");
			try {
				unpack(archive, aside);
				Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (FileSystemException ex) {
				if (!Files.isDirectory(home)) {
					throw ex;
				}
			}
			finally {
				FileUtils.deleteQuietly(aside.toFile());
			}
		}
		if (!Integer.valueOf(0).equals(Files.getAttribute(home, "unix:uid"))) {
			throw new IOException(home + " belongs to somebody else: delete it");
		}
		return home;
	}

	private static String digest(BinariesArchive archive) throws IOException {
		try (InputStream in = new DigestInputStream(archive.open(), MessageDigest.getInstance("SHA-256"))) {
			in.transferTo(OutputStream.nullOutputStream());
			byte[] digest = ((DigestInputStream) in).getMessageDigest().digest();
			return HexFormat.of().formatHex(digest, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void unpack(BinariesArchive archive, Path target) throws IOException {
		try (InputStream in = new XZCompressorInputStream(new BufferedInputStream(archive.open()));
				TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				Path path = target.resolve(entry.getName()).normalize();
				if (!path.startsWith(target)) {
					throw new IOException("Entry outside of the archive: " + entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(path);
					continue;
				}
				Files.createDirectories(path.getParent());
				if (entry.isSymbolicLink()) {
					Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
				}
				else {
					Files.copy(tar, path);
					Files.setPosixFilePermissions(path, ((entry.getMode() & 0100) != 0) ? EXECUTABLE : READABLE);
				}
			}
		}
		try (Stream<Path> paths = Files.walk(target)) {
			for (Path directory : paths.filter(Files::isDirectory).toList()) {
				Files.setPosixFilePermissions(directory, EXECUTABLE);
			}
		}
	}

}

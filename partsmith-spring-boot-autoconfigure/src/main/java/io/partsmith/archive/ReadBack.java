package io.partsmith.archive;

import java.io.IOException;

import org.springframework.core.io.Resource;

/**
 * Reads an archive as whoever needs it one day would, and holds it against what it says.
 */
final class ReadBack {

	private ReadBack() {
	}

	/**
	 * Reads all of it.
	 * @param stored the stored bytes
	 * @param manifest what they should be
	 * @throws IOException if they are anything else
	 */
	static void require(Resource stored, Manifest manifest) throws IOException {
		Manifest.Data data = manifest.data();
		Measured measured = new Measured();
		Contents found;
		try {
			found = manifest.encoding().read(stored, measured, new Progress("Reading back " + manifest.data().name()));
		}
		catch (RuntimeException ex) {
			throw new IOException("it cannot be read: " + ex, ex);
		}
		same("rows", data.rows(), found.rows());
		same("contents", data.rowsDigest(), found.digest());
		same("bytes", data.bytes(), measured.bytes());
		same("SHA-256", data.sha256(), measured.hash());
	}

	private static void same(String what, Object expected, Object found) throws IOException {
		if (!expected.equals(found)) {
			throw new IOException("its " + what + " should be " + expected + ", but read back they are " + found);
		}
	}

}

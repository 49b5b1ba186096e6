package io.partsmith.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The user "nobody", in whose name root runs commands, by whatever this machine has for
 * it.
 *
 * @param prefix the words to put before a command
 */
record UnprivilegedUser(List<String> prefix) {

	private static final int ID = 65534;

	private static final List<List<String>> PREFIXES = List.of(
			List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups"),
			List.of("runuser", "-u", "nobody", "--"));

	static UnprivilegedUser find() {
		return PREFIXES.stream()
			.map(UnprivilegedUser::new)
			.filter(UnprivilegedUser::works)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("PostgreSQL does not run as root, and neither unshare, setpriv"
					+ " nor runuser can change the user here. Run this as an ordinary user."));
	}

	private boolean works() {
		try {
			return run(Path.of("/"), List.of("id", "-u")).strip().equals(String.valueOf(ID));
		}
		catch (IOException ex) {
			return false;
		}
	}

	void own(Path directory) throws IOException {
		Files.setAttribute(directory, "unix:uid", ID);
		Files.setAttribute(directory, "unix:gid", ID);
	}

	String run(Path directory, List<String> command) throws IOException {
		List<String> words = new ArrayList<>(this.prefix);
		words.addAll(command);
		Process process = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IOException(String.join(" ", words) + ": " + output.strip());
			}
			return output;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while waiting for " + words.get(0), ex);
		}
	}

}

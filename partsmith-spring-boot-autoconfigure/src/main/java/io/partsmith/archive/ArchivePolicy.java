package io.partsmith.archive;

/**
 * How the partitions of one table are archived.
 *
 * @param location where to, as Spring's {@code ResourceLoader} understands it, without a
 * slash at its end
 * @param format how rows are written
 * @param compression how what is written is compressed
 * @param when at which moment
 */
public record ArchivePolicy(String location, ArchiveFormat format, ArchiveCompression compression, ArchiveMoment when) {

	/**
	 * Takes the slash off the location.
	 * @param location where to
	 * @param format how rows are written
	 * @param compression how what is written is compressed
	 * @param when at which moment
	 * @throws IllegalArgumentException if the location is blank
	 */
	public ArchivePolicy {
		location = location.strip().replaceAll("/+$", "");
		if (location.isEmpty()) {
			throw new IllegalArgumentException("A location is needed, such as file:/var/lib/archive");
		}
	}

}

package io.partsmith.archive;

import java.util.Locale;

/** How rows are written into an archive. */
public enum ArchiveFormat {

	/** Text with a header, in UTF-8, as {@code COPY ... (FORMAT csv)} has it. */
	CSV,

	/** PostgreSQL's own binary format, for the same column types only. */
	BINARY,

	/**
	 * Apache Parquet, for whoever evaluates archives; needs
	 * {@code com.jerolba:carpet-record}, which brings it. What Parquet has no type for is
	 * written as text.
	 */
	PARQUET;

	/**
	 * The format as it stands in YAML and in names of files.
	 * @return for example {@code csv}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Whether rows are copied as text; else they are copied in the binary format. */
	boolean isText() {
		return this == CSV;
	}

	/** The end of a file's name; the pages of Parquet are compressed, not the file. */
	String suffix(ArchiveCompression compression) {
		return "." + this + ((this != PARQUET) ? compression.suffix() : "");
	}

	/** The clause of COPY. */
	String clause() {
		return isText() ? "(FORMAT csv, HEADER true, ENCODING 'UTF8')" : "(FORMAT binary)";
	}

}

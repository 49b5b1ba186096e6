package io.partsmith.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;

import javax.sql.DataSource;

import io.partsmith.hook.PartitionLifecycleHooks;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the rows of a partition as a compressed CSV file before the table is dropped. If
 * that fails, it throws: the table stays, and the next run tries again.
 */
@Component
@Order(2)
class ArchiveBeforeDrop implements PartitionLifecycleHooks {

	private static final Logger log = LoggerFactory.getLogger(ArchiveBeforeDrop.class);

	private final DataSource dataSource;

	private final JdbcClient jdbc;

	private final Path directory;

	ArchiveBeforeDrop(DataSource dataSource, JdbcClient jdbc, SampleProperties properties) {
		this.dataSource = dataSource;
		this.jdbc = jdbc;
		this.directory = properties.archiveDirectory();
	}

	@Override
	public void beforeDrop(String tableName, String partitionName) {
		Path archive = this.directory.resolve(partitionName + ".csv.gz");
		Path unfinished = this.directory.resolve(partitionName + ".unfinished");
		try {
			Files.createDirectories(this.directory);
			long written = copy(partitionName, unfinished);
			long expected = this.jdbc.sql("SELECT count(*) FROM " + partitionName).query(Long.class).single();
			if (written != expected) {
				throw new IllegalStateException(
						"%s has %d rows, but %d were archived".formatted(partitionName, expected, written));
			}
			// May be there already: a hook is called again where the drop did not follow.
			Files.move(unfinished, archive, StandardCopyOption.REPLACE_EXISTING);
			log.info("Archived {} rows of {} in {}", written, partitionName, archive);
		}
		catch (IOException | SQLException ex) {
			throw new IllegalStateException(partitionName + " could not be archived in " + archive, ex);
		}
	}

	/** The name comes quoted where it must be, so it can stand in a statement. */
	private long copy(String partitionName, Path file) throws IOException, SQLException {
		try (Connection connection = this.dataSource.getConnection();
				OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
			return connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyOut("COPY " + partitionName + " TO STDOUT (FORMAT csv, HEADER)", out);
		}
	}

}

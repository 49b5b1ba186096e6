package io.partsmith.sample;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about the sample itself.
 *
 * @param traffic whether rows are written all the time
 * @param archiveDirectory where the rows of dropped partitions are kept
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("true") boolean traffic,
		@DefaultValue("target/archive") Path archiveDirectory) {
}

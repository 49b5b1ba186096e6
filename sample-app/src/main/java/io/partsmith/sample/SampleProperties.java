package io.partsmith.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about the sample itself.
 *
 * @param traffic whether rows are written all the time
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("true") boolean traffic) {
}

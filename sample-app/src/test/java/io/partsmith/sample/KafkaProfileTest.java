package io.partsmith.sample;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The profile that the README shows. */
@SpringBootTest(properties = { "sample.traffic=false", "partsmith.schedule.create.cron=-",
		"partsmith.schedule.retire.cron=-", "partsmith.archive.location=file:target/archive-kafka" })
@ActiveProfiles("kafka")
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@Tag("postgres")
class KafkaProfileTest {

	@Test
	void aConsumerReceivesWhatTheFirstRunDid(CapturedOutput output) {
		await().atMost(Duration.ofMinutes(2))
			.untilAsserted(() -> assertThat(output.getOut()).contains("Kafka: partition-events public.events {\"id\":")
				.contains("\"phase\":\"after_create\"")
				.contains("\"phase\":\"before_drop\"")
				.contains("\"phase\":\"after_drop\""));
	}

}

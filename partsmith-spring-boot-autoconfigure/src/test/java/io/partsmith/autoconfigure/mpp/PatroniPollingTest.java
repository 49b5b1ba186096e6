package io.partsmith.autoconfigure.mpp;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Who leads is looked for as long as the application runs. */
@ExtendWith(OutputCaptureExtension.class)
class PatroniPollingTest {

	@Test
	void aLookThatFailsIsNotTheLast(CapturedOutput log) throws InterruptedException {
		CountDownLatch looks = new CountDownLatch(3);
		PatroniPolling polling = new PatroniPolling(() -> {
			looks.countDown();
			throw new IllegalStateException("no member can be read");
		}, Duration.ofMillis(10));
		polling.start();
		try {
			assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			polling.stop();
		}
		assertThat(polling.isRunning()).isFalse();
		assertThat(log).contains("A look at Patroni failed; the next is in 10 ms", "no member can be read");
	}

}

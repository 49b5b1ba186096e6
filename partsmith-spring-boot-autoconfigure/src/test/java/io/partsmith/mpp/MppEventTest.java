package io.partsmith.mpp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Events as they are sent. */
class MppEventTest {

	private static Map<String, Object> event(String key, @Nullable Object value) {
		Map<String, Object> event = new HashMap<>(
				Map.of("type", "before_promote", "group", 2, "leader", "w2a", "timeout", 30, "cooldown", 10));
		event.put(key, value);
		return event;
	}

	@Test
	void isRead() {
		assertThat(MppEvent.read(event("timeout", 1.5))).isEqualTo(
				new MppEvent(MppEvent.Type.BEFORE_PROMOTE, 2, "w2a", Duration.ofMillis(1500), Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			type    | weird  | must be one of
			group   | 1      | 'group' is '1', and must be a whole number of at least 0, not text
			group   |        | 'group' is missing
			leader  |        | 'leader' is missing
			timeout | soon   | 'timeout' is 'soon'
			""")
	void whatIsWrongIsNamed(String key, @Nullable String value, String message) { // M34
		assertThatIllegalArgumentException().isThrownBy(() -> MppEvent.read(event(key, value)))
			.withMessageContaining(message);
	}

}

package io.partsmith.lifecycle;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DataAmountTest {

	@ParameterizedTest
	@CsvSource({ "0B, 0, 0B", "1B, 1, 1B", "256KB, 262144, 256KB", "10GB, 10737418240, 10GB", "1tb, 1099511627776, 1TB",
			"2048 MB, 2147483648, 2GB", "1000B, 1000, 1000B" })
	void unitsArePowersOf1024(String text, long bytes, String printed) {
		DataAmount amount = DataAmount.valueOf(text);
		assertThat(amount.bytes()).isEqualTo(bytes);
		assertThat(amount).hasToString(printed);
		assertThat(DataAmount.valueOf(amount.toString())).isEqualTo(amount);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10", "", "GB", "-1GB", "1.5GB", "10G", "10PB", "10GiB", "999999999999999999TB" })
	void refusesWhatHasNoUnitOrNoMeaning(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> DataAmount.valueOf(text)).withMessageContaining(text);
	}

}

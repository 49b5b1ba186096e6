package io.partsmith.plan;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ListValueTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "numeric | 1.0 | 1", "numeric | nan | NaN", "numeric | -inf | -Infinity",
			"double precision | 1e10 | 10000000000", "double precision | -0.0 | 0", "double precision | inf | Infinity",
			"double precision | 1e23 | 1.0e+23", "real | 0.10 | 0.1", "real | 16777217 | 1.6777216e+07",
			"real | nan | NaN", "uuid | {AAAAAAAA-0000-4000-8000-000000000001} | aaaaaaaa-0000-4000-8000-000000000001",
			"uuid | aaaaaaaa000040008000000000000001 | aaaaaaaa-0000-4000-8000-000000000001",
			"uuid | aaaa-aaaa-0000-4000-8000-0000-0000-0001 | aaaaaaaa-0000-4000-8000-000000000001",
			"bytea | \\xDEad | \\xdead", "bytea | abc | \\x616263", "bytea | \\\\a\\336 | \\x5c61de",
			"time without time zone | 10:00 | 10:00:00", "time without time zone | 10:00:00.500 | 10:00:00.5",
			"timestamp with time zone | 2026-01-01T00:00:00Z | 2026-01-01 00:00:00+00",
			"timestamp with time zone | 2026-01-01T00:00z | 2026-01-01 00:00:00+00",
			"timestamp with time zone | 2026-01-01 05:30:00.250+0530 | 2026-01-01 00:00:00.25+00",
			"timestamp with time zone | 2026-01-01 00:00:00 +00:00 | 2026-01-01 01:00:00+01",
			"timestamp with time zone | 2026-01-01 | 2026-01-01 00:00:00+00",
			"timestamp with time zone | 1880-01-01T00:00:00Z | 1880-01-01 00:53:28+00:53:28",
			"timestamp without time zone | 2026-01-01T00:00 | 2026-01-01 00:00:00",
			"timestamp without time zone | 2026-01-01T00:00:00+05 | 2026-01-01 00:00:00",
			"timestamp without time zone | 12026-1-1 | 12026-01-01 00:00:00" })
	void takesForTheSameWhatPostgresTakesForTheSame(String type, String written, String printed) {
		assertThat(ListValue.comparable(type, written)).isEqualTo(ListValue.comparable(type, printed));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "double precision | 1e10 | 1e11", "bytea | \\xde | \\xdead", "bytea | abc | ABC",
					"timestamp with time zone | 2026-01-01T00:00:00+01 | 2026-01-01 00:00:00+00",
					"timestamp without time zone | 2026-01-01T00:00:01 | 2026-01-01 00:00:00", "text | 1.0 | 1" })
	void tellsOthersApart(String type, String one, String other) {
		assertThat(ListValue.comparable(type, one)).isNotEqualTo(ListValue.comparable(type, other));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "double precision | 0x1p4", "bytea | \\xabc", "bytea | \u00e9", "real | many",
			"timestamp with time zone | infinity", "timestamp with time zone | 2026-01-01 00:00:00 Europe/Berlin",
			"timestamp without time zone | January 1, 2026", "timestamp without time zone | 2026-02-30",
			"time without time zone | noon", "interval | P1D" })
	void leavesATextWhatItCannotReadAndRefusesNothing(String type, String written) {
		assertThat(ListValue.comparable(type, written)).isEqualTo(written);
		assertThat(ListValue.fits(type, written)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "integer | NaN | false", "integer | 1.5 | false", "numeric | NaN | true",
					"numeric | many | false", "uuid | {aaaaaaaa000040008000000000000001} | true",
					"uuid | 1-2-3-4-5 | false", "uuid | {aaaaaaaa000040008000000000000001 | false" })
	void knowsWhatAColumnHolds(String type, String written, boolean fits) {
		assertThat(ListValue.fits(type, written)).isEqualTo(fits);
	}

}

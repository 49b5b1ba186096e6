package io.partsmith.scheme;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Months as numbers such as 202608, as an application may have them. */
public final class YearMonthCodec implements KeyCodec {

	private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMM");

	@Override
	public boolean fits(KeyType type) {
		return type == KeyType.INTEGER || type == KeyType.DATE;
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		return FORM.format(instant.atOffset(ZoneOffset.UTC));
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		return Optional.of(YearMonth.parse(literal, FORM).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
	}

}

package io.partsmith.autoconfigure.endpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

import io.partsmith.plan.Scope;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Progression;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Reads what a caller of the endpoint has written. Spring Boot's own conversion would
 * refuse a bad value too, but without saying why.
 */
final class EndpointParameters {

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

	private EndpointParameters() {
	}

	static Scope action(@Nullable String text) {
		if (text == null) {
			return Scope.MAINTAIN;
		}
		return Arrays.stream(Scope.values())
			.filter((scope) -> !scope.isChosen())
			.filter((scope) -> scope.toString().equals(text.strip().toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> refused("'" + text
					+ "' is no action; write one of maintain, create, retire and reconcile, or for one table that is archived restore"));
	}

	static boolean dryRun(@Nullable String text) {
		return truth("dryRun", text);
	}

	static boolean truth(String key, @Nullable String text) {
		if (text == null) {
			return false;
		}
		return switch (text.strip().toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw refused(key + " is 'true' or 'false', not '" + text + "'");
		};
	}

	/** A date is the beginning of that day in the table's zone. */
	static @Nullable Instant at(@Nullable String text, TablePartitionConfig config) {
		if (text == null) {
			return null;
		}
		// An offset's plus sign that was not encoded arrives as a blank.
		String written = text.strip().replace(' ', '+');
		try {
			Instant at = written.contains("T") ? OffsetDateTime.parse(written).toInstant()
					: LocalDate.parse(written).atStartOfDay(zone(config)).toInstant();
			if (!at.isBefore(FIRST) && !at.isAfter(LAST)) {
				return at;
			}
		}
		catch (DateTimeException ex) {
			// Refused like a time that is out of range.
		}
		throw refused("'" + text + "' is no time to plan for; write 2027-01-31T00:00:00Z, 2027-01-31T00:00:00+01:00"
				+ " or 2027-01-31, in the years 1 to 9999");
	}

	private static ZoneId zone(TablePartitionConfig config) {
		return config.progression()
			.map(Progression::boundaries)
			.filter(Boundaries.Time.class::isInstance)
			.map((boundaries) -> ((Boundaries.Time) boundaries).zone())
			.orElse(ZoneOffset.UTC);
	}

	static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}

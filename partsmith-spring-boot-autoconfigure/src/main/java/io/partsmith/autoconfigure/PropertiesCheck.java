package io.partsmith.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.partsmith.scheme.TimeAmount;
import org.springframework.scheduling.support.CronExpression;

/** Refuses what is wrong in the general part of the configuration. */
final class PropertiesCheck {

	private PropertiesCheck() {
	}

	/**
	 * Checks everything but the tables. Behind it, every timeout, every time of a lock
	 * and the refresh have an exact length.
	 * @param properties the configuration as it is written
	 * @throws PartsmithConfigurationException if something is wrong
	 */
	static void check(PartsmithProperties properties) {
		PartsmithProperties.Execution execution = properties.execution();
		atLeastAMillisecond("partsmith.execution.lock-timeout", execution.lockTimeout());
		atLeastAMillisecond("partsmith.execution.statement-timeout", execution.statementTimeout());
		lockAttempts(execution.lockAttempts());
		sessionZone(execution.timeZone());
		PartsmithProperties.Create create = properties.schedule().create();
		lane("partsmith.schedule.create", create.cron(), create.lockAtMostFor(), create.lockAtLeastFor());
		PartsmithProperties.Retire retire = properties.schedule().retire();
		lane("partsmith.schedule.retire", retire.cron(), retire.lockAtMostFor(), retire.lockAtLeastFor());
		health(properties.health());
		oneLine("partsmith.marker-prefix", properties.markerPrefix());
		oneLine("partsmith.storage.schema", properties.storage().schema());
	}

	private static void lockAttempts(int attempts) {
		if (attempts < 1) {
			throw new Setting<>("partsmith.execution.lock-attempts", attempts)
				.refused("without an attempt nothing is ever locked", "Give 1 or more, for example 20.");
		}
	}

	private static void sessionZone(ZoneId zone) {
		if (!ZoneId.getAvailableZoneIds().contains(zone.getId())) {
			throw new Setting<>("partsmith.execution.time-zone", zone).refused(
					"this is an offset, whose sign PostgreSQL reads the other way round",
					"Name a region, for example UTC or Europe/Berlin.");
		}
	}

	private static void lane(String lane, String cron, TimeAmount atMost, TimeAmount atLeast) {
		if (!cron.equals("-")) {
			new Setting<>(lane + ".cron", cron).map(CronExpression::parse,
					"Write six fields, from the second to the day of the week, such as \"0 15 3 * * *\", "
							+ "or \"-\" to switch the lane off.");
		}
		Duration longest = atLeastAMillisecond(lane + ".lock-at-most-for", atMost);
		if (exact(lane + ".lock-at-least-for", atLeast).compareTo(longest) > 0) {
			throw new Setting<>(lane + ".lock-at-least-for", atLeast).refused(
					"the lock would be kept for longer than lock-at-most-for (" + atMost + ") allows",
					"Give at most " + atMost + ", or raise lock-at-most-for.");
		}
	}

	private static void health(PartsmithProperties.Health health) {
		atLeastAMillisecond("partsmith.health.refresh", health.refresh());
		TimeAmount warning = health.runwayWarning();
		TimeAmount critical = health.runwayCritical();
		if (warning != null && critical != null && end(critical).isAfter(end(warning))) {
			throw new Setting<>("partsmith.health.runway-critical", critical).refused(
					"a table would be down before it warns: runway-warning is " + warning,
					"Give runway-critical the shorter time of the two.");
		}
	}

	private static Duration atLeastAMillisecond(String property, TimeAmount amount) {
		Duration duration = exact(property, amount);
		if (duration.toMillis() < 1) {
			throw new Setting<>(property, amount).refused("this must be 1ms or more; zero would mean without an end",
					"Give a time with its unit, for example 300ms, 10s or 5m.");
		}
		return duration;
	}

	/**
	 * Runways may be given in months; they are compared from one and the same instant.
	 */
	private static Instant end(TimeAmount amount) {
		return amount.after(Instant.EPOCH, ZoneOffset.UTC);
	}

	private static Duration exact(String property, TimeAmount amount) {
		return new Setting<>(property, amount).map(TimeAmount::toDuration,
				"Write it in days or shorter units, for example 30d or 12h.");
	}

	private static void oneLine(String property, String text) {
		if (text.isBlank() || text.lines().count() != 1) {
			throw new Setting<>(property, text).refused("this must be one line that is not blank",
					"Take the key out to have its default.");
		}
	}

}

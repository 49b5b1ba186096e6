package io.partsmith.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.partsmith.postgres.AnalyzeLimits;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;
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
		atLeastAMillisecond("partsmith.execution.lock-budget", execution.lockBudget());
		atLeastAMillisecond("partsmith.execution.max-inflicted", execution.maxInflicted());
		atLeastAMillisecond("partsmith.execution.statement-timeout", execution.statementTimeout());
		atLeastOne("partsmith.execution.lock-attempts", execution.lockAttempts(),
				"without an attempt nothing is ever locked", "20");
		atLeastOne("partsmith.execution.parallelism", execution.parallelism(), "no table would ever be worked on", "4");
		sessionZone(execution.timeZone());
		atLeastAMillisecond("partsmith.execution.max-clock-skew", execution.maxClockSkew());
		defaultRowsLimit(execution.defaultRowsLimit());
		analyze(execution.analyze());
		PartsmithProperties.Create create = properties.schedule().create();
		lane("partsmith.schedule.create", create.cron(), create.lockAtMostFor(), create.lockAtLeastFor());
		PartsmithProperties.Retire retire = properties.schedule().retire();
		lane("partsmith.schedule.retire", retire.cron(), retire.lockAtMostFor(), retire.lockAtLeastFor());
		hooks(properties.hooks());
		atLeastAMillisecond("partsmith.commands.timeout", properties.commands().timeout());
		atLeastAMillisecond("partsmith.commands.kill-after", properties.commands().killAfter());
		CommandCheck.check(properties.commands());
		health(properties.health());
		atLeastAMillisecond("partsmith.metrics.size-refresh", properties.metrics().sizeRefresh());
		patroni(properties.patroni());
		ClusterCheck.check(properties);
		oneLine("partsmith.marker-prefix", properties.markerPrefix());
		oneLine("partsmith.storage.schema", properties.storage().schema());
		KafkaEventCheck.check(properties.kafka());
	}

	private static void patroni(PartsmithProperties.@Nullable Patroni patroni) {
		if (patroni != null) {
			atLeastAMillisecond("partsmith.patroni.poll-interval", patroni.pollInterval());
			atLeastAMillisecond("partsmith.patroni.timeout", patroni.timeout());
		}
	}

	private static void atLeastOne(String property, int number, String why, String example) {
		if (number < 1) {
			throw new Setting<>(property, number).refused(why, "Give 1 or more, for example " + example + ".");
		}
	}

	private static void defaultRowsLimit(int limit) {
		if (limit < 0) {
			throw new Setting<>("partsmith.execution.default-rows-limit", limit).refused(
					"no number of rows is below zero", "Give 0 to have nothing moved, or more, for example 100000.");
		}
	}

	private static void analyze(PartsmithProperties.Analyze analyze) {
		atLeastAMillisecond("partsmith.execution.analyze.timeout", analyze.timeout());
		analyzeLimits(analyze);
	}

	/** How often tables are analyzed, and for how long. */
	static AnalyzeLimits analyzeLimits(PartsmithProperties.Analyze analyze) {
		return new Setting<>("partsmith.execution.analyze.threshold", analyze.threshold()).map(
				(share) -> new AnalyzeLimits(LimitsReader.fraction(share), analyze.timeout().toDuration()),
				"Write for example 10% or 0.1.");
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

	private static void hooks(PartsmithProperties.Hooks hooks) {
		atLeastAMillisecond("partsmith.hooks.create-timeout", hooks.createTimeout());
		if (hooks.retireTimeout() != null) {
			atLeastAMillisecond("partsmith.hooks.retire-timeout", hooks.retireTimeout());
		}
		hooks.timeouts().forEach((name, timeout) -> atLeastAMillisecond(HookBeans.timeout(name), timeout));
	}

	static Duration atLeastAMillisecond(String property, TimeAmount amount) {
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

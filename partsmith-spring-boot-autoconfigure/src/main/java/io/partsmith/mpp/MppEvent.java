package io.partsmith.mpp;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the leader of a group tells the coordinator.
 *
 * @param type what is about to happen, or has happened
 * @param group the group
 * @param leader name of the group's member that says so
 * @param timeout how long traffic may be paused for it
 * @param cooldown how long open transactions may go on before they are ended
 */
public record MppEvent(Type type, int group, String leader, Duration timeout, Duration cooldown) {

	/** What a leader tells. */
	public enum Type {

		/** The primary is about to end. */
		BEFORE_DEMOTE,

		/** A standby holds the leader's lock and is about to become the primary. */
		BEFORE_PROMOTE,

		/** It is the primary. */
		AFTER_PROMOTE;

		/**
		 * The type as it is sent.
		 * @return for example {@code before_demote}
		 */
		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Reads an event as Patroni sends it: {@code type}, {@code group}, {@code leader},
	 * {@code timeout} and {@code cooldown} in seconds. Patroni itself takes an event of
	 * an unknown type for the begin of a pause, and fails silently on a group that is
	 * text; here both are refused.
	 * @param body the event
	 * @return the event
	 * @throws IllegalArgumentException if a part is missing or not what it must be; the
	 * message names it
	 */
	public static MppEvent read(Map<String, ?> body) {
		String type = text(body, "type");
		Type known = Arrays.stream(Type.values())
			.filter((candidate) -> candidate.toString().equals(type))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"'type' is '" + type + "', and must be one of " + Arrays.toString(Type.values())));
		if (!(body.get("group") instanceof Integer group) || group < 0) {
			throw wrong(body, "group", "a whole number of at least 0, not text");
		}
		return new MppEvent(known, group, text(body, "leader"), seconds(body, "timeout", Duration.ofSeconds(30)),
				seconds(body, "cooldown", Duration.ofSeconds(10)));
	}

	private static String text(Map<String, ?> body, String key) {
		if (body.get(key) instanceof String text && !text.isBlank()) {
			return text;
		}
		throw wrong(body, key, "text");
	}

	private static Duration seconds(Map<String, ?> body, String key, Duration absent) {
		@Nullable Object value = body.get(key);
		if (value == null) {
			return absent;
		}
		if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 86_400) {
			return Duration.ofMillis(Math.round(number.doubleValue() * 1000));
		}
		throw wrong(body, key, "a number of seconds, less than a day");
	}

	private static IllegalArgumentException wrong(Map<String, ?> body, String key, String wanted) {
		String found = Optional.<Object>ofNullable(body.get(key))
			.map((value) -> "is '" + value + "'")
			.orElse("is missing");
		return new IllegalArgumentException("'" + key + "' " + found + ", and must be " + wanted);
	}

}

package io.partsmith.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Something in {@code partsmith.*} that is wrong whatever the database holds. */
class PartsmithConfigurationException extends RuntimeException {

	private final String property;

	private final @Nullable Object value;

	private final String reason;

	private final String action;

	/**
	 * A refusal.
	 * @param property the name of the property in its canonical form
	 * @param value its value, or {@code null} where it is absent
	 * @param reason why it is refused
	 * @param action what to write instead
	 */
	PartsmithConfigurationException(String property, @Nullable Object value, String reason, String action) {
		super(property + ((value != null) ? "=" + value : "") + ": " + reason);
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	String property() {
		return this.property;
	}

	@Nullable Object value() {
		return this.value;
	}

	String reason() {
		return this.reason;
	}

	String action() {
		return this.action;
	}

}

package io.partsmith.plan;

import java.util.Locale;

/**
 * The two halves of maintenance. They have schedules, locks and switches of their own:
 * nothing that goes wrong or takes long in retirement keeps a partition from being made.
 */
public enum Lane {

	/** What an insert may need. */
	CREATE,

	/** What ends a partition's life. */
	RETIRE;

	/**
	 * The lane as it stands in names and tags.
	 * @return {@code create} or {@code retire}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}

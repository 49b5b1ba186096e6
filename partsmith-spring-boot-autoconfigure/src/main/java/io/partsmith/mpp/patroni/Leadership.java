package io.partsmith.mpp.patroni;

import org.jspecify.annotations.Nullable;

/**
 * Who leads a group, as was seen last.
 *
 * @param told whether Patroni has answered
 * @param leader the member that leads and is promoted, or {@code null} if there is none
 * @param running whether its PostgreSQL runs
 * @param timeline its timeline, or that of the last leader; {@code null} if not told
 * @param coming a member that is about to be promoted, or {@code null}
 */
record Leadership(boolean told, @Nullable String leader, boolean running, @Nullable Integer timeline,
		@Nullable String coming) {

	static final Leadership UNKNOWN = new Leadership(false, null, false, null, null);

}

package io.partsmith.plan;

import io.partsmith.lifecycle.Facts;

/**
 * What was measured before a table is planned. Each lane has its own facts, so that one
 * can go by what was learnt earlier while the other asks anew.
 *
 * @param creation what decides whether the next partition is opened
 * @param retirement what decides whether a unit is detached or dropped
 */
public record Knowledge(Facts creation, Facts retirement) {

	/** Nothing was measured. */
	public static final Knowledge NONE = new Knowledge(Facts.NONE, Facts.NONE);

}

package io.partsmith.autoconfigure.event;

import io.partsmith.event.EventFormat;

/** How events are written, for tests of those who carry them. */
public final class EventFormats {

	private EventFormats() {
	}

	/** What an application has without a format of its own. */
	public static EventFormat json() {
		return new JsonEventFormat();
	}

}

package io.partsmith.archive;

import java.util.Locale;

/** When a partition is archived. */
public enum ArchiveMoment {

	/** In the run that drops it, right before. */
	BEFORE_DROP,

	/** In the run that detaches it; right before the drop it is only read back again. */
	AFTER_DETACH;

	/**
	 * The moment as it stands in YAML.
	 * @return for example {@code before-drop}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

package io.partsmith.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Hold;
import org.jspecify.annotations.Nullable;

/** Reads legal holds. */
final class HoldReader {

	private final TableEntry entry;

	private final PointReader points;

	/**
	 * A reader.
	 * @param entry the table's entry
	 * @param points reads where a hold begins and ends
	 */
	HoldReader(TableEntry entry, PointReader points) {
		this.entry = entry;
		this.points = points;
	}

	List<Hold> read(Setting<List<LifecycleProperties.Hold>> written) {
		List<Hold> holds = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (int i = 0; i < written.value().size(); i++) {
			Hold hold = hold(written.property() + "[" + i + "]", written.value().get(i));
			if (!names.add(hold.name())) {
				throw new Setting<>(written.property() + "[" + i + "].name", hold.name())
					.refused("two holds of this table have this name", "Give each a name of its own.");
			}
			holds.add(hold);
		}
		return holds;
	}

	private Hold hold(String property, LifecycleProperties.Hold written) {
		Setting<String> name = Setting.of(property + ".name", written.name());
		if (name == null) {
			throw this.entry.missing(property + ".name",
					"a hold needs a name, by which it can be found and lifted again",
					"holds:\n  - { name: case-4711, from: 2026-01-01, to: 2026-03-01 }");
		}
		Creation.Until from = point(property + ".from", written.from());
		Creation.Until to = point(property + ".to", written.to());
		return name.map((text) -> new Hold(text, from, to), "Give the hold a name and a range that is not empty.");
	}

	private Creation.@Nullable Until point(String property, @Nullable String text) {
		Setting<String> setting = Setting.of(property, text);
		return (setting != null) ? this.points.read(setting) : null;
	}

}

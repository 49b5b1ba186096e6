package io.partsmith.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.partsmith.lifecycle.Drop;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;

/** The tables that were detached from a progression, and what they held. */
final class Detached {

	private final Site site;

	private final Grid grid;

	private final List<Orphan> orphans;

	Detached(Site site, Grid grid) {
		this.site = site;
		this.grid = grid;
		this.orphans = site.table().ownOrphans();
	}

	List<Orphan> orphans() {
		return this.orphans;
	}

	/** What an orphan held: its marker says it, or else its name does. */
	Optional<Window> windowOf(Orphan orphan) {
		PartitionBounds held = orphan.marker().bounds();
		if (held == null) {
			return windowNamed(orphan.name());
		}
		return this.grid.extent(held).filter((extent) -> !extent.isUnbounded()).map(Extent::window);
	}

	/** The window whose partition has a name, if there is one. */
	Optional<Window> windowNamed(RelationName partition) {
		String name = partition.name();
		String tableName = this.site.table().table().name();
		return name.startsWith(tableName + "__") ? this.grid.axis().windowNamed(name.substring(tableName.length()))
				: Optional.empty();
	}

	/** The orphans that may come back at all. */
	Map<Orphan, Window> attachable() {
		Map<Orphan, Window> attachable = new LinkedHashMap<>();
		if (this.site.lifecycle().drop() instanceof Drop.DropAfter) {
			for (Orphan orphan : this.orphans) {
				windowOf(orphan).filter((window) -> !this.site.isForeign(orphan.relation()))
					.filter((window) -> this.grid.axis().holds(window))
					.ifPresent((window) -> attachable.put(orphan, window));
			}
		}
		return attachable;
	}

	/** The orphans that held a part of a window, kept or not, by what they held. */
	Map<Window, List<Orphan>> within(Window window) {
		Map<Window, List<Orphan>> within = new LinkedHashMap<>();
		attachable().forEach((orphan, held) -> {
			if (held.extent().overlaps(window.extent())) {
				within.computeIfAbsent(held, (key) -> new ArrayList<>()).add(orphan);
			}
		});
		return within;
	}

}

package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.Window;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Thinks a new partition to its leaves, as the levels beneath are configured. */
final class SubtreeBuilder {

	private final TakenNames taken;

	private final CursorFinder cursors;

	SubtreeBuilder(TakenNames taken, CursorFinder cursors) {
		this.taken = taken;
		this.cursors = cursors;
	}

	/** A new partition of a site, with everything beneath it. */
	NewPartition build(Site site, String suffix, PartitionBounds bounds) {
		RelationName name = site.partition(suffix);
		return new NewPartition(name, bounds, subtree(site, name));
	}

	private @Nullable Subtree subtree(Site site, RelationName name) {
		Scheme child = site.scheme().child();
		if (child == null) {
			return null;
		}
		return new Subtree(child.method(), child.key(), members(site.unborn(name, child)));
	}

	/** Every member that an empty site is to have. */
	private List<NewPartition> members(Site site) {
		if (site.scheme() instanceof HashScheme hash) {
			return Residues.all(hash.modulus()).stream().map((residue) -> residue(site, residue)).toList();
		}
		return (site.scheme() instanceof GroupScheme list) ? groups(site, list) : windows(site);
	}

	/** A member of a HASH set. */
	NewPartition residue(Site site, PartitionBounds.Residue residue) {
		return build(site, HashScheme.suffix(residue.remainder()), residue);
	}

	private List<NewPartition> groups(Site site, GroupScheme list) {
		List<NewPartition> members = new ArrayList<>();
		list.groups().forEach((group) -> members.add(group(site, group)));
		if (list.defaultGroup() != null) {
			members.add(defaultGroup(site, list.defaultGroup()));
		}
		return members;
	}

	/** The partition of a group. */
	NewPartition group(Site site, GroupScheme.Group group) {
		return build(site, GroupScheme.suffix(group.name()), new PartitionBounds.Values(group.values()));
	}

	/** The DEFAULT partition of a LIST. */
	NewPartition defaultGroup(Site site, String name) {
		return build(site, GroupScheme.suffix(name), new PartitionBounds.Default());
	}

	/** None where nobody knows where the level stands; that is told of the table. */
	private List<NewPartition> windows(Site site) {
		Grid grid = site.grid().orElseThrow();
		return this.cursors.find(site, grid)
			.map((cursor) -> windows(new Survey(site, grid, cursor, this.taken)))
			.orElse(List.of());
	}

	private List<NewPartition> windows(Survey survey) {
		Site site = survey.site();
		Grid grid = survey.grid();
		List<Window> wanted = List.copyOf(new WantedWindows(survey, new PlanDraft()).wishes().keySet());
		List<NewPartition> members = new ArrayList<>();
		wanted.forEach((window) -> members.add(build(site, grid.axis().suffix(window), grid.bounds(window))));
		new CatchAllPlanner(survey, wanted).missing()
			.forEach((end, bounds) -> members.add(catchAll(site, end, bounds)));
		return members;
	}

	/** The partition that covers an end of the axis. */
	NewPartition catchAll(Site site, CatchAll end, PartitionBounds bounds) {
		return build(site, end.suffix(), bounds);
	}

}

package io.partsmith.topology;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The detached tables of a tree, sorted by what they were detached from: each relation of
 * the tree asks for its own, and there may be thousands of either.
 */
final class Orphans extends AbstractList<Orphan> {

	private final List<Orphan> all;

	private final Map<RelationName, List<Orphan>> byParent;

	private Orphans(List<Orphan> all) {
		this.all = List.copyOf(all);
		this.byParent = this.all.stream()
			.collect(Collectors.groupingBy((orphan) -> orphan.marker().parent(), Collectors.toUnmodifiableList()));
	}

	/** Sorted once, however often they are handed on. */
	static Orphans of(List<Orphan> orphans) {
		return (orphans instanceof Orphans sorted) ? sorted : new Orphans(orphans);
	}

	List<Orphan> of(RelationName parent) {
		return this.byParent.getOrDefault(parent, List.of());
	}

	@Override
	public Orphan get(int index) {
		return this.all.get(index);
	}

	@Override
	public int size() {
		return this.all.size();
	}

}

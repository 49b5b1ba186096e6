package io.partsmith.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.scheme.GroupScheme;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;

/** Completes LISTs of groups. A group is recognised by the values that are owned. */
final class GroupPlanner {

	private final Site site;

	private final GroupScheme scheme;

	private final SubtreeBuilder subtrees;

	private final MemberPlanner members;

	private final Map<Object, Partition> owners = new HashMap<>();

	private final Set<Set<Object>> wanted;

	GroupPlanner(Site site, GroupScheme scheme, SubtreeBuilder subtrees, MemberPlanner members) {
		this.site = site;
		this.scheme = scheme;
		this.subtrees = subtrees;
		this.members = members;
		this.wanted = scheme.groups().stream().map((group) -> comparable(group.values())).collect(Collectors.toSet());
	}

	void plan() {
		List<Partition> present = this.members.members();
		if (this.members.isDisturbed()) {
			return;
		}
		for (Partition member : present) {
			if (member.bounds() instanceof PartitionBounds.Values owned) {
				owned.values().forEach((value) -> this.owners.put(comparable(value), member));
			}
		}
		this.scheme.groups().forEach(this::plan);
		String defaultGroup = this.scheme.defaultGroup();
		if (defaultGroup != null && this.site.table().defaultPartition().isEmpty()) {
			this.members.create(this.subtrees.defaultGroup(this.site, defaultGroup), Reason.LIST_DEFAULT_MISSING,
					"values of no group have no partition");
		}
		present.forEach(this::observe);
	}

	private void plan(GroupScheme.Group group) {
		List<Datum> unowned = group.values()
			.stream()
			.filter((value) -> !this.owners.containsKey(comparable(value)))
			.toList();
		if (unowned.size() == group.values().size()) {
			this.members.create(this.subtrees.group(this.site, group), Reason.LIST_GROUP_MISSING,
					"the group " + group.name() + " has no partition");
		}
		else if (!unowned.isEmpty()) {
			conflict(group, unowned);
		}
	}

	private void conflict(GroupScheme.Group group, List<Datum> unowned) {
		RelationName table = this.site.table().table();
		Set<RelationName> others = new HashSet<>();
		group.values().forEach((value) -> {
			Partition owner = this.owners.get(comparable(value));
			if (owner != null) {
				others.add(owner.name());
			}
		});
		String message = "Of the group " + group.name() + ", a part belongs to " + others + " already, and "
				+ unowned.stream().map(Datum::toSql).toList() + " to no partition";
		String next = "Give the missing values a group of their own in the configuration, or make a partition of them by "
				+ "hand: "
				+ PartitionByHand.sql(table, "__" + group.name() + "_rest", new PartitionBounds.Values(unowned));
		if (this.site.table().defaultPartition().isPresent()) {
			this.members.find(FindingCode.LIST_VALUES_CONFLICT, Step.RECONCILE, table, message, next);
		}
		else {
			this.members.findUrgent(FindingCode.LIST_VALUES_CONFLICT, table, message, next);
		}
	}

	/** A partition that is no group is told and left alone. */
	private void observe(Partition member) {
		if (!(member.bounds() instanceof PartitionBounds.Values owned)) {
			return;
		}
		Set<Object> values = comparable(owned.values());
		if (this.wanted.contains(values)) {
			return;
		}
		boolean configured = this.wanted.stream().anyMatch((group) -> !Collections.disjoint(group, values));
		this.members.find(configured ? FindingCode.NON_UNIFORM_COMPLETE : FindingCode.UNMANAGED_PARTITION,
				Step.RECONCILE, member.name(),
				member.name() + " " + owned.toSql()
						+ (configured ? " holds values of a group, but not just those of one"
								: " holds values of no configured group"),
				"Nothing; it is left alone");
	}

	private Set<Object> comparable(List<Datum> values) {
		return values.stream().map(this::comparable).collect(Collectors.toSet());
	}

	private Object comparable(Datum value) {
		return (value instanceof Datum.Literal literal)
				? ListValue.comparable(this.site.table().key().leading().type(), literal.text()) : value;
	}

}

package io.partsmith.plan;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.scheme.Extent;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Window;
import io.partsmith.topology.RelationName;

/**
 * What a plan tells of one relation. A window or a member that is missing is told of only
 * by a finding about that very window or member, in this relation.
 *
 * @param place the relation
 * @param plan the plan
 */
record Told(Place place, MaintenancePlan plan) {

	/** What tells that a window could not be made, and why. */
	private static final Set<FindingCode> WINDOW = Set.of(FindingCode.RANGE_OVERLAP, FindingCode.NAME_UNUSABLE,
			FindingCode.UNCONVERGEABLE, FindingCode.HORIZON_CAPPED, FindingCode.NOT_OWNER, FindingCode.DETACH_PENDING);

	/** What tells that a member could not be made, and why. */
	private static final Set<FindingCode> MEMBER = Set.of(FindingCode.NAME_UNUSABLE, FindingCode.UNCONVERGEABLE,
			FindingCode.NOT_OWNER, FindingCode.DETACH_PENDING, FindingCode.LIST_VALUES_CONFLICT,
			FindingCode.NON_UNIFORM_INCOMPLETE);

	/** Whether it is told that a window is missing. */
	boolean isMissing(Window window) {
		String text = window.toString();
		return this.plan.findings().stream().anyMatch((it) -> WINDOW.contains(it.code()) && isAbout(it, window, text));
	}

	/** Whether it is told that inserts fail, or soon will, because it is missing. */
	boolean isMissingNow(Window window) {
		String text = window.toString();
		return this.plan.findings()
			.stream()
			.anyMatch((it) -> it.urgent() && WINDOW.contains(it.code()) && isAbout(it, window, text));
	}

	/** Thousands of windows may be held against as many findings. */
	private boolean isAbout(Finding finding, Window window, String text) {
		if (finding.message().contains(text) && isNamed(this.place.name(), finding.message())) {
			return true;
		}
		RelationName subject = finding.partition();
		return switch (finding.code()) {
			case HORIZON_CAPPED -> isNamed(this.place.name(), finding.message());
			case NOT_OWNER -> this.place.named(window).equals(subject) || isHolder(subject, window, false);
			case RANGE_OVERLAP -> isHolder(subject, window, false);
			case DETACH_PENDING -> isHolder(subject, window, true);
			default -> false;
		};
	}

	/** Whether a table held a part of a window, and cannot come back or get away. */
	private boolean isHolder(RelationName subject, Window window, boolean stuck) {
		Stream<Extent> pending = this.place.partitions()
			.stream()
			.filter((it) -> it.detachPending() && it.name().equals(subject))
			.flatMap((it) -> this.place.grid().reach(it.bounds()).stream());
		Stream<Extent> detached = this.place.orphans()
			.filter((it) -> !stuck && it.name().equals(subject))
			.flatMap((it) -> this.place.held(it).stream());
		return Stream.concat(pending, detached).anyMatch((it) -> it.overlaps(window.extent()));
	}

	/** Whether it is told that the column or its codec has no keys for the present. */
	boolean isAxisEnded() {
		return this.plan.findings()
			.stream()
			.anyMatch((it) -> it.code() == FindingCode.AXIS_ENDS && isNamed(this.place.name(), it.message()));
	}

	/** Whether it is told that the members of a set do not take every row. */
	boolean isLackingMembers() {
		return this.plan.findings().stream().anyMatch((it) -> MEMBER.contains(it.code()) && isAboutMembers(it));
	}

	private boolean isAboutMembers(Finding finding) {
		RelationName subject = finding.partition();
		return this.place.name().equals(subject)
				|| this.place.partitions().stream().anyMatch((it) -> it.name().equals(subject))
				|| members().anyMatch((it) -> it.equals(subject) || isNamed(it, finding.message()));
	}

	private Stream<RelationName> members() {
		if (this.place.scheme() instanceof HashScheme) {
			// A set is completed at its own modulus.
			return Stream.iterate(0, (it) -> it + 1).limit(32).map((it) -> this.place.named(HashScheme.suffix(it)));
		}
		GroupScheme list = (GroupScheme) this.place.scheme();
		return Stream
			.concat(list.groups().stream().map(GroupScheme.Group::name), Stream.ofNullable(list.defaultGroup()))
			.map((it) -> this.place.named(GroupScheme.suffix(it)));
	}

	/** The findings that name a relation. */
	static Stream<Finding> of(RelationName name, MaintenancePlan plan) {
		return plan.findings().stream().filter((it) -> name.equals(it.partition()) || isNamed(name, it.message()));
	}

	private static boolean isNamed(RelationName name, String message) {
		return Pattern.compile("(?<![\\w\"])" + Pattern.quote(name.toString()) + "(?![\\w\"])").matcher(message).find();
	}

	@Override
	public String toString() {
		return this.plan.findings()
			.stream()
			.filter((it) -> (it.partition() + it.message()).contains(this.place.name().name()))
			.map((it) -> it.code() + " " + it.partition() + (it.urgent() ? "!" : "") + ": " + it.message())
			.collect(Collectors.joining("\n"));
	}

}

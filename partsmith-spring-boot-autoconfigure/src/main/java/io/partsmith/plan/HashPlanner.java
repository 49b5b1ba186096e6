package io.partsmith.plan;

import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.scheme.HashScheme;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds.Residue;
import io.partsmith.topology.RelationName;

/**
 * Completes HASH sets. A set that exists keeps its own modulus: to change it, every row
 * would have to move.
 */
final class HashPlanner {

	private final Site site;

	private final HashScheme scheme;

	private final SubtreeBuilder subtrees;

	private final MemberPlanner members;

	HashPlanner(Site site, HashScheme scheme, SubtreeBuilder subtrees, MemberPlanner members) {
		this.site = site;
		this.scheme = scheme;
		this.subtrees = subtrees;
		this.members = members;
	}

	void plan() {
		List<Residue> classes = this.members.members()
			.stream()
			.map(Partition::bounds)
			.filter(Residue.class::isInstance)
			.map(Residue.class::cast)
			.toList();
		if (this.members.isDisturbed()) {
			return;
		}
		if (classes.isEmpty()) {
			create(Residues.all(this.scheme.modulus()), Reason.HASH_GAP);
			return;
		}
		Residues residues = new Residues(classes);
		if (residues.isUniform()) {
			uniform(residues, classes.get(0).modulus());
		}
		else {
			mixed(residues);
		}
	}

	private void create(List<Residue> missing, Reason reason) {
		for (Residue residue : missing) {
			this.members.create(this.subtrees.residue(this.site, residue), reason,
					"remainder " + residue.remainder() + " of " + residue.modulus() + " has no partition");
		}
	}

	private void uniform(Residues residues, int modulus) {
		if (modulus == this.scheme.modulus()) {
			create(residues.missing(), Reason.HASH_GAP);
			return;
		}
		RelationName name = this.site.table().table();
		if (residues.isComplete()) {
			this.members.find(
					FindingCode.MODULUS_PRESERVED, Step.RECONCILE, name, name + " is complete at the modulus " + modulus
							+ "; " + this.scheme.modulus() + " is configured for new sets",
					"Nothing; its rows would have to move to change it");
		}
		else {
			this.members
				.find(FindingCode.MODULUS_REPAIRED, Step.RECONCILE, name,
						name + " lacks a part and is completed at its own modulus " + modulus + "; "
								+ this.scheme.modulus() + " is configured for new sets",
						"Nothing; its rows would have to move to change it");
			create(residues.missing(), Reason.HASH_GAP_HISTORICAL_MODULUS);
		}
	}

	private void mixed(Residues residues) {
		RelationName name = this.site.table().table();
		if (residues.isComplete()) {
			this.members.find(FindingCode.NON_UNIFORM_COMPLETE, Step.RECONCILE, name,
					name + " has partitions of several moduli, which lack nothing", "Nothing; it is left alone");
			return;
		}
		String missing = residues.uncovered()
			.stream()
			.limit(20)
			.map((residue) -> PartitionByHand.sql(name, "__h" + residue.remainder() + "_of_" + residue.modulus(),
					residue))
			.collect(Collectors.joining("; "));
		this.members.findUrgent(FindingCode.NON_UNIFORM_INCOMPLETE, name,
				name + " has partitions of several moduli and lacks a part: rows of it are refused (23514). Whether it "
						+ "was one partition or several is not guessed",
				"Make what is missing by hand, as here or as fewer partitions of a smaller modulus: " + missing);
	}

}

package io.partsmith.plan;

import java.util.List;
import java.util.stream.IntStream;

import io.partsmith.topology.PartitionBounds.Residue;

/**
 * The residue classes of a HASH set. PostgreSQL sees that they do not overlap, and that
 * each modulus divides the next larger one (42P17).
 *
 * @param classes the classes that have a partition
 */
record Residues(List<Residue> classes) {

	/** Every class of one modulus. */
	static List<Residue> all(int modulus) {
		return IntStream.range(0, modulus).mapToObj((remainder) -> new Residue(modulus, remainder)).toList();
	}

	/** Whether every key finds a partition: the classes tile the keyspace. */
	boolean isComplete() {
		int greatest = this.classes.stream().mapToInt(Residue::modulus).max().orElse(1);
		return this.classes.stream().mapToLong((residue) -> greatest / residue.modulus()).sum() == greatest;
	}

	/** Whether all classes have one modulus. */
	boolean isUniform() {
		return this.classes.stream().mapToInt(Residue::modulus).distinct().count() == 1;
	}

	/** The classes of the only modulus that have no partition. */
	List<Residue> missing() {
		return all(this.classes.get(0).modulus()).stream()
			.filter((residue) -> !this.classes.contains(residue))
			.toList();
	}

	/** The classes of the greatest modulus for which no partition is found. */
	List<Residue> uncovered() {
		int greatest = this.classes.stream().mapToInt(Residue::modulus).max().orElse(1);
		return all(greatest).stream()
			.filter((wanted) -> this.classes.stream()
				.noneMatch((held) -> wanted.remainder() % held.modulus() == held.remainder()))
			.toList();
	}

}

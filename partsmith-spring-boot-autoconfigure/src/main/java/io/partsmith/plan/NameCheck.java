package io.partsmith.plan;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Sees that every relation of a new partition can have its name. */
final class NameCheck {

	private final TakenNames taken;

	NameCheck(TakenNames taken) {
		this.taken = taken;
	}

	/**
	 * What is wrong with a name, at whatever level.
	 * @param made what is to be made
	 * @param parent the relation it would be attached to
	 * @param wish why it is wanted, as a sentence without its end
	 * @param urgent whether inserts fail without it
	 * @return a finding, or {@code null} where every name is free and short enough
	 */
	@Nullable Finding check(NewPartition made, RelationName parent, String wish, boolean urgent) {
		return made.all()
			.map((relation) -> check(relation, parent, wish, urgent, relation == made))
			.filter((finding) -> finding != null)
			.findFirst()
			.orElse(null);
	}

	private @Nullable Finding check(NewPartition made, RelationName parent, String wish, boolean urgent,
			boolean outermost) {
		RelationName name = made.name();
		if (name.nameBytes() > RelationName.MAX_BYTES) {
			return unusable(name, wish + ", but the name " + name + " has " + name.nameBytes()
					+ " bytes; PostgreSQL keeps " + RelationName.MAX_BYTES, "Rename " + parent + " to a shorter name",
					urgent);
		}
		if (this.taken.isHeldInside(name)) {
			return unusable(name, wish + ", but a partition with other bounds holds the name " + name,
					"Rename that partition after what it holds: ALTER TABLE " + name + " RENAME TO ...", urgent);
		}
		if (this.taken.isHeldBeside(name)) {
			return unusable(name, wish + ", but another relation holds the name " + name,
					"Look at it and rename it, ALTER TABLE " + name + " RENAME TO ..."
							+ (outermost ? "; or attach it: ALTER TABLE " + parent + " ATTACH PARTITION " + name + " "
									+ made.bounds().toSql() : ""),
					urgent);
		}
		return null;
	}

	private static Finding unusable(RelationName name, String message, String next, boolean urgent) {
		return new Finding(FindingCode.NAME_UNUSABLE, Step.CREATE, name, message, next, urgent);
	}

}

package io.partsmith.autoconfigure.endpoint;

import java.util.List;

import io.partsmith.plan.Unit;
import io.partsmith.scheme.Extent;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle unit in JSON.
 *
 * @param name its name
 * @param from the lower bound of its leading key column, or {@code null} where it has
 * none or it is not known
 * @param to the upper bound, exclusive, or {@code null} likewise
 * @param bounds its bounds as SQL, or {@code null} where they are not known
 * @param state its state
 * @param rows an estimate of its rows, or {@code null} where there is none
 * @param bytes its size on disk, or {@code null} where it was not measured
 * @param oid its OID
 * @param why why it is still here
 * @param children its own partitions
 */
record UnitDescriptor(String name, @Nullable String from, @Nullable String to, @Nullable String bounds, String state,
		@Nullable Long rows, @Nullable Long bytes, long oid, String why, List<Child> children) {

	static UnitDescriptor of(Unit unit) {
		PartitionBounds bounds = unit.bounds();
		Extent extent = unit.extent();
		return new UnitDescriptor(unit.relation().name().toString(),
				Literals.from(bounds, (extent != null) ? extent.from() : null),
				Literals.to(bounds, (extent != null) ? extent.to() : null), (bounds != null) ? bounds.toSql() : null,
				unit.state().toString(), unit.relation().rows(), unit.relation().bytes(), unit.relation().oid(),
				unit.why(), Child.of(unit.children()));
	}

	/**
	 * A partition beneath a unit; it shares the unit's state.
	 *
	 * @param name its name
	 * @param from the lower bound of its leading key column, or {@code null}
	 * @param to the upper bound, exclusive, or {@code null}
	 * @param bounds its bounds as SQL
	 * @param rows an estimate of its rows, or {@code null}
	 * @param oid its OID
	 * @param children its own partitions
	 */
	record Child(String name, @Nullable String from, @Nullable String to, String bounds, @Nullable Long rows, long oid,
			List<Child> children) {

		private static List<Child> of(List<Partition> partitions) {
			return partitions.stream().map(Child::of).toList();
		}

		private static Child of(Partition partition) {
			PartitionBounds bounds = partition.bounds();
			return new Child(partition.name().toString(), Literals.from(bounds, null), Literals.to(bounds, null),
					bounds.toSql(), partition.relation().rows(), partition.relation().oid(), of(partition.children()));
		}

	}

}

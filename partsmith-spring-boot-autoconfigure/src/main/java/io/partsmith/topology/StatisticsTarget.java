package io.partsmith.topology;

import java.util.Collection;
import java.util.List;

/**
 * How closely ANALYZE looks at a column.
 *
 * @param column the column
 * @param target the target, 0 to 10000
 */
public record StatisticsTarget(String column, int target) implements Trait {

	@Override
	public String label() {
		return "statistics targets";
	}

	@Override
	public boolean isForBranches() {
		return true;
	}

	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		return List.of("ALTER TABLE ONLY " + table + " ALTER COLUMN " + RelationName.quoteIdentifier(this.column)
				+ " SET STATISTICS " + this.target);
	}

}

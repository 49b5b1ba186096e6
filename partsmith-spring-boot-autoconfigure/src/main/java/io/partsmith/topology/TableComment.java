package io.partsmith.topology;

import java.util.Collection;
import java.util.List;

/**
 * A table's comment, the lines of a marker left out.
 *
 * @param text the comment
 */
public record TableComment(String text) implements Trait {

	@Override
	public String label() {
		return "comment";
	}

	@Override
	public boolean isForBranches() {
		return true;
	}

	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		return List.of("COMMENT ON TABLE " + table + " IS " + new Datum.Literal(this.text).toSql());
	}

}

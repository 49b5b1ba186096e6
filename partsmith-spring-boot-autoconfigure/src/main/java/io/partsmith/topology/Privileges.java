package io.partsmith.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who owns a table, and what others may do with it. What the owner may do is left out: he
 * can always grant it to himself.
 *
 * @param owner the owning role
 * @param grants what others hold
 */
public record Privileges(String owner, List<Grant> grants) implements Trait {

	/**
	 * Puts the grants in order, so that equal privileges are equal values.
	 * @param owner the owning role
	 * @param grants what others hold
	 */
	public Privileges {
		grants = grants.stream().sorted().distinct().toList();
	}

	@Override
	public String label() {
		return "owner and privileges";
	}

	@Override
	public boolean protects() {
		return true;
	}

	@Override
	public boolean isForBranches() {
		return true;
	}

	/** The owner first: what is granted after that is granted in his name. */
	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		Privileges now = Trait.of(Privileges.class, present).orElse(new Privileges("", List.of()));
		List<String> statements = new ArrayList<>();
		if (!now.owner().equals(this.owner)) {
			statements.add("ALTER TABLE " + table + " OWNER TO " + RelationName.quoteIdentifier(this.owner));
		}
		grouped(now.grants(), (held) -> !this.grants.contains(held) && !this.owner.equals(held.grantee()))
			.forEach((held, privileges) -> statements
				.add("REVOKE " + privileges + " ON TABLE " + table + " FROM " + held.granteeSql()));
		grouped(this.grants, (wanted) -> !now.grants().contains(wanted))
			.forEach((wanted, privileges) -> statements.add("GRANT " + privileges + " ON TABLE " + table + " TO "
					+ wanted.granteeSql() + (wanted.grantable() ? " WITH GRANT OPTION" : "")));
		return statements;
	}

	/** The grants that one statement can name together, under the first of them. */
	private static Map<Grant, String> grouped(List<Grant> grants, Predicate<Grant> which) {
		Map<String, List<Grant>> groups = grants.stream()
			.filter(which)
			.collect(Collectors.groupingBy((grant) -> grant.granteeSql() + grant.grantable(), LinkedHashMap::new,
					Collectors.toList()));
		Map<Grant, String> texts = new LinkedHashMap<>();
		groups.values()
			.forEach((group) -> texts.put(group.get(0),
					group.stream().map(Grant::privilegeSql).collect(Collectors.joining(", "))));
		return texts;
	}

}

package io.partsmith.topology;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The statements that give a table what another one has. */
class TraitTest {

	private static final RelationName ROOT = RelationName.parse("public.t");

	private static final RelationName LEAF = RelationName.parse("public.t__2026_08");

	private static final Privileges NOBODY = new Privileges("me", List.of());

	private static List<String> statements(Trait wanted, Trait... present) {
		return wanted.statements(LEAF, ROOT, List.of(present));
	}

	@Test
	void grantsInTheNameOfTheOwner() {
		Privileges wanted = new Privileges("Owner",
				List.of(new Grant("reader", "SELECT", null, false), new Grant(null, "SELECT", "id", false),
						new Grant("reader", "INSERT", null, false), new Grant("admin", "SELECT", null, true),
						new Grant("reader", "UPDATE", "Body", false)));
		assertThat(statements(wanted, NOBODY)).containsExactly("ALTER TABLE public.t__2026_08 OWNER TO \"Owner\"",
				"GRANT SELECT (id) ON TABLE public.t__2026_08 TO PUBLIC",
				"GRANT SELECT ON TABLE public.t__2026_08 TO admin WITH GRANT OPTION",
				"GRANT INSERT, SELECT, UPDATE (\"Body\") ON TABLE public.t__2026_08 TO reader");
	}

	@Test
	void takesAwayWhatTheTableHasByItself() {
		Privileges born = new Privileges("me",
				List.of(new Grant("reader", "SELECT", null, false), new Grant(null, "INSERT", null, false)));
		Privileges wanted = new Privileges("me", List.of(new Grant("reader", "SELECT", null, false)));
		assertThat(statements(wanted, born)).containsExactly("REVOKE INSERT ON TABLE public.t__2026_08 FROM PUBLIC");
		assertThat(statements(wanted, wanted)).isEmpty();
	}

	@Test
	void takesAGrantOptionAwayWithoutTheGrant() {
		Privileges born = new Privileges("me", List.of(new Grant("reader", "SELECT", null, true)));
		Privileges wanted = new Privileges("me", List.of(new Grant("reader", "SELECT", null, false)));
		assertThat(statements(wanted, born)).containsExactly("REVOKE SELECT ON TABLE public.t__2026_08 FROM reader",
				"GRANT SELECT ON TABLE public.t__2026_08 TO reader");
	}

	@Test
	void leavesTheNewOwnerWhatIsHis() {
		Privileges born = new Privileges("me", List.of(new Grant("o", "SELECT", null, false)));
		assertThat(statements(new Privileges("o", List.of()), born))
			.containsExactly("ALTER TABLE public.t__2026_08 OWNER TO o");
	}

	@Test
	void comparesGrantsWhateverTheirOrder() {
		Grant one = new Grant("a", "SELECT", null, false);
		Grant two = new Grant(null, "SELECT", null, false);
		assertThat(new Privileges("o", List.of(one, two))).isEqualTo(new Privileges("o", List.of(two, one)));
	}

	@Test
	void quotesWhateverTheNamesHold() {
		assertThat(statements(new StorageParameter("toast.autovacuum_enabled", "'; DROP TABLE t --")))
			.containsExactly("ALTER TABLE public.t__2026_08 SET (toast.autovacuum_enabled = '''; DROP TABLE t --')");
		assertThat(statements(new Tablespace("a\"b", false)))
			.containsExactly("ALTER TABLE public.t__2026_08 SET TABLESPACE \"a\"\"b\"");
		assertThat(statements(new StatisticsTarget("My Column", 10)))
			.containsExactly("ALTER TABLE ONLY public.t__2026_08 ALTER COLUMN \"My Column\" SET STATISTICS 10");
		assertThat(statements(new TableComment("it's")))
			.containsExactly("COMMENT ON TABLE public.t__2026_08 IS 'it''s'");
		assertThat(DoBlock.of("SELECT '$partsmith$ $partsmith1$'"))
			.isEqualTo("DO $partsmith2$\nSELECT '$partsmith$ $partsmith1$'\n$partsmith2$");
	}

	@Test
	void switchesRowSecurityOnBeforeItsPolicies() {
		RowSecurity wanted = new RowSecurity(true, List.of(policy("mine", "ALL", "", "a")));
		assertThat(statements(wanted)).hasSize(3)
			.startsWith("ALTER TABLE public.t__2026_08 ENABLE ROW LEVEL SECURITY",
					"ALTER TABLE public.t__2026_08 FORCE ROW LEVEL SECURITY");
	}

	@Test
	void replacesPoliciesInOneStatement() {
		RowSecurity wanted = new RowSecurity(true,
				List.of(policy("mine", "ALL", "", "a"), policy("seen", "SELECT", "", "a")));
		RowSecurity other = new RowSecurity(false,
				List.of(policy("mine", "ALL", "", "a"), policy("Old One", "SELECT", "", "a"),
						policy("mine2", "ALL", "x", "a"), policy("seen", "ALL", "", "b")));
		assertThat(statements(wanted, other)).hasSize(2)
			.startsWith("ALTER TABLE public.t__2026_08 FORCE ROW LEVEL SECURITY");
		assertThat(statements(wanted, other).get(1).lines()).filteredOn((line) -> line.contains("DROP"))
			.containsExactly("  DROP POLICY \"Old One\" ON public.t__2026_08;",
					"  DROP POLICY mine2 ON public.t__2026_08;", "  DROP POLICY seen ON public.t__2026_08;");
		assertThat(statements(wanted, wanted)).isEmpty();
	}

	private static Policy policy(String name, String command, String role, String using) {
		return new Policy(name, command, true, List.of(role), using, "");
	}

}

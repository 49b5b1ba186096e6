package io.partsmith.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.topology.Grant;
import io.partsmith.topology.Place;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Publication;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.ReplicaIdentity;
import io.partsmith.topology.RowSecurity;
import io.partsmith.topology.StatisticsTarget;
import io.partsmith.topology.StorageParameter;
import io.partsmith.topology.TableComment;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LeavesTest {

	private static final RelationName T = RelationName.parse("public.t");

	private static final Trait OWNER = new Privileges("o", List.of(new Grant("reader", "SELECT", null, false)));

	private static final Trait FULL = new ReplicaIdentity(ReplicaIdentity.Form.FULL, List.of());

	private static final Trait TARGET = new StatisticsTarget("body", 500);

	private static final Trait SECURED = new RowSecurity(true, List.of());

	private static final Trait COMMENT = new TableComment("what happened");

	private static final PropertySheet SHEET = new PropertySheet(List.of(OWNER, FULL, TARGET, SECURED, COMMENT),
			List.of(new Tablespace("pg_default", true), new Privileges("me", List.of())), Map.of(), Set.of(),
			PropertySheet.EMPTY.shape(), Place.USABLE);

	@Test
	void takesOverWhatHarmsNobodyWhereNothingIsSaid() {
		assertThat(Leaves.DEFAULT.pattern(T, SHEET).wanted(RelationKind.TABLE)).containsExactly(FULL, TARGET);
	}

	@Test
	void takesOverWhatItsSwitchesSay() {
		Leaves all = new Leaves.Local("fast", Map.of("toast.x", "1", "fillfactor", "90"), true, false,
				new Carry(true, true, true, true, false));
		assertThat(all.pattern(T, SHEET).wanted(RelationKind.TABLE)).containsExactly(
				new StorageParameter("fillfactor", "90"), new StorageParameter("toast.x", "1"),
				new Tablespace("fast", false), OWNER, FULL, TARGET, SECURED, COMMENT);
		Leaves none = new Leaves.Local(null, Map.of(), false, false, new Carry(false, false, false, false, false));
		assertThat(none.pattern(T, SHEET).wanted(RelationKind.TABLE)).isEmpty();
	}

	@Test
	void givesBranchesNothingThatPostgresRefusesThem() {
		Leaves all = new Leaves.Local("fast", Map.of("fillfactor", "90"), true, true,
				new Carry(true, true, true, true, false));
		assertThat(all.pattern(T, SHEET).wanted(RelationKind.PARTITIONED))
			.containsExactly(new Tablespace("fast", false), OWNER, TARGET, SECURED, COMMENT);
		Leaves ofDatabase = new Leaves.Local("pg_default", Map.of(), false, false, Carry.DEFAULT);
		assertThat(ofDatabase.pattern(T, SHEET).wanted(RelationKind.PARTITIONED)).containsExactly(TARGET);
		assertThat(ofDatabase.pattern(T, SHEET).wanted(RelationKind.TABLE))
			.contains(new Tablespace("pg_default", true));
	}

	@Test
	void publishesLeavesAndBranchesWhereOthersAreNamedAndNotTheTable() {
		Leaves carrying = new Leaves.Local(null, Map.of(), false, false, new Carry(false, false, false, false, true));
		Trait ofTable = new Publication("all", true);
		Trait ofBranches = new Publication("p", true);
		Trait ofLeaves = new Publication("q", false);
		PropertySheet sheet = new PropertySheet(
				List.of(ofTable), List.of(), Map.of(7L, List.of(new Publication("all", false), ofLeaves), 8L,
						List.of(ofBranches), 9L, List.of(ofLeaves)),
				Set.of(), PropertySheet.EMPTY.shape(), Place.USABLE);
		assertThat(carrying.pattern(T, sheet).wanted(RelationKind.TABLE)).containsExactly(ofLeaves);
		assertThat(carrying.pattern(T, sheet).wanted(RelationKind.PARTITIONED)).containsExactly(ofBranches);
		assertThat(Leaves.DEFAULT.pattern(T, sheet).wanted(RelationKind.TABLE)).isEmpty();
		assertThat(carrying.asksForProperties(false)).isTrue();
	}

	@Test
	void givesAForeignPartitionUnderLocalLeavesNothing() {
		assertThat(Leaves.DEFAULT.pattern(T, SHEET).wanted(RelationKind.FOREIGN)).isEmpty();
	}

	@Test
	void asksForPropertiesOnlyWhereSomethingIsHandedDown() {
		assertThat(Leaves.DEFAULT.asksForProperties(false)).isFalse();
		assertThat(Leaves.DEFAULT.asksForProperties(true)).isTrue();
		assertThat(new Leaves.Local(null, Map.of(), false, false, new Carry(false, false, false, false, false))
			.asksForProperties(true)).isFalse();
		assertThat(new Leaves.Local("fast", Map.of(), false, false, Carry.DEFAULT).asksForProperties(false)).isTrue();
		assertThat(new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT).asksForProperties(false)).isTrue();
		assertThat(new Leaves.Foreign("s", Map.of()).asksForProperties(false)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "Fill Factor", "fillfactor = 10) TABLESPACE x --", "a.b", "toast.", "toast.a.b", "\"a\"" })
	void refusesWhatIsNoStorageParameter(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Leaves.Local(null, Map.of(name, "1"), false, false, Carry.DEFAULT))
			.withMessageContaining("no storage parameter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{relation}", "{}", "{ relname }", "{relname", "a}b", "{{relname}}", "{RELNAME}" })
	void refusesAPlaceholderThatStandsForNothing(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Leaves.Foreign("archive", Map.of("table_name", value)))
			.withMessageContaining("'table_name'")
			.withMessageContaining("{relname}, {schema}, {parent}, {root}");
	}

	@Test
	void holdsItsNamesInOneOrderSoThatItsTextIsAlwaysTheSame() {
		assertThat(new Leaves.Foreign("s", Map.of("b", "1", "a", "2", "c", "3")))
			.hasToString("Foreign[server=s, options={a=2, b=1, c=3}]");
	}

}

package io.partsmith.maintenance;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Publications that name partitions one by one. */
@PostgresTest
class PublishedPartitionsTest {

	private static final String AUGUST = "2026-08-26T00:00:00Z";

	private static final String NAMED = "SELECT p.pubname || ': ' || r.prrelid::regclass FROM pg_publication_rel AS r"
			+ " JOIN pg_publication AS p ON p.oid = r.prpubid ORDER BY 1";

	private static final Leaves CARRIED = new Leaves.Local(null, Map.of(), false, false,
			new Carry(true, true, false, false, true));

	private static TablePartitionConfig ahead(int count, Leaves leaves) {
		return Tables.monthly(Tables.ahead(count)).with(leaves);
	}

	@Test
	void aNewPartitionIsNamedToo(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_07"), "CREATE PUBLICATION \"It's $1 of 100%\" FOR TABLE t__2026_07");
		MaintenanceResult result = Engine.on(db, AUGUST).run(ahead(2, CARRIED));
		assertThat(done(result)).containsExactly("create t__2026_08", "create t__2026_09");
		assertThat(new PlanJson().read(new PlanJson().write(result.plan()))).isEqualTo(result.plan());
		assertThat(db.queryStrings(NAMED)).containsExactly("It's $1 of 100%: t__2026_07", "It's $1 of 100%: t__2026_08",
				"It's $1 of 100%: t__2026_09");
		assertThat(drift(db, ahead(2, CARRIED))).isEmpty();
	}

	@Test
	void noneIsNamedWhereTheSwitchIsOff(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_07"), "CREATE PUBLICATION p FOR TABLE t__2026_07");
		assertThat(done(Engine.on(db, AUGUST).run(ahead(1, Leaves.DEFAULT)))).containsExactly("create t__2026_08");
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t__2026_07");
		assertThat(drift(db, ahead(1, Leaves.DEFAULT))).isEmpty();
	}

	@Test
	void aPublicationOfTheTableItselfNeedsNoNames(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_07"), "CREATE PUBLICATION p FOR TABLE t, t__2026_07",
				"CREATE PUBLICATION q FOR ALL TABLES");
		Engine.on(db, AUGUST).run(ahead(1, CARRIED));
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t", "p: t__2026_07");
		assertThat(drift(db, ahead(1, CARRIED))).isEmpty();
	}

	@Test
	void aPublicationOfTheSchemaNeedsNoNames(PostgresDatabase db) {
		assumeThat(db.majorVersion()).isGreaterThanOrEqualTo(15);
		db.execute(Tables.M, Tables.month("2026_07"), "CREATE SCHEMA other",
				"CREATE PUBLICATION p FOR TABLE t__2026_07, TABLES IN SCHEMA public",
				"CREATE PUBLICATION q FOR TABLE t__2026_07, TABLES IN SCHEMA other");
		assertThat(done(Engine.on(db, AUGUST).run(ahead(1, CARRIED)))).containsExactly("create t__2026_08");
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t__2026_07", "q: t__2026_07", "q: t__2026_08");
		assertThat(drift(db, ahead(1, CARRIED))).isEmpty();
		assertThat(
				db.queryStrings("SELECT pubname FROM pg_publication_tables WHERE tablename = 't__2026_08' ORDER BY 1"))
			.containsExactly("p", "q");
	}

	@Test
	void oneThatIsNotNamedIsToldOfWithTheSqlThatMendsIt(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_07"), Tables.month("2026_08"),
				"CREATE PUBLICATION p FOR TABLE t__2026_06, t__2026_08", "CREATE PUBLICATION q FOR TABLE t__2026_07");
		assertThat(drift(db, ahead(1, CARRIED))).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.PROTECTION_DRIFT);
			assertThat(finding.message()).contains("3 partition(s) of public.t differ in their publications");
			db.execute(finding.next());
		});
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t__2026_06", "p: t__2026_07", "p: t__2026_08",
				"q: t__2026_06", "q: t__2026_07", "q: t__2026_08");
		assertThat(drift(db, ahead(1, CARRIED))).isEmpty();
	}

	@Test
	void columnsAndFilterAreThoseOfTheOneNamedLast(PostgresDatabase db) {
		assumeThat(db.majorVersion()).isGreaterThanOrEqualTo(15);
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_07"),
				"ALTER TABLE t ADD COLUMN \"Of mine\" int, ADD COLUMN secret text",
				"CREATE PUBLICATION p FOR TABLE t__2026_06 WITH (publish = 'insert')",
				"ALTER PUBLICATION p ADD TABLE t__2026_07 (\"Of mine\", id) WHERE (payload <> 'it''s mine')");
		Engine.on(db, AUGUST).run(ahead(1, CARRIED));
		String published = "SELECT array_to_string(attnames, ',') || ' ' || rowfilter FROM pg_publication_tables"
				+ " WHERE tablename = ?";
		assertThat(db.<String>queryOne(published, "t__2026_08")).isEqualTo(db.queryOne(published, "t__2026_07"))
			.contains("Of mine")
			.contains("it''s mine")
			.doesNotContain("secret");
	}

	@Test
	void aPublicationOfSomebodyElseKeepsNoPartitionFromBeingMade(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "GRANT USAGE, CREATE ON SCHEMA public TO t_owner", Tables.M,
				Tables.month("2026_07"), "CREATE PUBLICATION p FOR TABLE t__2026_07", "ALTER TABLE t OWNER TO t_owner",
				"ALTER TABLE t__2026_07 OWNER TO t_owner");
		Engine engine = Engine.on(db, AUGUST)
			.over(Connections.of(db).prepared("SET ROLE t_owner", "SET search_path = ''"));
		MaintenanceResult result = engine.run(ahead(1, CARRIED));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t__2026_07");
		assertThat(drift(db, ahead(1, CARRIED))).singleElement().satisfies((finding) -> db.execute(finding.next()));
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t__2026_07", "p: t__2026_08");
	}

	@Test
	void branchesAreNamedWhereBranchesAreAndLeavesWhereLeavesAre(PostgresDatabase db) {
		TablePartitionConfig nested = ahead(1, CARRIED)
			.with(new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneId.of("UTC")),
					Set.of(), new HashScheme(List.of("id"), 2, null)));
		db.execute(
				"CREATE TABLE t (id bigint NOT NULL, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		Engine engine = Engine.on(db, "2026-07-26T00:00:00Z");
		engine.run(nested);
		db.execute("CREATE PUBLICATION p FOR TABLE t__2026_07", "CREATE PUBLICATION q FOR TABLE t__2026_07__h0",
				"ALTER PUBLICATION q ADD TABLE t__2026_07__h1");
		engine.at(AUGUST).run(nested);
		assertThat(db.queryStrings(NAMED)).containsExactly("p: t__2026_07", "p: t__2026_08", "q: t__2026_07__h0",
				"q: t__2026_07__h1", "q: t__2026_08__h0", "q: t__2026_08__h1");
		assertThat(drift(db, nested)).isEmpty();
	}

	private static List<Finding> drift(PostgresDatabase db, TablePartitionConfig config) {
		return Engine.on(db, AUGUST).service(config).plan("t").findings();
	}

}

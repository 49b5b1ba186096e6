package io.partsmith.plan;

import java.time.ZoneOffset;
import java.util.List;

import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.TableTopology.UniqueKey;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableCheckTest {

	private static final RelationName EVENTS = RelationName.parse("t");

	private static final TablePartitionConfig CONFIG = Policies.monthly(1, 0);

	@Test
	void aTableThatFitsHasNoFindings() {
		assertThat(TableCheck.check(CONFIG, Topologies.of("t").build())).isEmpty();
	}

	@Test
	void aMissingTableIsToBeCreated() {
		assertFinding(CONFIG, new TableTopology.Missing(EVENTS, List.of()), FindingCode.TABLE_MISSING,
				"public.t of partsmith.tables.t does not exist",
				"CREATE TABLE public.t (...) PARTITION BY RANGE (created_at)");
	}

	@Test
	void aMissingTableMayHaveANamesake() {
		TableTopology missing = new TableTopology.Missing(EVENTS, List.of(RelationName.parse("metrics.t")));
		assertFinding(CONFIG, missing, FindingCode.TABLE_MISSING, "does not exist",
				"partsmith.tables.t.table: metrics.t");
	}

	@Test
	void aPlainTableCannotBeManaged() {
		TableTopology plain = new TableTopology.NotPartitioned(EVENTS, "table",
				List.of(new UniqueKey("PRIMARY KEY (id)", List.of("id")),
						new UniqueKey("UNIQUE (created_at, code)", List.of("created_at", "code"))));
		Finding finding = assertFinding(CONFIG, plain, FindingCode.NOT_PARTITIONED, "public.t is a table",
				"PRIMARY KEY (id) must hold created_at");
		assertThat(finding.next()).doesNotContain("UNIQUE");
	}

	@Test
	void aUniqueKeyMustHoldEveryColumnOfACompositeKey() {
		TableTopology plain = new TableTopology.NotPartitioned(EVENTS, "table",
				List.of(new UniqueKey("PRIMARY KEY (id, created_at)", List.of("id", "created_at"))));
		assertFinding(over("created_at", "tenant_id"), plain, FindingCode.NOT_PARTITIONED, "public.t is a table",
				"PRIMARY KEY (id, created_at) must hold created_at, tenant_id");
	}

	@Test
	void anotherMethodIsNoMistakeOfTheColumn() {
		TableTopology list = Topologies.of("t").key(PartitionMethod.LIST, "text", "region").build();
		Finding finding = assertFinding(CONFIG, list, FindingCode.STRATEGY_MISMATCH,
				"public.t is partitioned by LIST (region), but configured for RANGE (created_at)",
				"PARTITION BY RANGE (created_at)");
		assertThat(finding.next()).doesNotContain("partition-column");
	}

	@Test
	void anotherColumnIsNamed() {
		TableTopology other = Topologies.of("t")
			.key(PartitionMethod.RANGE, "timestamp with time zone", "recorded_at")
			.build();
		assertFinding(CONFIG, other, FindingCode.COLUMN_MISMATCH, "RANGE (recorded_at)",
				"partsmith.tables.t: partition-column: recorded_at");
	}

	@Test
	void aCompositeKeyIsNamedWhole() {
		TableTopology composite = Topologies.of("t")
			.key(PartitionMethod.RANGE, "timestamp with time zone", "created_at", "tenant_id")
			.build();
		assertFinding(CONFIG, composite, FindingCode.COLUMN_MISMATCH, "RANGE (created_at, tenant_id)",
				"key: [created_at, tenant_id]");
	}

	@Test
	void anExpressionCannotBeConfigured() {
		TableTopology expression = Topologies.of("t")
			.key(PartitionMethod.RANGE, "timestamp with time zone", (String) null)
			.build();
		Finding finding = assertFinding(CONFIG, expression, FindingCode.COLUMN_MISMATCH, "RANGE (<expression>)",
				"PARTITION BY RANGE (created_at)");
		assertThat(finding.next()).doesNotContain("null");
	}

	@Test
	void boundariesMustFitTheType() {
		TableTopology ids = Topologies.of("t").key(PartitionMethod.RANGE, "bigint", "created_at").build();
		assertFinding(CONFIG, ids, FindingCode.COLUMN_MISMATCH,
				"created_at of public.t has the type bigint; its boundaries need date, timestamp without",
				"step for numbers, or granularity with codec: epoch-seconds");
		TableTopology uuids = Topologies.of("t").key(PartitionMethod.RANGE, "uuid", "created_at").build();
		assertFinding(CONFIG, uuids, FindingCode.COLUMN_MISMATCH, "has the type uuid", "codec: uuidv7");
		TableTopology texts = Topologies.of("t").key(PartitionMethod.RANGE, "character", "created_at").build();
		assertFinding(CONFIG, texts, FindingCode.COLUMN_MISMATCH, "has the type character", "codec: ulid");
		TableTopology words = Topologies.of("t").key(PartitionMethod.RANGE, "inet", "created_at").build();
		assertFinding(CONFIG, words, FindingCode.COLUMN_MISMATCH, "has the type inet", "KeyCodec");
		TableTopology dates = Topologies.of("t").key(PartitionMethod.RANGE, "date", "created_at").build();
		assertThat(TableCheck.check(CONFIG, dates)).isEmpty();
		assertFinding(Policies.times(Granularity.HOUR, ZoneOffset.UTC, 1, 0), dates, FindingCode.COLUMN_MISMATCH,
				"need timestamp without time zone or timestamp with time zone", "granularity of a day or longer");
	}

	@Test
	void aTableOfAnotherOwnerCannotBeMaintained() {
		assertFinding(CONFIG, Topologies.of("t").tableNotOwned().build(), FindingCode.NOT_OWNER, "42501",
				"ALTER TABLE public.t OWNER TO");
	}

	@Test
	void aSchemaMustLetUsCreate() {
		assertFinding(CONFIG, Topologies.of("t").mayNotCreate().build(), FindingCode.NOT_OWNER, "schema public",
				"GRANT USAGE, CREATE ON SCHEMA public");
	}

	@Test
	void everythingIsToldAtOnce() {
		TableTopology table = Topologies.ids("t", "bigint").tableNotOwned().mayNotCreate().build();
		assertThat(TableCheck.check(CONFIG, table)).hasSize(3);
	}

	private static TablePartitionConfig over(String... key) {
		return new TablePartitionConfig("t", EVENTS,
				new RangeScheme(List.of(key), CONFIG.progression().orElseThrow().boundaries()), CONFIG.lifecycle());
	}

	private static Finding assertFinding(TablePartitionConfig config, TableTopology table, FindingCode code,
			String message, String next) {
		List<Finding> findings = TableCheck.check(config, table);
		assertThat(findings).hasSize(1);
		Finding finding = findings.get(0);
		assertThat(finding.code()).isEqualTo(code);
		assertThat(finding.step()).isEqualTo(Step.PLAN);
		assertThat(finding.message()).contains(message);
		assertThat(finding.next()).contains(next);
		return finding;
	}

}

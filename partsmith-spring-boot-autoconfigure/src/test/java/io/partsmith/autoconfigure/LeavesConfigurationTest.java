package io.partsmith.autoconfigure;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.partsmith.maintenance.ManagedTables;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The YAML of what new partitions are. */
class LeavesConfigurationTest {

	private static final String FLAT = "partition-column: c, granularity: month";

	private static Leaves leaves(String yaml) {
		AtomicReference<Leaves> leaves = new AtomicReference<>();
		YamlContext.with(yaml).run((context) -> {
			assertThat(context).hasNotFailed();
			leaves.set(context.getBean(ManagedTables.class).get("t").leaves());
		});
		return leaves.get();
	}

	@Test
	void readsLocalLeavesWithEveryKey() {
		assertThat(
				leaves("""
						partsmith:
						  tables:
						    t:
						      partition-column: c
						      granularity: month
						      leaves:
						        kind: local
						        tablespace: fast
						        storage-parameters: { fillfactor: 90, toast.autovacuum_enabled: false }
						        inherit-privileges: true
						        unlogged: true
						        carry: { replica-identity: false, statistics: false, row-security: false, comment: true, publications: true }
						"""))
			.isEqualTo(new Leaves.Local("fast", Map.of("fillfactor", "90", "toast.autovacuum_enabled", "false"), true,
					true, new Carry(false, false, false, true, true)));
	}

	@Test
	void readsForeignLeavesOfAComposedEntryFromTheDefaults() {
		assertThat(
				leaves("""
						partsmith:
						  defaults:
						    leaves: { kind: foreign, server: archive, options: { schema_name: "{schema}", table_name: "{relname}" } }
						  tables:
						    t:
						      scheme: { method: range, key: c, boundaries: { kind: time, granularity: day } }
						"""))
			.isEqualTo(new Leaves.Foreign("archive", Map.of("schema_name", "{schema}", "table_name", "{relname}")));
	}

	@Test
	void anEntryReplacesTheDefaultLeavesAsAWhole() {
		assertThat(leaves("partsmith: { defaults: { leaves: { kind: local, tablespace: fast } }, tables: { t: { " + FLAT
				+ ", leaves: { kind: local, unlogged: true } } } }"))
			.isEqualTo(new Leaves.Local(null, Map.of(), false, true, Carry.DEFAULT));
	}

	@Test
	void setsNothingWhereNothingIsSaid() {
		assertThat(leaves("partsmith.tables.t: { " + FLAT + " }")).isEqualTo(Leaves.DEFAULT);
		assertThat(leaves("partsmith.tables.t: { " + FLAT + ", leaves: { kind: local } }")).isEqualTo(Leaves.DEFAULT);
	}

	@Test
	void rowSecurityGoesAlongWithPrivilegesUnlessToldOtherwise() {
		assertThat(leaves("partsmith.tables.t: { " + FLAT + ", leaves: { kind: local, inherit-privileges: true } }"))
			.isEqualTo(new Leaves.Local(null, Map.of(), true, false, new Carry(true, true, true, false, false)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					tablespace: fast                            | kind                      | leaves need their kind
					kind: local, server: s                      | server                    | does not belong to the kind local
					kind: local, options: { a: b }              | options                   | does not belong to the kind local
					kind: foreign, server: s, tablespace: fast  | tablespace                | does not belong to the kind foreign
					kind: foreign, server: s, unlogged: true    | unlogged                  | does not belong to the kind foreign
					kind: foreign, server: s, inherit-privileges: false | inherit-privileges | does not belong to the kind foreign
					kind: foreign, server: s, carry: { comment: true } | carry              | does not belong to the kind foreign
					kind: foreign, server: s, storage-parameters: { fillfactor: 9 } | storage-parameters | does not belong to the kind foreign
					kind: foreign                               | server                    | foreign leaves need a server
					kind: foreign, server: s, options: { table_name: "{name}" } | options   | there are only {relname}, {schema}, {parent}, {root}
					kind: foreign, server: " "                  | server                    | must have a name
					kind: local, tablespace: " "                | tablespace                | must have a name
					kind: local, storage-parameters: { "[fill factor]": 9 } | storage-parameters | no storage parameter
					""")
	void refusesWhatCannotBeAndNamesTheKey(String leaves, String key, String reason) {
		assertThat(Failures.of(YamlContext.with("partsmith.tables.t: { " + FLAT + ", leaves: { " + leaves + " } }")))
			.contains("Property: partsmith.tables.t.leaves." + key + "\n", reason);
	}

	@Test
	void offersTheKeyThatWasMeant() {
		assertThat(Failures
			.of(YamlContext.with("partsmith.tables.t: { " + FLAT + ", leaves: { kind: local, tabelspace: x } }")))
			.contains("did you mean 'tablespace'?");
		assertThat(Failures.of(YamlContext
			.with("partsmith.tables.t: { " + FLAT + ", leaves: { kind: local, carry: { identity: true } } }")))
			.contains("there is no key 'identity' here");
	}

}

package io.partsmith.postgres;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The statements of each operation. The repository sends them and the plan shows them:
 * there is one text for both. Locks are taken in one order everywhere: the parent first,
 * as every reader does.
 */
final class SqlScript {

	private SqlScript() {
	}

	static String lockParentAgainstDdl(RelationName parent) {
		return "LOCK TABLE ONLY " + parent + " IN SHARE UPDATE EXCLUSIVE MODE";
	}

	static String lockParentAgainstAll(RelationName parent) {
		return "LOCK TABLE ONLY " + parent + " IN ACCESS EXCLUSIVE MODE";
	}

	/** Readers and writers pass; it is what COMMENT asks for. */
	static String lockTableAgainstDdl(RelationName table) {
		return "LOCK TABLE ONLY " + table + " IN SHARE UPDATE EXCLUSIVE MODE";
	}

	/** With its subtree, which a drop takes along. */
	static String lockOrphan(RelationName orphan) {
		return "LOCK TABLE " + orphan + " IN ACCESS EXCLUSIVE MODE";
	}

	/**
	 * Identity is left out: 17 and later refuse to attach a table with an identity column
	 * of its own (55000), earlier ones attach it with a sequence of its own.
	 */
	static String createStandalone(Operation.Create operation) {
		return "CREATE TABLE " + operation.partition() + " (LIKE " + operation.parent().name()
				+ " INCLUDING ALL EXCLUDING IDENTITY)";
	}

	static String attach(Operation operation) {
		return "ALTER TABLE " + operation.parent().name() + " ATTACH PARTITION " + operation.partition() + " "
				+ ((operation.bounds() != null) ? operation.bounds().toSql() : "DEFAULT");
	}

	static String detach(Operation operation, String how) {
		return "ALTER TABLE " + operation.parent().name() + " DETACH PARTITION " + operation.partition() + how;
	}

	static String comment(RelationName table, @Nullable String comment) {
		return "COMMENT ON TABLE " + table + " IS " + ((comment != null) ? new Datum.Literal(comment).toSql() : "NULL");
	}

	static String drop(RelationName orphan) {
		return "DROP TABLE " + orphan;
	}

}

package io.partsmith.postgres;

/**
 * The server process that carries out a statement of ours, for as long as it does: behind
 * a pooler it serves somebody else the moment our transaction has ended.
 *
 * @param pid its process id
 * @param check the condition on {@code pg_stat_get_activity} under which it still works
 * for us, with one parameter
 * @param argument the value of that parameter
 */
record Backend(int pid, String check, String argument) {

	/** A process in a transaction of ours. */
	static Backend inTransaction(int pid, String startedAt) {
		return new Backend(pid, "extract(epoch FROM a.xact_start)::text = ?", startedAt);
	}

	/** A process that carries out one statement in several transactions. */
	static Backend executing(int pid, String sql) {
		return new Backend(pid, "a.state = 'active' AND a.query <> '' AND starts_with(?, a.query)", sql);
	}

}

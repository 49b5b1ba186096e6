package io.partsmith.mpp.citus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Writes down what would be done, in the words of the vectors. */
final class RecordingNodeWriter implements NodeWriter {

	final List<String> done = Collections.synchronizedList(new ArrayList<>());

	final Map<Integer, GroupNodes> rows = new HashMap<>();

	private int next = 100;

	/** A step at which the database is not there. */
	private @Nullable String failing;

	void failAt(String step) {
		this.failing = step;
	}

	List<String> taken() {
		List<String> taken = List.copyOf(this.done);
		this.done.clear();
		return taken;
	}

	@Override
	public Map<Integer, GroupNodes> load() {
		note("load");
		return Map.copyOf(this.rows);
	}

	@Override
	public void begin(Duration silence) {
		note("begin");
	}

	@Override
	public @Nullable Integer apply(int group, NodeStep step, Duration cooldown) {
		CitusNode node = step.node();
		if (step instanceof NodeStep.Add) {
			note("add " + node.host() + " " + node.role().column() + " as " + this.next);
			return this.next++;
		}
		if (step instanceof NodeStep.Update) {
			note("update " + node.id() + " -> " + node.rowHost());
			return node.id();
		}
		note("remove " + node.host());
		return null;
	}

	@Override
	public void commit() {
		note("commit");
	}

	@Override
	public void rollback() {
		note("rollback");
	}

	private void note(String what) {
		this.done.add(what);
		if (what.equals(this.failing)) {
			this.failing = null;
			throw new DataAccessResourceFailureException(what);
		}
	}

}

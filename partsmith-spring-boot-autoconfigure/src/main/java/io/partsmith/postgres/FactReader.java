package io.partsmith.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.partsmith.plan.Site;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * Measures what the catalog does not know: the newest key of integer tables, and whether
 * rows lie in DEFAULT. One statement serves all tables; where it fails, because one of
 * them is locked or unreadable, each is asked alone, so that one table's trouble stays
 * its own.
 */
final class FactReader {

	/** The partitions that one statement may touch. */
	private static final int WIDEST = 2000;

	private final Session session;

	FactReader(Session session) {
		this.session = session;
	}

	CatalogSnapshot measure(List<TablePartitionConfig> configs, CatalogSnapshot snapshot) {
		Map<RelationName, List<FactQuestion>> asked = new LinkedHashMap<>();
		for (TablePartitionConfig config : configs) {
			if (snapshot.table(config.table()) instanceof TableTopology.Partitioned table) {
				asked.put(table.table(), questions(Site.root(config, table)));
			}
		}
		List<FactQuestion> questions = asked.values().stream().flatMap(List::stream).toList();
		List<FactQuestion> open = stillOpen(questions);
		while (!open.isEmpty()) {
			// Mostly once; a row behind many empty partitions takes further rounds.
			batches(open).forEach(this::ask);
			open = stillOpen(open);
		}
		Map<RelationName, TableTopology> measured = new HashMap<>(snapshot.tables());
		asked.forEach((table, answered) -> measured.put(table, measured(answered)));
		return new CatalogSnapshot(snapshot.server(), measured);
	}

	/**
	 * The table's own question, and one for each relation beneath with a cursor of its
	 * own. What was detached is asked too: when it comes back, what is beneath it must
	 * not be judged by the keys of others.
	 */
	private static List<FactQuestion> questions(Site root) {
		List<FactQuestion> questions = new ArrayList<>();
		questions.add(new FactQuestion(root, true));
		root.reachable()
			.skip(1)
			.filter((site) -> site.cursorSource() != null)
			.forEach((site) -> questions.add(new FactQuestion(site, false)));
		root.unborn().forEach((site) -> questions.add(new FactQuestion(site, false)));
		return questions;
	}

	private static TableTopology measured(List<FactQuestion> answered) {
		Map<Long, NewestKey> beneath = new HashMap<>();
		answered.stream().skip(1).forEach((site) -> beneath.put(site.oid(), site.newestKey()));
		return answered.get(0).answered(beneath);
	}

	private static List<FactQuestion> stillOpen(List<FactQuestion> questions) {
		return questions.stream().filter(FactQuestion::isOpen).toList();
	}

	/**
	 * The locks of all sessions share one table in the server's memory; a statement must
	 * not fill it up.
	 */
	private static List<List<FactQuestion>> batches(List<FactQuestion> open) {
		List<List<FactQuestion>> batches = new ArrayList<>();
		int width = WIDEST + 1;
		for (FactQuestion question : open) {
			if (width + question.width() > WIDEST) {
				batches.add(new ArrayList<>());
				width = 0;
			}
			batches.get(batches.size() - 1).add(question);
			width += question.width() + 1;
		}
		return batches;
	}

	private void ask(List<FactQuestion> open) {
		try {
			send(open);
		}
		catch (SQLException ex) {
			open.forEach(this::askAlone);
		}
	}

	/** A DEFAULT partition that cannot be counted must not keep a cursor from moving. */
	private void askAlone(FactQuestion question) {
		try {
			send(List.of(question));
		}
		catch (SQLException ex) {
			question.leaveDefaultOut();
			try {
				send(List.of(question));
			}
			catch (SQLException again) {
				question.fail(again);
			}
		}
	}

	private void send(List<FactQuestion> questions) throws SQLException {
		String sql = IntStream.range(0, questions.size())
			.mapToObj((number) -> questions.get(number).sql(number))
			.collect(Collectors.joining(" UNION ALL "));
		List<Runnable> answers = this.session.inSnapshot((connection) -> {
			List<Runnable> rows = new ArrayList<>();
			Rows.read(connection, sql, (row) -> {
				FactQuestion question = questions.get(row.getInt(1));
				String newest = row.getString(2);
				Long defaultRows = Rows.number(row, 3);
				Long givenOut = Rows.number(row, 4);
				Long start = Rows.number(row, 5);
				rows.add(() -> question.answer(newest, defaultRows, givenOut, start));
			});
			return rows;
		});
		answers.forEach(Runnable::run);
	}

}

package io.partsmith.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Question;

/**
 * Answers what plans ask: all questions of a kind in one statement, and each alone where
 * that fails, so that one table's trouble stays its own. Where time runs out, or the
 * connection, nothing more of the kind is asked.
 */
final class QuestionReader {

	/** Units in one statement; each costs a lock on every member and index. */
	private static final int MOST = 250;

	private static final String STATEMENT_CANCELED = "57014";

	private static final Measurement ROWS = Measurements::rows;

	private static final Measurement DEFAULT_ROWS = DefaultRows::count;

	private static final Measurement REFERENCES = References::of;

	private static final Measurement COLUMNAR_FIT = ColumnarFit::of;

	private final Session session;

	private final Measurement sizes;

	QuestionReader(Session session, Dialect dialect) {
		this.session = session;
		this.sizes = (questions, connection) -> Measurements.sizes(questions, connection, dialect);
	}

	Map<Question, Answer> answer(Collection<Question> questions) {
		Map<Measurement, List<Question>> kinds = new LinkedHashMap<>();
		questions
			.forEach((question) -> kinds.computeIfAbsent(measurement(question.measure()), (kind) -> new ArrayList<>())
				.add(question));
		Map<Question, Answer> answers = new HashMap<>();
		kinds.forEach((kind, asked) -> ask(kind, asked, answers));
		return answers;
	}

	/** The same one for what can be asked together. */
	private Measurement measurement(Measure measure) {
		if (measure instanceof Measure.SqlAnswer sql) {
			return new SqlPredicate(sql.query());
		}
		if (measure instanceof Measure.References) {
			return REFERENCES;
		}
		if (measure instanceof Measure.ColumnarFit) {
			return COLUMNAR_FIT;
		}
		if (measure instanceof Measure.RowsWithin) {
			return DEFAULT_ROWS;
		}
		return (measure instanceof Measure.Rows) ? ROWS : this.sizes;
	}

	private void ask(Measurement kind, List<Question> questions, Map<Question, Answer> answers) {
		for (int begin = 0; begin < questions.size(); begin += MOST) {
			List<Question> batch = questions.subList(begin, Math.min(begin + MOST, questions.size()));
			try {
				send(kind, batch, answers);
			}
			catch (SQLException ex) {
				if (isHopeless(ex)) {
					giveUp(questions.subList(begin, questions.size()), ex, answers);
					return;
				}
				askAlone(kind, batch, answers);
			}
		}
	}

	private void askAlone(Measurement kind, List<Question> questions, Map<Question, Answer> answers) {
		for (int i = 0; i < questions.size(); i++) {
			try {
				send(kind, questions.subList(i, i + 1), answers);
			}
			catch (SQLException ex) {
				boolean hopeless = isHopeless(ex);
				giveUp(questions.subList(i, hopeless ? questions.size() : i + 1), ex, answers);
				if (hopeless) {
					return;
				}
			}
		}
	}

	private void send(Measurement kind, List<Question> questions, Map<Question, Answer> answers) throws SQLException {
		Map<Question, Answer> found = this.session.inReadOnlySnapshot((connection) -> {
			// Where a policy hides rows, an error is better than a wrong answer.
			Session.execute(connection, "SET LOCAL row_security = off");
			return kind.of(questions, connection);
		});
		questions.forEach((question) -> answers.put(question,
				found.getOrDefault(question, new Answer.Unknown("the table is not there any more"))));
	}

	private static boolean isHopeless(SQLException ex) {
		String state = ex.getSQLState();
		return state == null || state.startsWith("08") || state.equals(STATEMENT_CANCELED);
	}

	private static void giveUp(List<Question> questions, SQLException ex, Map<Question, Answer> answers) {
		String message = String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
		Answer unknown = new Answer.Unknown(message + " [" + ex.getSQLState() + "]");
		questions.forEach((question) -> answers.put(question, unknown));
	}

}

package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Question;

/** Answers many questions of one kind at once, in a read-only transaction. */
@FunctionalInterface
interface Measurement {

	/**
	 * Answers questions; one it leaves out is about a table that is not there any more.
	 */
	Map<Question, Answer> of(List<Question> questions, Connection connection) throws SQLException;

}

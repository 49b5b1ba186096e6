package io.partsmith.maintenance;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.Results;
import io.partsmith.testing.SchemaState;
import io.partsmith.testing.ServerCalls;
import io.partsmith.testing.ServerCalls.Call;

import static org.assertj.core.api.Assertions.assertThat;

/** A story told again and again, once undisturbed and then with an accident each time. */
final class CrashCourse {

	private static final Pattern DDL = Pattern.compile("(LOCK TABLE|CREATE|ALTER|COMMENT|DROP) .*", Pattern.DOTALL);

	private static final String CLEAR = """
			DO $$ DECLARE name text; BEGIN
			FOR name IN SELECT quote_ident(pubname) FROM pg_publication LOOP EXECUTE 'DROP PUBLICATION ' || name; END LOOP;
			DROP SCHEMA public CASCADE; CREATE SCHEMA public;
			END $$""";

	private final PostgresDatabase db;

	private final CrashStory story;

	private final SchemaState start;

	private final SchemaState end;

	private final List<Call> calls = new ArrayList<>();

	CrashCourse(PostgresDatabase db, CrashStory story) {
		this.db = db;
		this.story = story;
		begin();
		this.start = state();
		tellTwiceAlike();
		this.end = state();
		assertThat(this.end.tables()).containsExactlyElementsOf(story.tables);
		assertThat(this.end.rows()).hasSize(this.start.rows().size() - story.dropped);
	}

	/**
	 * An attempt that finds a lock taken, by autovacuum for one, is made again: the calls
	 * behind it have other numbers than in the runs to come.
	 */
	private void tellTwiceAlike() {
		List<String> before;
		int tellings = 1;
		tell();
		do {
			before = statements();
			begin();
			tell();
		}
		while (!statements().equals(before) && ++tellings < 10);
		assertThat(statements()).as("Statements of %s, told again and again", this.story).isEqualTo(before);
	}

	private List<String> statements() {
		return this.calls.stream().map((call) -> call.sql().replaceAll("\\d+", "")).toList();
	}

	private void tell() {
		this.calls.clear();
		MaintenanceResult undisturbed = Engine.on(this.db, CrashStory.TODAY)
			.over(ServerCalls.told(Connections.of(this.db), new ServerCalls.Witness() {

				@Override
				public void before(Call call) {
					CrashCourse.this.calls.add(call);
				}

			}))
			.run(this.story.config);
		assertThat(undisturbed.success()).as(undisturbed.error()).isTrue();
		assertThat(Results.done(undisturbed)).isNotEmpty();
	}

	/** Makes everything as it was. */
	void begin() {
		this.db.execute(Stream.concat(Stream.of(CLEAR), this.story.setUp.stream()).toArray(String[]::new));
	}

	/** Before and after each call of the sessions that change anything. */
	List<CrashPoint> points() {
		Set<Connection> changing = Collections.newSetFromMap(new IdentityHashMap<>());
		this.calls.stream()
			.filter((call) -> DDL.matcher(call.sql()).matches())
			.map(Call::connection)
			.forEach(changing::add);
		List<CrashPoint> points = points(
				this.calls.stream().filter((call) -> changing.contains(call.connection())).toList());
		assertThat(points).hasSizeGreaterThan(10);
		return points;
	}

	/** Those of the sessions that only read, too. */
	List<CrashPoint> everyPoint() {
		return points(this.calls);
	}

	private static List<CrashPoint> points(List<Call> calls) {
		return calls.stream()
			.flatMap((call) -> Stream.of(false, true)
				.map((answered) -> new CrashPoint(call.number(), call.sql(), answered)))
			.toList();
	}

	/** What must hold at once, and what the next run makes of it. */
	void survives(String where) {
		nothingIsHeld(where);
		nothingIsLost(where);
		MaintenanceResult next = Engine.on(this.db, CrashStory.TODAY).run(this.story.config);
		assertThat(next.success()).as("%s; then %s", where, next.error()).isTrue();
		assertThat(state()).as(where).isEqualTo(this.end);
		MaintenanceResult last = Engine.on(this.db, CrashStory.TODAY).run(this.story.config);
		assertThat(last.outcome()).as("%s; then %s", where, last.detail()).isEqualTo(Outcome.CONVERGED);
		nothingIsHeld(where);
	}

	/** Nobody misses a row, sees it twice, or finds its partition gone. */
	private void nothingIsLost(String where) {
		SchemaState now = state();
		assertThat(now.rows()).as(where).doesNotHaveDuplicates();
		assertThat(missing(this.end.rows(), now.rows())).as(where).isEmpty();
		assertThat(missing(now.rows(), this.start.rows())).as(where).isEmpty();
		assertThat(missing(inBoth(this.start.visible(), this.end.visible()), now.visible())).as(where).isEmpty();
		assertThat(missing(inBoth(this.start.tables(), this.end.tables()), now.tables())).as(where).isEmpty();
		Set<String> known = new HashSet<>(names(this.start));
		known.addAll(names(this.end));
		assertThat(known).as(where).containsAll(names(now));
	}

	private static List<String> names(SchemaState state) {
		return state.tables().stream().map((table) -> table.replaceFirst(" .*", "")).toList();
	}

	private static Set<String> inBoth(List<String> some, List<String> others) {
		Set<String> both = new HashSet<>(some);
		both.retainAll(new HashSet<>(others));
		return both;
	}

	private static Set<String> missing(Collection<String> wanted, List<String> found) {
		Set<String> missing = new HashSet<>(wanted);
		missing.removeAll(new HashSet<>(found));
		return missing;
	}

	private void nothingIsHeld(String where) {
		assertThat(SchemaState.busySessions(this.db)).as(where).isEmpty();
	}

	private SchemaState state() {
		return SchemaState.of(this.db, this.story.config.table().toString());
	}

}

package io.partsmith.topology;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MarkerTest {

	private static final String PREFIX = "pg-partsmith";

	private static final RelationName EVENTS = RelationName.parse("public.events");

	private static final Instant AT = Instant.parse("2027-10-02T03:00:00Z");

	private static final String LINES = """
			pg-partsmith:orphan-parent=public.events
			pg-partsmith:detached-at=2027-10-02T03:00:00+00:00""";

	private static final Marker MARKER = new Marker(EVENTS, AT);

	@Test
	void writesBothLines() {
		assertThat(MARKER.writeAbove(PREFIX, null)).isEqualTo(LINES);
	}

	@Test
	void readsBothLines() {
		assertThat(Marker.read(PREFIX, LINES)).contains(MARKER);
	}

	@Test
	void writesMicrosecondsAsPythonsIsoformatDoes() {
		Marker marker = new Marker(EVENTS, AT.plusNanos(1_500_000));
		assertThat(marker.writeAbove(PREFIX, null)).endsWith("detached-at=2027-10-02T03:00:00.001500+00:00");
	}

	@Test
	void isReadBackAsItWasMadeThoughTheClockTicksInNanoseconds() {
		Marker marker = new Marker(EVENTS, AT.plusNanos(123_456_789));
		assertThat(Marker.read(PREFIX, marker.writeAbove(PREFIX, null))).contains(marker);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2027-10-02T03:00:00.000000+00:00", "2027-10-02T05:00:00+02:00",
			"2027-10-02T08:30:00.000000+05:30", "2027-10-02T03:00:00Z" })
	void readsEveryIsoInstant(String text) {
		assertThat(Marker.read(PREFIX, "pg-partsmith:orphan-parent=public.events\npg-partsmith:detached-at=" + text))
			.contains(MARKER);
	}

	@Test
	void aMarkerWithoutInstantIsReadWithoutOne() {
		String line = "pg-partsmith:orphan-parent=public.events";
		assertThat(Marker.read(PREFIX, line)).contains(new Marker(EVENTS, null));
		assertThat(Marker.read(PREFIX, line + "\nthe user's own text")).contains(new Marker(EVENTS, null));
		assertThat(new Marker(EVENTS, null).writeAbove(PREFIX, null)).isEqualTo(line);
	}

	@Test
	void namesThatNeedQuotesAreQuoted() {
		Marker marker = new Marker(new RelationName("my.schema", "My \"Events\""), AT);
		String text = marker.writeAbove(PREFIX, null);
		assertThat(text).startsWith("pg-partsmith:orphan-parent=\"my.schema\".\"My \"\"Events\"\"\"\n");
		assertThat(Marker.read(PREFIX, text)).contains(marker);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "a comment", "other:orphan-parent=public.events",
			" pg-partsmith:orphan-parent=public.e", "a\npg-partsmith:orphan-parent=public.events",
			"pg-partsmith:detached-at=2027-10-02T03:00:00+00:00", "pg-partsmith:orphan-parent=",
			"pg-partsmith:orphan-parent=a.b.c", "pg-partsmith:orphan-parent=two words",
			"pg-partsmith:orphan-parent=public.events\npg-partsmith:detached-at=yesterday",
			"pg-partsmith:orphan-parent=public.events\npg-partsmith:detached-at=",
			"pg-partsmith:orphan-parent=public.events\npg-partsmith:detached-at=2027-10-02T03:00:00" })
	void whatIsNoMarkerIsNotOurs(String comment) {
		assertThat(Marker.read(PREFIX, comment)).isEmpty();
	}

	@Test
	void anotherPrefixIsAnotherOwner() {
		assertThat(Marker.read("mine", LINES)).isEmpty();
		assertThat(Marker.strip("mine", LINES)).isEqualTo(LINES);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "one line", "two\nlines", "\nbegins with an empty line", "ends with one\n", "it's 100%" })
	void keepsTheUsersCommentBelow(String comment) {
		String marked = MARKER.writeAbove(PREFIX, comment);
		assertThat(Marker.read(PREFIX, marked)).contains(MARKER);
		assertThat(Marker.strip(PREFIX, marked)).isEqualTo(comment);
	}

	@Test
	void aNewMarkerReplacesAnOldOne() {
		Marker later = new Marker(EVENTS, AT.plusSeconds(60));
		String twice = later.writeAbove(PREFIX, MARKER.writeAbove(PREFIX, "mine"));
		assertThat(twice).isEqualTo(later.writeAbove(PREFIX, "mine"));
		String undated = new Marker(EVENTS, null).writeAbove(PREFIX, "mine");
		assertThat(later.writeAbove(PREFIX, undated)).isEqualTo(later.writeAbove(PREFIX, "mine"));
	}

	@Test
	void stripLeavesOtherCommentsAlone() {
		assertThat(Marker.strip(PREFIX, null)).isNull();
		assertThat(Marker.strip(PREFIX, "a comment")).isEqualTo("a comment");
		assertThat(Marker.strip(PREFIX, LINES)).isNull();
	}

}

package io.partsmith.topology;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The lines at the head of a table's comment that make a detached table ours to drop.
 * They are those of the Python library pg-partsmith, so that a database it kept is taken
 * over as it stands.
 *
 * @param parent the table it was a partition of
 * @param detachedAt when it was detached, or {@code null} where the marker does not say:
 * such a table has no grace
 * @param bounds what it held, written down only where its name does not say it, or
 * {@code null}
 */
public record Marker(RelationName parent, @Nullable Instant detachedAt, @Nullable PartitionBounds bounds) {

	private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

	private static final DateTimeFormatter WHOLE_SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

	private static final String PARENT = ":orphan-parent=";

	private static final String DETACHED = ":detached-at=";

	private static final String BOUNDS = ":bounds=";

	/**
	 * Cuts the instant to what a marker can say, so that a marker read back equals the
	 * one written.
	 * @param parent the table it was a partition of
	 * @param detachedAt when it was detached, to the microsecond, or {@code null}
	 * @param bounds what it held, or {@code null}
	 */
	public Marker {
		detachedAt = (detachedAt != null) ? detachedAt.truncatedTo(ChronoUnit.MICROS) : null;
	}

	/**
	 * The marker of a table whose name says what it held.
	 * @param parent the table it was a partition of
	 * @param detachedAt when it was detached, or {@code null}
	 */
	public Marker(RelationName parent, @Nullable Instant detachedAt) {
		this(parent, detachedAt, null);
	}

	/**
	 * Reads the marker from a table's comment.
	 * @param prefix the configured marker prefix
	 * @param comment the comment, or {@code null} where there is none
	 * @return the marker; empty where the first line is none of ours
	 */
	public static Optional<Marker> read(String prefix, @Nullable String comment) {
		if (comment == null || !comment.startsWith(prefix + PARENT)) {
			return Optional.empty();
		}
		List<String> lines = comment.lines().toList();
		try {
			RelationName parent = RelationName.parse(lines.get(0).substring((prefix + PARENT).length()).strip());
			String detached = value(lines, 1, prefix + DETACHED);
			String bounds = value(lines, 2, prefix + BOUNDS);
			return Optional.of(new Marker(parent, (detached != null) ? instant(detached) : null, held(bounds)));
		}
		catch (IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	private static @Nullable PartitionBounds held(@Nullable String text) {
		PartitionBounds bounds = (text != null) ? PartitionBounds.parse(text) : null;
		return (bounds instanceof PartitionBounds.Unreadable) ? null : bounds;
	}

	private static @Nullable String value(List<String> lines, int line, String key) {
		return (lines.size() > line && lines.get(line).startsWith(key))
				? lines.get(line).substring(key.length()).strip() : null;
	}

	private static Instant instant(String text) {
		return OffsetDateTime.parse(text).toInstant();
	}

	/**
	 * A comment without its marker.
	 * @param prefix the configured marker prefix
	 * @param comment the comment, or {@code null} where there is none
	 * @return what the user had written, or {@code null} where that is nothing
	 */
	public static @Nullable String strip(String prefix, @Nullable String comment) {
		if (comment == null || !comment.startsWith(prefix + PARENT)) {
			return comment;
		}
		String rest = afterLine(comment);
		rest = rest.startsWith(prefix + DETACHED) ? afterLine(rest) : rest;
		rest = rest.startsWith(prefix + BOUNDS) ? afterLine(rest) : rest;
		return rest.isEmpty() ? null : rest;
	}

	private static String afterLine(String text) {
		int end = text.indexOf('\n');
		return (end < 0) ? "" : text.substring(end + 1);
	}

	/**
	 * The comment with this marker on top of what the user had written; a marker that
	 * stands there already is replaced.
	 * @param prefix the configured marker prefix
	 * @param comment the present comment, or {@code null}
	 * @return the text for {@code COMMENT ON}
	 */
	public String writeAbove(String prefix, @Nullable String comment) {
		String detached = (this.detachedAt != null) ? prefix + DETACHED + format(this.detachedAt) : null;
		String held = (this.bounds != null) ? prefix + BOUNDS + this.bounds.toSql() : null;
		return Stream.of(prefix + PARENT + this.parent, detached, held, strip(prefix, comment))
			.filter((line) -> line != null)
			.collect(Collectors.joining("\n"));
	}

	private static String format(Instant instant) {
		DateTimeFormatter formatter = (instant.getNano() == 0) ? WHOLE_SECOND : INSTANT;
		return formatter.format(instant.atOffset(ZoneOffset.UTC));
	}

}

package io.partsmith.maintenance;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.Window;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random tables on a real database: after one run, an insert anywhere in the promised
 * horizon finds a partition, or a finding or an issue names the very window, or set, that
 * refuses it; and what retention keeps is still there. What the run finds is what runs
 * before it have left, and what people have done to that.
 */
@PostgresTest
class PromisedHorizonTest {

	private static final Pattern REFUSED = Pattern.compile("no partition of relation \"(.*?)\" found");

	private static final List<String> TIERS = List.of("gold", "it's", "NULL");

	@Test
	void everyInsertWithinTheHorizonFindsAPartition(PostgresDatabase db) {
		Seeded.check(6, (random) -> {
			db.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
			new Story(db, random).tell();
		});
	}

	/** One table through a few runs. */
	private static final class Story {

		private final PostgresDatabase db;

		private final Random random;

		private final Granularity granularity;

		private final ZoneId zone;

		private final int ahead;

		private final int kept;

		private final boolean ids;

		private final TablePartitionConfig config;

		private Instant now = Instant.parse("2026-10-20T07:30:00Z");

		private MaintenanceResult told;

		Story(PostgresDatabase db, Random random) {
			this.db = db;
			this.random = random;
			this.granularity = Seeded.pick(random, Granularity.HOUR, Granularity.DAY, Granularity.WEEK,
					Granularity.MONTH);
			this.zone = Seeded.pick(random, ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"),
					ZoneId.of("Australia/Lord_Howe"), ZoneId.of("America/St_Johns"));
			this.ahead = 1 + random.nextInt(4);
			this.kept = 1 + random.nextInt(3);
			List<String> levels = new ArrayList<>(List.of("tier", "at", "bucket", "id"));
			Collections.shuffle(levels, random);
			List<String> used = new ArrayList<>(levels.subList(0, 1 + random.nextInt(3)));
			if (!used.contains("at")) {
				used.set(random.nextInt(used.size()), "at");
			}
			this.ids = used.contains("id");
			this.config = new TablePartitionConfig("t", RelationName.parse("public.t"), scheme(used),
					Tables.aheadKeep(this.ahead, this.kept),
					this.ids ? Map.of(used.indexOf("id"), Lifecycle.creating(new Creation.CreateAhead(this.ahead)))
							: Map.of(),
					Leaves.DEFAULT, null);
			String key = used.get(0);
			db.execute("CREATE TABLE t (tier text NOT NULL, at timestamptz NOT NULL, bucket integer NOT NULL, "
					+ "id bigint NOT NULL) PARTITION BY " + this.config.scheme().method() + " (" + key + ")");
		}

		private Scheme scheme(List<String> columns) {
			Scheme child = (columns.size() > 1) ? scheme(columns.subList(1, columns.size())) : null;
			return switch (columns.get(0)) {
				case "tier" ->
					new GroupScheme("tier", List.of(new GroupScheme.Group("a", List.of(new Datum.Literal("gold"))),
							new GroupScheme.Group("b", List.of(new Datum.Literal("it's")))), "rest", child);
				case "bucket" -> new HashScheme(List.of("bucket"), 1 + this.random.nextInt(3), child);
				case "id" -> range("id", new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO), child);
				default -> range("at", new Boundaries.Time(this.granularity, this.zone), child);
			};
		}

		private static RangeScheme range(String column, Boundaries boundaries, Scheme child) {
			RangeScheme range = new RangeScheme(List.of(column), boundaries);
			return (child != null) ? range.dividedBy(child) : range;
		}

		void tell() {
			Engine engine = Engine.on(this.db, this.now.toString());
			boolean touched = false;
			for (int chapter = 0; chapter < 3; chapter++) {
				if (this.random.nextBoolean()) {
					touched |= new Vandal(this.db, this.random, this.now).strike(1 + this.random.nextInt(6));
				}
				long newest = newestId();
				this.told = once(engine.at(this.now.toString()), touched);
				long before = rows(keptFrom());
				long inserted = insertEverywhere(newest);
				assertThat(rows(keptFrom())).as(this.config.toString()).isEqualTo(before + inserted);
				once(engine, touched);
				assertThat(rows(keptFrom())).as(this.config.toString()).isEqualTo(before + inserted);
				this.now = this.now
					.plus(length(window(this.now)).multipliedBy(this.random.nextInt(this.ahead + this.kept + 1)));
			}
		}

		/**
		 * One run; of a table that nobody but us has touched, it leaves nothing to do.
		 * Only where the newest ids go with the rows that it drops, the next one counts
		 * ids anew.
		 */
		private MaintenanceResult once(Engine engine, boolean touched) {
			MaintenanceResult result = engine.run(this.config);
			if (!touched) {
				assertThat(result.success()).as(result.error() + " of " + this.config).isTrue();
				assertThat(result.issues()).as(this.config.toString()).isEmpty();
				if (!this.ids || result.droppedCount() == 0) {
					assertThat(engine.service(this.config).plan("t").operations()).as(this.config.toString()).isEmpty();
				}
			}
			return result;
		}

		/**
		 * The first and the last instant of the horizon and one between, for every other
		 * value.
		 */
		private long insertEverywhere(long newest) {
			Window current = window(this.now);
			Window last = current;
			for (int i = 1; i < this.ahead; i++) {
				last = axis().next(last);
			}
			Instant begin = instant(current.from());
			Instant end = instant(last.to()).minusNanos(1000);
			Instant between = begin
				.plus(Duration.between(begin, end).multipliedBy(this.random.nextInt(100)).dividedBy(100));
			long edge = newest / 100 * 100 + 100L * this.ahead - 1;
			long count = 0;
			for (Instant at : List.of(begin, between, end)) {
				for (String tier : TIERS) {
					for (long id : List.of(newest, edge)) {
						count += insert(tier, at, id);
					}
				}
			}
			return count;
		}

		/** Inserts into all buckets, or into none of them. */
		private int insert(String tier, Instant at, long id) {
			try {
				this.db.execute("INSERT INTO t SELECT '" + tier.replace("'", "''") + "', '" + at + "', bucket, " + id
						+ " FROM generate_series(0, 7) AS bucket");
				return 8;
			}
			catch (IllegalStateException refused) {
				Matcher relation = REFUSED.matcher(refused.getMessage());
				assertThat(relation.find()).as(refused.getMessage()).isTrue();
				assertThat(isTold(relation.group(1), at, id))
					.as("%s at %s: %s of %s after %s", refused.getMessage(), this.now, this.told.plan().findings(),
							this.config, this.told.plan().describe())
					.isTrue();
				return 0;
			}
		}

		/**
		 * Whether a finding names the relation, and the window of it, that has no place;
		 * or an issue the partition that was to be its place.
		 */
		private boolean isTold(String relation, Instant at, long id) {
			String method = this.db.queryOne(
					"SELECT p.partstrat::text FROM pg_partitioned_table AS p" + " WHERE p.partrelid = ?::regclass",
					"\"" + relation + "\"");
			List<String> windows = List.of(window(at).toString(),
					"[" + id / 100 * 100 + ", " + (id / 100 * 100 + 100) + ")");
			boolean found = this.told.plan()
				.findings()
				.stream()
				.filter((it) -> Pattern.compile("public\\.\"?" + Pattern.quote(relation) + "\\b")
					.matcher(it.message() + " " + it.partition() + " " + it.next())
					.find())
				.anyMatch((it) -> !method.equals("r") || windows.stream().anyMatch(it.message()::contains));
			return found || this.told.plan()
				.operations()
				.stream()
				.filter((it) -> it.parent().name().name().equals(relation))
				.filter((it) -> !method.equals("r") || windows.contains(String.valueOf(it.window())))
				.anyMatch((it) -> this.told.issues()
					.stream()
					.anyMatch((issue) -> it.partition().equals(issue.partition())));
		}

		/**
		 * Ids go on from the newest that a run can know; the clock opens nothing more
		 * beneath used up ones, and an id in DEFAULT moves nothing.
		 */
		private long newestId() {
			Long newest = this.db
				.queryOne("SELECT coalesce(max(id), 0) FROM t WHERE tableoid::regclass::text !~ '^other'");
			return this.ids ? newest : 0;
		}

		private Instant keptFrom() {
			Position kept = new Retention.KeepNewest(this.kept).keptFrom(axis(), new Position.Time(this.now))
				.orElseThrow();
			return instant(kept);
		}

		private long rows(Instant from) {
			return CatalogProbe.of(this.db).rows("t WHERE at >= '" + from + "'");
		}

		private Axis axis() {
			return new Boundaries.Time(this.granularity, this.zone).over(KeyType.TIMESTAMPTZ).orElseThrow();
		}

		private Window window(Instant instant) {
			return axis().windowAt(new Position.Time(instant));
		}

		private static Duration length(Window window) {
			return Duration.between(instant(window.from()), instant(window.to()));
		}

		private static Instant instant(Position position) {
			return ((Position.Time) position).instant();
		}

	}

}

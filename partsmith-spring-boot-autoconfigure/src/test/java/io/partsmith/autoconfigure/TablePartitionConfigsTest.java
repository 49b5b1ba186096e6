package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TablePartitionConfigsTest {

	@Test
	void readsTheFlatSpelling() {
		assertThat(tables("""
				partsmith:
				  tables:
				    events:
				      table: audit.events
				      partition-column: created_at
				      granularity: month
				      zone: Europe/Berlin
				      create-ahead-count: 3
				      retention-count: 12
				      detach: blocking
				      drop-grace: 36h
				      hooks: []
				""")).containsExactly(new TablePartitionConfig("events", new RelationName("audit", "events"),
				new RangeScheme(List.of("created_at"),
						new Boundaries.Time(Granularity.MONTH, ZoneId.of("Europe/Berlin"))),
				new Lifecycle(new Creation.CreateAhead(3), new Retention.KeepNewest(12), DetachMode.BLOCKING,
						new Drop.DropAfter(TimeAmount.valueOf("36h"))),
				List.of()));
	}

	@Test
	void expiresNothingAndLeavesAWeekOfGraceWhereNothingIsSaid() {
		assertThat(tables("""
				partsmith:
				  tables:
				    readings: { partition-column: id, step: 1_000_000 }
				""")).containsExactly(new TablePartitionConfig("readings", new RelationName("public", "readings"),
				new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.valueOf(1_000_000), BigInteger.ZERO)),
				Lifecycle.creating(new Creation.CreateAhead(6)), null));
	}

	@Test
	void readsTheSameFromBothSpellings() {
		List<TablePartitionConfig> spelled = tables("""
				partsmith:
				  tables:
				    flat:
				      table: public.a
				      partition-column: created_at
				      granularity: week
				      zone: Europe/Berlin
				      create-ahead-count: 4
				      retention-age: P90D
				      detach: concurrent
				      drop-grace: P1D
				    composed:
				      table: public.b
				      scheme:
				        method: range
				        key: created_at
				        boundaries: { kind: time, granularity: week, zone: Europe/Berlin }
				      lifecycle:
				        creation: { kind: create-ahead, count: 4 }
				        retention: { kind: keep-for, age: P90D }
				        detach: concurrent
				        drop: { kind: drop-after, grace: P1D }
				""");
		assertThat(spelled.get(0).scheme()).isEqualTo(spelled.get(1).scheme());
		assertThat(spelled.get(0).lifecycle()).isEqualTo(spelled.get(1).lifecycle());
	}

	@Test
	void readsEveryKindOfTheComposedSpelling() {
		List<TablePartitionConfig> spelled = tables("""
				partsmith:
				  tables:
				    ids:
				      scheme:
				        method: range
				        key: [id, tenant_id]
				        boundaries: { kind: integer, step: 1000, origin: 500 }
				      lifecycle:
				        creation: { kind: create-until, until: 10000 }
				        retention: { kind: keep-behind, distance: 5000 }
				        drop: { kind: drop-never }
				    times:
				      scheme:
				        method: range
				        key: created_at
				        boundaries: { kind: time, granularity: year }
				      lifecycle:
				        creation: { kind: create-until, until: 2030-01-01 }
				        retention: { kind: keep-newest, count: 2 }
				""");
		assertThat(spelled.get(0).scheme()).isEqualTo(new RangeScheme(List.of("id", "tenant_id"),
				new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.valueOf(500))));
		assertThat(spelled.get(0).lifecycle())
			.isEqualTo(new Lifecycle(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(10_000))),
					new Retention.KeepBehind(BigInteger.valueOf(5000)), DetachMode.AUTO, new Drop.DropNever()));
		assertThat(spelled.get(1).lifecycle())
			.isEqualTo(new Lifecycle(new Creation.CreateUntil(new Creation.Until.OnDate(LocalDate.of(2030, 1, 1))),
					new Retention.KeepNewest(2), DetachMode.AUTO, new Drop.DropAfter(Drop.DEFAULT_GRACE)));
	}

	private static List<TablePartitionConfig> tables(String yaml) {
		List<TablePartitionConfig> tables = new ArrayList<>();
		YamlContext.with(yaml).run((context) -> {
			assertThat(context).hasNotFailed();
			tables.addAll(context.getBean(ManagedTables.class).all());
		});
		return tables;
	}

}

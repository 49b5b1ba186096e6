package io.partsmith.maintenance;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;

/** The tables of the scenarios, and their policies. */
final class Tables {

	/** M of the scenarios: by a timestamptz. */
	static final String M = """
			CREATE TABLE public.t (id bigserial, created_at timestamptz NOT NULL, payload text,
			  PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)""";

	/** Q of the scenarios: by an id. */
	static final String Q = "CREATE TABLE public.q (msg_id bigserial PRIMARY KEY) PARTITION BY RANGE (msg_id)";

	private Tables() {
	}

	static TablePartitionConfig m(Granularity granularity, Lifecycle lifecycle) {
		return new TablePartitionConfig("t", RelationName.parse("public.t"),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(granularity, ZoneId.of("UTC"))), lifecycle);
	}

	static TablePartitionConfig monthly(Lifecycle lifecycle) {
		return m(Granularity.MONTH, lifecycle);
	}

	static TablePartitionConfig q(Lifecycle lifecycle) {
		return new TablePartitionConfig("q", RelationName.parse("public.q"),
				new RangeScheme(List.of("msg_id"), new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO)),
				lifecycle);
	}

	static Lifecycle ahead(int count) {
		return Lifecycle.creating(new Creation.CreateAhead(count));
	}

	/** "ahead a / keep k" of the scenarios: without grace. */
	static Lifecycle aheadKeep(int ahead, int keep) {
		return ahead(ahead).keeping(new Retention.KeepNewest(keep)).dropping(grace("P0D"));
	}

	static Drop grace(String amount) {
		return new Drop.DropAfter(TimeAmount.valueOf(amount));
	}

}

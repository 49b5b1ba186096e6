package io.partsmith.plan;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.TableTopology;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How the time to plan a table grows with its partitions. Each plan is timed by itself,
 * so that the fastest ones tell what the others lost to the rest of the machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class PlannerBenchmark {

	/** The number of partitions, branches and leaves together. */
	@Param({ "1000", "10000", "100000" })
	public int partitions;

	/** How the table is divided, and what there is to do. */
	@Param
	public BenchmarkTable table;

	private TablePartitionConfig config;

	private TableTopology.Partitioned topology;

	private final Planner planner = new Planner();

	private final Instant now = BenchmarkTable.NOW;

	/** Builds the table in memory; nothing of it is measured. */
	@Setup
	public void build() {
		this.config = this.table.config(this.partitions);
		this.topology = this.table.topology(this.partitions);
		MaintenancePlan plan = plan();
		if (plan.operations().size() != this.table.operations(this.partitions) || plan.runway() == null) {
			throw new IllegalStateException("Not the plan that was to be measured: " + plan.operations().size()
					+ " operations, findings " + plan.findings());
		}
	}

	/**
	 * Plans the table once.
	 * @return the plan
	 */
	@Benchmark
	public MaintenancePlan plan() {
		return this.planner.plan(this.config, this.topology, this.now);
	}

}

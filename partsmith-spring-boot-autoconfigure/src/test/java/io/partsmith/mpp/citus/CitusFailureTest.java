package io.partsmith.mpp.citus;

import java.sql.SQLException;
import java.util.Optional;

import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.PartitionOperationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Citus says, in its own words, in codes that mean something else elsewhere. */
class CitusFailureTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					08006 | connection to the remote node postgres@127.0.0.1:55502 failed with the following error: Connection refused | NODE_UNREACHABLE | false
					55000 | 127.0.0.1:55501 is a metadata node, but is out of sync | NODE_OUT_OF_SYNC | true
					XX000 | failure on connection marked as essential: 127.0.0.1:25701 | LOCK_NOT_AVAILABLE | true
					XX000 | operation is not allowed on this node | GUARDED | false
					XX000 | ALTER TABLE .. DETACH PARTITION .. CONCURRENTLY commands are currently unsupported. | DISTRIBUTION_UNFIT | false
					0A000 | distributed tables cannot have non-colocated distributed tables as a partition | DISTRIBUTION_UNFIT | false
					0A000 | Citus doesn't support multi-level partitioned tables | DISTRIBUTION_UNFIT | false
					0A000 | UPDATE and CTID scans not supported for ColumnarScan | DISTRIBUTION_UNFIT | false
					08006 | An I/O error occurred while sending to the backend. | | false
					55000 | cannot detach partitions concurrently when a default partition exists | | false
					55P03 | canceling statement due to lock timeout | | false
					XX000 | tuple concurrently updated | | false
					| no state at all | | false
					""")
	void isToldFromWhatPostgresMeansByTheSameCode(@Nullable String state, String message, @Nullable FindingCode code, // M76,
																														// M77
			boolean passing) {
		CitusDialect dialect = new CitusDialect();
		SQLException ex = new SQLException("ERROR: " + message, state);
		Optional<PartitionOperationException> failure = dialect.explain("create of a on b", ex);
		assertThat(failure.map(PartitionOperationException::code).orElse(null)).isEqualTo(code);
		assertThat(dialect.isPassing(ex)).isEqualTo(passing);
		failure.ifPresent((told) -> assertThat(told).hasMessageStartingWith("create of a on b ")
			.hasMessageContaining("[" + state + "]: ERROR: " + message));
	}

}

package io.partsmith.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.partsmith.topology.Datum;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;

/**
 * Partitions by the keys they may hold, the greatest first. The first one that has a row
 * holds the newest key, but for lists of several values, whose keys may lie between those
 * of others: such partitions stand together, and all of them have to be asked.
 */
final class NewestFirst {

	private static final BigDecimal GREATEST = new BigDecimal(BigInteger.TWO.pow(200));

	private static final BigDecimal LEAST = GREATEST.negate();

	private NewestFirst() {
	}

	/** Each partition alone, or with those among whose keys its own lie. */
	static List<List<Partition>> of(Stream<Partition> partitions) {
		List<List<Partition>> groups = new ArrayList<>();
		BigDecimal least = null;
		for (Reach next : partitions.map(Reach::of)
			.sorted(Comparator.comparing(Reach::greatest).thenComparing(Reach::least).reversed())
			.toList()) {
			if (least != null && next.greatest().compareTo(least) > 0) {
				groups.get(groups.size() - 1).add(next.partition());
				least = least.min(next.least());
			}
			else {
				groups.add(new ArrayList<>(List.of(next.partition())));
				least = next.least();
			}
		}
		return groups;
	}

	/** The keys from the least to the greatest that a partition may hold. */
	private record Reach(Partition partition, BigDecimal least, BigDecimal greatest) {

		static Reach of(Partition partition) {
			if (partition.bounds() instanceof PartitionBounds.Range range) {
				return new Reach(partition, number(range.from().get(0), LEAST), number(range.to().get(0), GREATEST));
			}
			List<BigDecimal> values = (partition.bounds() instanceof PartitionBounds.Values list)
					? list.values().stream().map((value) -> number(value, LEAST)).sorted().toList() : List.of();
			return values.isEmpty() ? new Reach(partition, LEAST, GREATEST)
					: new Reach(partition, values.get(0), values.get(values.size() - 1));
		}

		private static BigDecimal number(@Nullable Datum datum, BigDecimal otherwise) {
			if (datum instanceof Datum.Literal literal) {
				try {
					return new BigDecimal(literal.text());
				}
				catch (NumberFormatException ex) {
					return otherwise;
				}
			}
			return otherwise;
		}

	}

}

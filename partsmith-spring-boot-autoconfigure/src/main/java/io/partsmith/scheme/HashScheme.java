package io.partsmith.scheme;

import java.util.List;

import io.partsmith.topology.PartitionMethod;
import org.jspecify.annotations.Nullable;

/**
 * A level divided by HASH. The modulus is that of sets yet to be made; a set that exists
 * keeps its own.
 *
 * @param key the key's columns
 * @param modulus the number of partitions in a new set, 1 to 1,000
 * @param child how each partition is divided again, or {@code null}
 */
public record HashScheme(List<String> key, int modulus, @Nullable Scheme child) implements Membership {

	/** The most partitions a set may have: each costs locks in every statement. */
	public static final int MAX_MODULUS = 1000;

	/**
	 * Copies the key.
	 * @param key the key's columns
	 * @param modulus the number of partitions in a new set
	 * @param child how each partition is divided again, or {@code null}
	 * @throws IllegalArgumentException if the key is empty, or the modulus is below 1 or
	 * above 1,000
	 */
	public HashScheme {
		key = List.copyOf(key);
		if (key.isEmpty()) {
			throw new IllegalArgumentException("A partition key has at least one column");
		}
		if (modulus < 1 || modulus > MAX_MODULUS) {
			throw new IllegalArgumentException(
					"A modulus of " + modulus + " is out of range; it must be 1 to " + MAX_MODULUS);
		}
	}

	@Override
	public PartitionMethod method() {
		return PartitionMethod.HASH;
	}

	/**
	 * What stands behind the table's name in the name of a partition.
	 * @param remainder the remainder
	 * @return for example {@code __h3}
	 */
	public static String suffix(int remainder) {
		return "__h" + remainder;
	}

	/** A set at a modulus of its own may be repaired too, so the greatest one counts. */
	@Override
	public int longestSuffix() {
		return suffix(MAX_MODULUS - 1).length();
	}

}

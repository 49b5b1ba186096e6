package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.util.List;

import io.partsmith.lifecycle.DataAmount;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/** The keys that conditions have. */
sealed interface ConditionKeys permits ConditionProperties, ConditionProperties.Operand {

	/**
	 * What is asked.
	 * @return the kind
	 */
	ConditionProperties.@Nullable Kind kind();

	/**
	 * For keep-newest.
	 * @return the number of partitions
	 */
	@Nullable Integer count();

	/**
	 * For keep-for and window-age-above.
	 * @return the age
	 */
	@Nullable TimeAmount age();

	/**
	 * For keep-behind.
	 * @return the number of ids
	 */
	@Nullable BigInteger distance();

	/**
	 * For size-above.
	 * @return the size
	 */
	@Nullable DataAmount size();

	/**
	 * For rows-above.
	 * @return the number of rows
	 */
	@Nullable Long rows();

	/**
	 * For sql.
	 * @return the query
	 */
	@Nullable String query();

	/**
	 * For bean.
	 * @return the bean's name
	 */
	@Nullable String name();

	/**
	 * For all-of and any-of.
	 * @return the conditions
	 */
	@Nullable List<ConditionProperties> rules();

}

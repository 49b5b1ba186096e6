package io.partsmith.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.DataAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/**
 * Reads amounts of data. A bare number arrives from YAML as a {@link Number}, and is
 * refused with the same text as one in quotes.
 */
final class DataAmountConverter implements GenericConverter {

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return new LinkedHashSet<>(List.of(new ConvertiblePair(String.class, DataAmount.class),
				new ConvertiblePair(Number.class, DataAmount.class)));
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
		return (source != null) ? DataAmount.valueOf(source.toString()) : null;
	}

}

package io.partsmith.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/**
 * Reads amounts of time. A bare number arrives from YAML as a {@link Number}, and is
 * refused with the same text as one in quotes.
 */
final class TimeAmountConverter implements GenericConverter {

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return new LinkedHashSet<>(List.of(new ConvertiblePair(String.class, TimeAmount.class),
				new ConvertiblePair(Number.class, TimeAmount.class)));
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
		return (source != null) ? TimeAmount.valueOf(source.toString()) : null;
	}

}

package io.partsmith.mpp.citus;

import java.util.Optional;

import io.partsmith.mpp.Mpp;
import io.partsmith.mpp.MppProvider;
import org.jspecify.annotations.Nullable;

/** Makes a {@link CitusMpp} of the section {@code citus}. */
public final class CitusMppProvider implements MppProvider {

	@Override
	public String name() {
		return "citus";
	}

	@Override
	public Optional<String> validateConfig(@Nullable Object config) {
		try {
			CitusConfig.read(config);
			return Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
	}

	@Override
	public Mpp create(@Nullable Object config) {
		return new CitusMpp(CitusConfig.read(config));
	}

}

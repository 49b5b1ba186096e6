package io.partsmith.mpp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Plain PostgreSQL, which is no cluster of groups. */
public class NullMpp implements Mpp {

	/** Nothing is configured. */
	public static final NullMpp INSTANCE = new NullMpp(List.of());

	private final List<String> reasons;

	/**
	 * Plain PostgreSQL in place of something that is configured but cannot be used.
	 * @param reasons why, for people, each with the key of its section
	 */
	public NullMpp(List<String> reasons) {
		this.reasons = List.copyOf(reasons);
	}

	/**
	 * Why this stands in place of something that is configured.
	 * @return the reasons; none where nothing is
	 */
	public List<String> reasons() {
		return this.reasons;
	}

	@Override
	public String type() {
		return "Null";
	}

	@Override
	public OptionalInt group() {
		return OptionalInt.empty();
	}

	@Override
	public OptionalInt coordinatorGroupId() {
		return OptionalInt.empty();
	}

	@Override
	public boolean isEnabled() {
		return false;
	}

	@Override
	public Optional<Pattern> groupPattern() {
		return Optional.empty();
	}

	@Override
	public MppHandler handler(MppDatabase database) {
		return new NullMppHandler(this.reasons);
	}

}
